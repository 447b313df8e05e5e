import { isOnlyWildcards } from "../iam/glob";
import type { Rule } from "./rule";
import { isOwnerPinned } from "./subject-facts";
import { subjectViolations } from "./violation";

export const r06: Rule = {
  id: "R06",
  name: "every-repository",
  severity: "high",
  requirement: "sub names the repository",
  impact:
    "every repository of the owner gets in, also one that somebody makes later, and its pull requests too where no context follows",
  fix: "name the repositories",
  violations: ({ subjects }) =>
    subjectViolations(
      subjects,
      (subject) =>
        isOwnerPinned(subject) &&
        subject.repository !== undefined &&
        isOnlyWildcards(subject.repository.name),
    ),
};
