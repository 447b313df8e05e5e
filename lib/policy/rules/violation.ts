import type { ConditionValue } from "./github-statement";
import type { Violation } from "./rule";
import type { SubjectFacts } from "./subject-facts";

/** A breach by what a value says. */
export function violationAt({ path, text }: ConditionValue): Violation {
  return { path, given: text };
}

/** A breach for each subject that is broken. Most are not, and there are many: a plain loop. */
export function subjectViolations(
  subjects: readonly SubjectFacts[],
  isBroken: (subject: SubjectFacts) => boolean,
): readonly Violation[] {
  const breaches: Violation[] = [];
  for (const subject of subjects) {
    if (isBroken(subject)) breaches.push(violationAt(subject.value));
  }
  return breaches;
}
