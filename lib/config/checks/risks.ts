import { RULES } from "../../policy/rules/index";
import { type Rule, ruleLink, ruleTitle } from "../../policy/rules/rule";
import { givenText } from "../../policy/text-rule";
import { shownTexts } from "../../policy/trust-policy";
import { at, items, type Located, textOf } from "../draft";
import { type Path, type Problem, pathText } from "../problem";
import { violationMessage } from "../rule-message";
import type { RoleDraft } from "../schema/access-file";
import type { Risk, RiskPlace, Role } from "../types";

/** Violations that are errors, and accepted risks that do not apply. */
export function riskProblems(role: Pick<Role, "risks" | "trust">, place: RoleDraft): readonly Problem[] {
  return [...violationsOf(role, place), ...acceptanceProblems(role.risks, place)];
}

/** Violations that are errors. */
export function violationsOf(
  { risks, trust }: Pick<Role, "risks" | "trust">,
  place: Located,
): readonly Problem[] {
  const shown = shownTexts(trust);
  return risks.filter(isError).flatMap((risk) => violationProblems(risk, place, shown));
}

/** Rules whose violations are errors of a check of their own: customTrustPolicyProblems. */
const REPORTED_BY_CHECKS = ["R40"];

/** Critical violations are always errors, high ones unless the role accepts the risk. */
function isError({ rule: { id, severity }, reason }: Risk): boolean {
  if (REPORTED_BY_CHECKS.includes(id)) return false;
  return severity === "critical" || (severity === "high" && reason === undefined);
}

/** One problem for each entry of trust, or for each list of a custom trust policy. */
function violationProblems(
  { rule, places }: Risk,
  { path }: Located,
  shown: (text: string) => string,
): readonly Problem[] {
  const byPlace = new Map<string, { readonly first: RiskPlace; count: number }>();
  for (const place of places) {
    const key = pathText(listOf(place.path));
    const known = byPlace.get(key);
    if (known === undefined) byPlace.set(key, { first: place, count: 1 });
    else known.count++;
  }
  return [...byPlace.values()].map(({ first, count }) => {
    const more = count === 1 ? "" : ` and ${count - 1} more`;
    return {
      path: [...path, ...first.path],
      message: violationMessage(rule, `${givenText(shown(first.given))}${more}`),
      rule: rule.id,
    };
  });
}

/** The list of values that a value of a custom trust policy belongs to. */
function listOf(path: Path): Path {
  return path[0] === "trustPolicy" && typeof path.at(-1) === "number" && path.length > 3
    ? path.slice(0, -1)
    : path;
}

function acceptanceProblems(risks: readonly Risk[], role: RoleDraft): readonly Problem[] {
  const seen = new Map<string, Located>();
  return items(at(role, "acceptRisks")).flatMap((entry) => {
    const place = at(entry, "rule");
    const id = textOf(place) ?? "";
    const rule = RULES.find((each) => each.id === id);
    const other = seen.get(id);
    if (rule === undefined) return [];
    if (other !== undefined) {
      return [{ path: place.path, other: other.path, message: `duplicate rule ${id} in acceptRisks` }];
    }
    seen.set(id, place);
    if (rule.severity === "critical") {
      return [
        {
          path: place.path,
          message: `a critical rule cannot be accepted, got ${ruleTitle(rule)}. ${ruleLink(rule)}`,
        },
      ];
    }
    return risks.some((risk) => risk.rule.id === id) ? [] : [notViolated(rule, risks, place)];
  });
}

function notViolated(accepted: Rule, risks: readonly Risk[], { path }: Located): Problem {
  const violated = risks.filter(({ rule }) => rule.severity !== "critical").map(({ rule }) => rule.id);
  const known = violated.length === 0 ? "" : `. The role violates ${violated.join(", ")}`;
  return {
    path,
    message: `the role does not violate ${ruleTitle(accepted)}${known}. Remove the accepted risk`,
  };
}
