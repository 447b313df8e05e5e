import { isOnlyWildcards } from "../iam/glob";
import type { Rule } from "./rule";
import { isOwnerPinned } from "./subject-facts";
import { subjectViolations } from "./violation";

export const r06: Rule = {
  id: "R06",
  name: "every-repository",
  severity: "high",
  requirement: "the subject names the repository",
  impact: "every repository of the owner can assume the role, including repositories created later",
  fix: "list the repositories",
  violations: ({ subjects }) =>
    subjectViolations(
      subjects,
      (subject) =>
        isOwnerPinned(subject) &&
        subject.repository !== undefined &&
        isOnlyWildcards(subject.repository.name),
    ),
};
