import { hasWildcard } from "../iam/glob";
import type { Rule } from "./rule";
import { bySubject, subjectViolations } from "./rule";
import { environmentNames } from "./subject-facts";

export const r12: Rule = {
  id: "R12",
  name: "environment-wildcard",
  severity: "high",
  requirement: "the environment's name has no wildcard",
  impact: "a workflow that names a new environment creates it without protection and can assume the role",
  fix: "list the environments",
  details: "GitHub creates an environment when a job names it for the first time.",
  example: {
    bad: bySubject("repo:acme@123456/web@456789:environment:prod*"),
    good: {
      ...bySubject("repo:acme@123456/web@456789:environment:production"),
      where: "if the environment is protected",
      context: { protectedEnvironments: ["acme/web:production"] },
    },
  },
  violations: ({ subjects }) =>
    subjectViolations(subjects, (subject) => environmentNames(subject).some(hasWildcard)),
};
