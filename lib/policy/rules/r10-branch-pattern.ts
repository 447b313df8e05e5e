import { isOpen } from "../evaluation/pattern";
import { subjectBreaches } from "./breach";
import type { Rule } from "./rule";
import { segmentValues } from "./trusted-subject";

export const r10: Rule = {
  id: "R10",
  severity: "medium",
  state: "sub names the branch without wildcards",
  why: "whoever may push to the repository can make a branch that matches",
  mend: "name the branches, or protect the pattern by a ruleset of the repository",
  breaches: ({ subjects }) =>
    subjectBreaches(subjects, (subject) =>
      segmentValues(subject, "ref:").some((ref) => isOpen(ref) && !/^refs\/(?:tags|pull)\//i.test(ref)),
    ),
};
