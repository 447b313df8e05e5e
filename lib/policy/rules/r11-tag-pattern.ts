import { isOpen } from "../evaluation/pattern";
import { subjectBreaches } from "./breach";
import type { Rule } from "./rule";
import { segmentValues } from "./trusted-subject";

export const r11: Rule = {
  id: "R11",
  severity: "medium",
  state: "sub names the tag without wildcards",
  why: "whoever may push to the repository can make a tag that matches, and tags are rarely protected",
  mend: "protect the pattern by a tag ruleset of the repository, or trust an environment that admits these tags",
  breaches: ({ subjects }) =>
    subjectBreaches(subjects, (subject) => segmentValues(subject, "ref:refs/tags/").some(isOpen)),
};
