import { hasWildcardBefore } from "../iam/glob";
import type { Rule } from "./rule";
import { bySubject, subjectViolations } from "./rule";
import { segmentValues } from "./subject-facts";

export const r11: Rule = {
  id: "R11",
  name: "tag-wildcard",
  severity: "medium",
  requirement: "the tag has no wildcard",
  impact:
    "everyone who can push to the repository can create a tag that matches, and few repositories protect tags",
  fix: "protect the pattern with a tag ruleset, or trust an environment that allows only these tags",
  details: "A tag can point to any commit, also to one that is on no protected branch.",
  example: {
    bad: bySubject("repo:acme@123456/web@456789:ref:refs/tags/v*"),
    good: bySubject("repo:acme@123456/web@456789:ref:refs/tags/v1.0.0"),
  },
  violations: ({ subjects }) =>
    subjectViolations(subjects, (subject) =>
      segmentValues(subject, "ref:refs/tags/").some((tag) => hasWildcardBefore(tag, ":")),
    ),
};
