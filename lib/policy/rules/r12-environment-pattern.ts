import { isOpen } from "../evaluation/pattern";
import { subjectBreaches } from "./breach";
import type { Rule } from "./rule";
import { segmentValues } from "./trusted-subject";

export const r12: Rule = {
  id: "R12",
  severity: "high",
  state: "sub names the environment without wildcards",
  why: "a workflow that names an environment which does not exist makes it, without any protection",
  mend: "name the environments",
  breaches: ({ subjects }) =>
    subjectBreaches(subjects, (subject) => segmentValues(subject, "environment:").some(isOpen)),
};
