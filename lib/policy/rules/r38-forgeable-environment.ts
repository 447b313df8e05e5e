import { hasWildcard } from "../iam/glob";
import { requiresValue } from "../iam/operators";
import type { ConditionValue, GithubStatement } from "./github-statement";
import type { Rule } from "./rule";
import { AUDIENCE, byConditions, bySubject, subjectViolations, violationAt } from "./rule";
import type { SubjectFacts } from "./subject-facts";

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
    "GitHub writes a colon in the name of an environment as `%3A`, and leaves a `%` as it is. The environments `Production:V1` and `Production%3AV1` have the same subject. Their claims `environment` differ: the claim has the name as it is, so a condition on it with `%3A` allows only the imitation.",
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
  violations: ({ statements, subjects }) => [
    ...subjectViolations(
      subjects,
      (subject) => hasColon(subject) && requiredNames(subject.statement).length === 0,
    ),
    ...statements
      .filter((statement) => subjects.some((subject) => subject.statement === statement && hasColon(subject)))
      .flatMap(requiredNames)
      .filter(({ text }) => ENCODED.test(text))
      .map((value) => ({ ...violationAt(value), expected: value.text.replaceAll(/%3a/gi, ":") })),
  ],
};

const ENCODED = /%3a/i;

function hasColon({ segments }: SubjectFacts): boolean {
  return segments.some((segment) => segment.startsWith("environment:") && segment.includes("%3A"));
}

/** The names that a condition on the claim requires. None if it also matches other names. */
function requiredNames({ conditions }: GithubStatement): readonly ConditionValue[] {
  return conditions
    .filter(
      ({ claim, condition, values }) =>
        claim === "environment" &&
        requiresValue(condition.operator) &&
        values.every(({ pattern }) => !hasWildcard(pattern)),
    )
    .flatMap(({ values }) => values);
}
