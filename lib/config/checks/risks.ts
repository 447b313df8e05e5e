import { RULES } from "../../policy/rules/rules";
import type { Risk, RiskPlace, Role } from "../config";
import { fixInFile } from "../fix-in-file";
import { at, items, type Place, textOf } from "../place";
import { givenText, type Problem, pathText } from "../problem";

/** Rules that a role breaks and may not, and acceptances that accept nothing. */
export function riskProblems({ risks }: Role, place: Place): readonly Problem[] {
  return [
    ...risks.filter(isRefused).flatMap((risk) => brokenRule(risk, place)),
    ...acceptanceProblems(risks, place),
  ];
}

/** A critical rule cannot be broken, a high one not without a reason. */
function isRefused({ rule: { severity }, reason }: Risk): boolean {
  return severity === "critical" || (severity === "high" && reason === undefined);
}

/** One problem for each place. */
function brokenRule({ rule, places }: Risk, { path }: Place): readonly Problem[] {
  const { id, severity, requirement, impact } = rule;
  const accept =
    severity === "critical" ? "" : `, or accept it with a reason: acceptRisks: [{ rule: ${id}, reason: … }]`;
  const byPlace = new Map<string, { readonly first: RiskPlace; count: number }>();
  for (const place of places) {
    const known = byPlace.get(pathText(place.path));
    if (known === undefined) byPlace.set(pathText(place.path), { first: place, count: 1 });
    else known.count++;
  }
  return [...byPlace.values()].map(({ first, count }) => {
    const more = count === 1 ? "" : ` and ${count - 1} more`;
    return {
      path: [...path, ...first.path],
      message: `breaks ${id} (${severity}): ${impact}; allowed: ${requirement}; ${fixInFile(rule)}${accept}; given: ${givenText(first.given)}${more}`,
    };
  });
}

function acceptanceProblems(risks: readonly Risk[], role: Place): readonly Problem[] {
  const seen = new Map<string, Place>();
  return items(at(role, "acceptRisks")).flatMap((entry) => {
    const place = at(entry, "rule");
    const id = textOf(place) ?? "";
    const other = seen.get(id);
    if (other === undefined) seen.set(id, place);
    else {
      return [
        {
          path: place.path,
          other: other.path,
          message: `accepts a rule for the second time; allowed: once; given: ${givenText(id)}`,
        },
      ];
    }
    if (RULES.find((rule) => rule.id === id)?.severity === "critical") {
      return [
        {
          path: place.path,
          message: `accepts a critical rule; allowed: rules of another severity, because breaking this one lets in strangers; given: ${givenText(id)}`,
        },
      ];
    }
    return risks.some(({ rule }) => rule.id === id) ? [] : [unmatched(id, risks, place)];
  });
}

function unmatched(id: string, risks: readonly Risk[], { path }: Place): Problem {
  const broken = risks.filter(({ rule }) => rule.severity !== "critical").map(({ rule }) => rule.id);
  return {
    path,
    message: `accepts a rule that the role does not break; allowed: ${broken.length === 0 ? "no acceptance" : broken.join(", ")}; given: ${givenText(id)}`,
  };
}
