import { arnOf, type CandidateRole, grantOf } from "../../explain/candidates";
import type { RoleDecision } from "../../explain/compare";
import type { Explanation } from "../../explain/explain";
import type { StatementDecision } from "../../policy/iam/evaluate";
import { mayText } from "../../report/words";
import { escapeControlChars } from "../output/escape";
import { listed } from "../output/listed";
import type { Paint } from "../output/paint";
import { shownClaims } from "./claims";
import { denialText } from "./denial-text";
import { roleName, statementName } from "./names";

/** The result of one run of the command. */
export interface Explained {
  /** The file with the roles, as the user gave it. */
  readonly name: string;
  readonly explanations: readonly Explanation[];
  readonly isSigned: boolean;
}

export const UNVERIFIED = "the signature of the token was not verified. AWS verifies it";

/** The answer for people. */
export function explanationsText({ name, explanations, isSigned }: Explained, paint: Paint): string {
  const blocks = explanations.map((each) => explanationText(each, name, paint));
  const several =
    explanations.length > 1
      ? [`The token has one of these ${explanations.length} forms. Each form is evaluated.`]
      : [];
  return `${[...several, ...blocks, ...(isSigned ? [`note: ${UNVERIFIED}`] : [])].join("\n\n")}\n`;
}

function explanationText(explained: Explanation, name: string, paint: Paint): string {
  const { token, outcome, decisions, denial, notes } = explained;
  const allowing = decisions.filter((each) => each.outcome === "allowed");
  const claims = shownClaims(explained).map(([claim, text]) => `  ${claim}  ${escapeControlChars(text)}`);
  return [
    [`token of ${escapeControlChars(token.issuerHost)}`, ...claims].join("\n"),
    headline(outcome, allowing.length, name, paint),
    ...(decisions.length > 1 ? [rolesText(decisions, paint)] : []),
    ...listed(allowing, (each) => allowedText(each, paint)),
    ...(denial === undefined ? [] : [denialText(denial, paint)]),
    ...(notes.length === 0 ? [] : [notes.map((note) => `note: ${escapeControlChars(note)}`).join("\n")]),
  ].join("\n\n");
}

function headline(outcome: Explanation["outcome"], allowing: number, name: string, paint: Paint): string {
  switch (outcome) {
    case "allowed":
      return paint(
        "good",
        allowing === 1
          ? `allowed: 1 role in ${name} allows this token`
          : `allowed: ${allowing} roles in ${name} allow this token`,
      );
    case "denied":
      return paint("bad", `denied: no role in ${name} allows this token`);
    case "undetermined":
      return paint(
        "bad",
        `undetermined: a role in ${name} may allow this token, but this cannot be determined`,
      );
  }
}

/** The length of the longest outcome. */
const OUTCOME_WIDTH = "undetermined".length;

/** Roles that allow the token come first. */
function rolesText(decisions: readonly RoleDecision[], paint: Paint): string {
  const order = ["allowed", "undetermined", "denied"] as const;
  const sorted = order.flatMap((outcome) => decisions.filter((each) => each.outcome === outcome));
  const line = ({ role, outcome }: RoleDecision) => `  ${paintedOutcome(outcome, paint)}  ${roleName(role)}`;
  return ["roles", ...listed(sorted, line, "  ")].join("\n");
}

function paintedOutcome(outcome: Explanation["outcome"], paint: Paint): string {
  const text = outcome.padEnd(OUTCOME_WIDTH);
  return outcome === "allowed" ? paint("good", text) : text;
}

function allowedText({ role, decision }: RoleDecision, paint: Paint): string {
  const { decidedBy } = decision;
  const arn = arnOf(role);
  return [
    paint("strong", `role ${roleName(role)}`),
    ...(arn === undefined ? [] : [`  arn         ${arn}`]),
    ...(decidedBy === undefined ? [] : statementLines(decidedBy)),
    `  may         ${grantText(role)}`,
  ].join("\n");
}

function grantText(role: CandidateRole): string {
  const grant = grantOf(role);
  if (grant === undefined) return "what the role's permission policies allow, which are not in the file";
  const repositories = valuesText(grant.repositories);
  return `${mayText(grant.access)} ${repositories} in ${grant.registries.join(", ")}`;
}

function statementLines({ statement, conditions }: StatementDecision): readonly string[] {
  return [
    `  allowed by  ${statementName(statement)}`,
    ...conditions.flatMap(({ condition, outcome, got, why }) => [
      `    ${escapeControlChars(`${condition.operatorName} ${condition.key}`)}: ${outcome}, ${why}`,
      `      expected  ${valuesText(condition.values)}`,
      `      got       ${got === undefined ? "nothing" : escapeControlChars(got.join(", "))}`,
    ]),
  ];
}

function valuesText(values: readonly string[]): string {
  return listed(values, escapeControlChars).join(", ");
}
