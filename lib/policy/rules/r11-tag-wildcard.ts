import { hasWildcard } from "../iam/glob";
import type { Rule } from "./rule";
import { segmentValues } from "./subject-facts";
import { subjectViolations } from "./violation";

export const r11: Rule = {
  id: "R11",
  name: "tag-wildcard",
  severity: "medium",
  requirement: "the tag has no wildcard",
  impact:
    "everyone who can push to the repository can create a tag that matches, and few repositories protect tags",
  fix: "protect the pattern with a tag ruleset, or trust an environment that allows only these tags",
  violations: ({ subjects }) =>
    subjectViolations(subjects, (subject) => segmentValues(subject, "ref:refs/tags/").some(hasWildcard)),
};
