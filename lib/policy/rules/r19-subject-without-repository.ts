import { isOnlyWildcards } from "../iam/glob";
import type { Rule } from "./rule";
import { bySubject, SUBJECT, subjectViolations } from "./rule";

export const r19: Rule = {
  id: "R19",
  name: "subject-without-repository",
  severity: "high",
  requirement: "the subject names the owner and the repository",
  impact: "repositories of any owner on GitHub can send this subject and assume the role",
  fix: "start the subject with repo:OWNER/REPOSITORY:",
  details:
    "Every repository can choose a subject template that leaves out the repository. A condition on `repository_id` or `repository_owner_id` also removes the violation.",
  example: { bad: bySubject("ref:refs/heads/main"), good: bySubject(SUBJECT) },
  violations: ({ subjects }) =>
    subjectViolations(
      subjects,
      ({ value, owner, isOpenAtStart }) =>
        owner === undefined && !isOpenAtStart && !isOnlyWildcards(value.pattern),
    ),
};
