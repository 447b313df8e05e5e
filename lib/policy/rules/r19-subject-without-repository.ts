import { isAllOpen } from "../evaluation/pattern";
import { subjectBreaches } from "./breach";
import type { Rule } from "./rule";

export const r19: Rule = {
  id: "R19",
  severity: "high",
  state: "sub names the repository and its owner",
  why: "any owner on GitHub can give its tokens a subject without either",
  mend: "begin the pattern with repo:OWNER/REPOSITORY:",
  breaches: ({ subjects }) =>
    subjectBreaches(
      subjects,
      ({ value, owner, isOpenAtStart }) => owner === undefined && !isOpenAtStart && !isAllOpen(value.pattern),
    ),
};
