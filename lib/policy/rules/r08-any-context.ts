import { subjectBreaches } from "./breach";
import type { Rule } from "./rule";
import { isAnyContext, isOwnerPinned } from "./trusted-subject";

export const r08: Rule = {
  id: "R08",
  severity: "high",
  state: "sub names a branch, a tag, an environment or pull requests",
  why: "every branch, tag, pull request and environment of the repository gets in",
  mend: "write the context, such as ref:refs/heads/main",
  breaches: ({ subjects }) =>
    subjectBreaches(subjects, (subject) => isOwnerPinned(subject) && isAnyContext(subject)),
};
