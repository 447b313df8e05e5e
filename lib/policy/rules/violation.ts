import type { ConditionValue } from "./github-statement";
import type { Violation } from "./rule";
import type { SubjectFacts } from "./subject-facts";

/** A violation by a value. */
export function violationAt({ path, text }: ConditionValue): Violation {
  return { path, given: text };
}

/** A violation for each matching subject. There are many subjects and few violations, so this is a plain loop. */
export function subjectViolations(
  subjects: readonly SubjectFacts[],
  isViolation: (subject: SubjectFacts) => boolean,
): readonly Violation[] {
  const violations: Violation[] = [];
  for (const subject of subjects) {
    if (isViolation(subject)) violations.push(violationAt(subject.value));
  }
  return violations;
}
