import type { ReadDocument } from "../evaluation/document";
import type { Breach, Judged, Rule } from "./rule";
import { RULES } from "./rules";
import type { Surroundings } from "./surroundings";
import { trustedSubjects } from "./trusted-subject";
import { trustingStatements } from "./trusting-statement";

/** A rule that a trust policy breaks, and where. */
export interface Finding extends Breach {
  readonly rule: Rule;
}

/** Everything that the rules say of a trust policy, in the order of the rules. */
export function findings(document: ReadDocument, surroundings: Surroundings): readonly Finding[] {
  const statements = trustingStatements(document, surroundings);
  const judged: Judged = { document, statements, subjects: trustedSubjects(statements), surroundings };
  const found: Finding[] = [];
  for (const rule of RULES) {
    for (const breach of rule.breaches(judged)) found.push({ ...breach, rule });
  }
  return found;
}
