import type { Breach } from "./rule";
import type { TrustedSubject } from "./trusted-subject";
import type { TestedValue } from "./trusting-statement";

/** A breach by what a value says. */
export function breachAt({ path, text }: TestedValue): Breach {
  return { path, given: text };
}

/** A breach for each subject that is broken. Most are not, and there are many: a plain loop. */
export function subjectBreaches(
  subjects: readonly TrustedSubject[],
  isBroken: (subject: TrustedSubject) => boolean,
): readonly Breach[] {
  const breaches: Breach[] = [];
  for (const subject of subjects) {
    if (isBroken(subject)) breaches.push(breachAt(subject.value));
  }
  return breaches;
}
