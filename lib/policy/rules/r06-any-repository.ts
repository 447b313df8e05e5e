import { isAllOpen } from "../evaluation/pattern";
import { subjectBreaches } from "./breach";
import type { Rule } from "./rule";
import { isOwnerPinned } from "./trusted-subject";

export const r06: Rule = {
  id: "R06",
  severity: "high",
  state: "sub names the repository",
  why: "every repository of the owner gets in, also one that somebody makes later, and its pull requests too where no context follows",
  mend: "name the repositories",
  breaches: ({ subjects }) =>
    subjectBreaches(
      subjects,
      (subject) =>
        isOwnerPinned(subject) && subject.repository !== undefined && isAllOpen(subject.repository.name),
    ),
};
