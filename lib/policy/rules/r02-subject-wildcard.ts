import { isOnlyWildcards } from "../iam/glob";
import { decidingWorkflows } from "./github-statement";
import type { Rule } from "./rule";
import { subjectViolations, violationAt } from "./violation";

export const r02: Rule = {
  id: "R02",
  name: "subject-wildcard",
  severity: "critical",
  requirement: "sub is tested by more than wildcards",
  impact: "a workflow of any repository on GitHub gets in",
  fix: "name the owner, the repository and the context, such as repo:acme/web:ref:refs/heads/main",
  violations: ({ statements, subjects }) => [
    ...subjectViolations(subjects, ({ value }) => isOnlyWildcards(value.pattern)),
    ...decidingWorkflows(statements)
      .filter(({ pattern }) => isOnlyWildcards(pattern))
      .map(violationAt),
  ],
};
