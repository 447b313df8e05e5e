import { isAllOpen } from "../evaluation/pattern";
import { breachAt, subjectBreaches } from "./breach";
import type { Rule } from "./rule";
import { decidingWorkflows } from "./trusting-statement";

export const r02: Rule = {
  id: "R02",
  severity: "critical",
  state: "sub is tested by more than wildcards",
  why: "a workflow of any repository on GitHub gets in",
  mend: "name the owner, the repository and the context, such as repo:acme/web:ref:refs/heads/main",
  breaches: ({ statements, subjects }) => [
    ...subjectBreaches(subjects, ({ value }) => isAllOpen(value.pattern)),
    ...decidingWorkflows(statements)
      .filter(({ pattern }) => isAllOpen(pattern))
      .map(breachAt),
  ],
};
