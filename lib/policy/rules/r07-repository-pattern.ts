import { isAllOpen, isOpen } from "../evaluation/pattern";
import { subjectBreaches } from "./breach";
import type { Rule } from "./rule";
import { isOwnerPinned, type TrustedSubject } from "./trusted-subject";

export const r07: Rule = {
  id: "R07",
  severity: "high",
  state: "the repository's name has no wildcard",
  why: "every repository that somebody makes under a matching name gets in, such as web-evil for web*, and its pull requests too where no context follows",
  mend: "name the repositories",
  breaches: ({ subjects }) => subjectBreaches(subjects, isRepositoryPattern),
};

function isRepositoryPattern(subject: TrustedSubject): boolean {
  const name = subject.repository?.name ?? "";
  return isOwnerPinned(subject) && isOpen(name) && !isAllOpen(name);
}
