import { hasWildcard } from "../iam/glob";
import type { Rule } from "./rule";
import { segmentValues } from "./subject-facts";
import { subjectViolations } from "./violation";

export const r11: Rule = {
  id: "R11",
  name: "tag-wildcard",
  severity: "medium",
  requirement: "sub names the tag without wildcards",
  impact: "whoever may push to the repository can make a tag that matches, and tags are rarely protected",
  fix: "protect the pattern by a tag ruleset of the repository, or trust an environment that admits these tags",
  violations: ({ subjects }) =>
    subjectViolations(subjects, (subject) => segmentValues(subject, "ref:refs/tags/").some(hasWildcard)),
};
