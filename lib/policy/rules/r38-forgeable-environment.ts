import { hasWildcard } from "../iam/glob";
import { requiresValue } from "../iam/operators";
import type { GithubStatement } from "./github-statement";
import type { Rule } from "./rule";
import { AUDIENCE, byConditions, bySubject, subjectViolations } from "./rule";

const ENVIRONMENT_SUBJECT = "repo:acme@123456/web@456789:environment:Production%3AV1";

export const r38: Rule = {
  id: "R38",
  name: "forgeable-environment",
  severity: "medium",
  requirement:
    "if the environment's name has a colon, the statement also has a condition on the claim environment",
  impact:
    "an environment whose name has %3A instead of the colon sends the same subject, so everyone who can create environments in the repository can assume the role",
  fix: "also require the claim environment, with the colon, such as Production:V1. Or rename the environment",
  details:
    "GitHub writes a colon in the name of an environment as `%3A`, and leaves a `%` as it is. The environments `Production:V1` and `Production%3AV1` have the same subject. Their claims `environment` differ.",
  example: {
    bad: {
      ...bySubject(ENVIRONMENT_SUBJECT),
      where: "if the environment is protected",
      context: { protectedEnvironments: ["acme/web:Production:V1"] },
    },
    good: {
      ...byConditions({
        StringEquals: { aud: AUDIENCE, environment: "Production:V1" },
        StringLike: { sub: ENVIRONMENT_SUBJECT },
      }),
      where: "if the environment is protected",
      context: { protectedEnvironments: ["acme/web:Production:V1"] },
    },
  },
  violations: ({ subjects }) =>
    subjectViolations(
      subjects,
      ({ segments, statement }) =>
        !requiresEnvironment(statement) &&
        segments.some((segment) => segment.startsWith("environment:") && segment.includes("%3A")),
    ),
};

function requiresEnvironment({ conditions }: GithubStatement): boolean {
  return conditions.some(
    ({ claim, condition, values }) =>
      claim === "environment" &&
      requiresValue(condition.operator) &&
      values.every(({ pattern }) => !hasWildcard(pattern)),
  );
}
