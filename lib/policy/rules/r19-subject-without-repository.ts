import { isOnlyWildcards } from "../iam/glob";
import type { Rule } from "./rule";
import { subjectViolations } from "./violation";

export const r19: Rule = {
  id: "R19",
  name: "subject-without-repository",
  severity: "high",
  requirement: "sub names the repository and its owner",
  impact: "any owner on GitHub can give its tokens a subject without either",
  fix: "begin the pattern with repo:OWNER/REPOSITORY:",
  violations: ({ subjects }) =>
    subjectViolations(
      subjects,
      ({ value, owner, isOpenAtStart }) =>
        owner === undefined && !isOpenAtStart && !isOnlyWildcards(value.pattern),
    ),
};
