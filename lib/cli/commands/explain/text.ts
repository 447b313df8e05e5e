import { stringify } from "yaml";
import { arnOf, type CandidateRole, grantOf } from "../../../explain/candidates";
import type { Difference } from "../../../explain/causes/cause";
import { claimOf } from "../../../explain/causes/claims";
import type { RoleDecision } from "../../../explain/compare";
import type { Denial, Explanation, PlacedEdit } from "../../../explain/explain";
import { accessVerbs } from "../../../policy/ecr-access";
import type { StatementDecision } from "../../../policy/iam/evaluate";
import type { Statement } from "../../../policy/policy-document";
import { shownTexts } from "../../../policy/trust-policy";
import { signedText } from "../../../report/words";
import { escapeControlChars, listed, type Paint } from "../../output";

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
    token.isWithheld
      ? paint("bad", "denied: the job gets no token")
      : headline(outcome, allowing.length, name, paint),
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
    ...(decidedBy === undefined ? [] : statementLines(decidedBy, shownOf(role))),
    `  may         ${grantText(role)}`,
  ].join("\n");
}

function grantText(role: CandidateRole): string {
  const grant = grantOf(role);
  if (grant === undefined) return "what the role's permission policies allow, which are not in the file";
  return [
    ...[grant, ...(grant.furtherEcr ?? [])].map(
      ({ access, repositories, registries, signingProfileArns }) =>
        `${accessVerbs(access)} ${valuesText(repositories)} in ${registries.join(", ")}${signedText(signingProfileArns)}`,
    ),
    ...(grant.attachedPolicyArns ?? []).map((arn) => `do what ${arn} allows, which is not in the file`),
  ].join("\n              ");
}

/** The outcome of a condition. */
const OUTCOMES: Readonly<Record<StatementDecision["outcome"], string>> = {
  holds: "matches",
  fails: "does not match",
  undetermined: "undetermined",
};

/** How texts of the role's trust policy are shown. A policy file is shown as it is. */
function shownOf({ origin }: CandidateRole): (text: string) => string {
  return origin === undefined ? (text) => text : shownTexts(origin.role.trust);
}

function statementLines(
  { statement, conditions }: StatementDecision,
  shown: (text: string) => string,
): readonly string[] {
  return [
    `  allowed by  ${statementName(statement)}`,
    ...conditions.flatMap(({ condition, outcome, got, why }) => [
      `    ${escapeControlChars(`${condition.operatorName} ${condition.key}`)}: ${OUTCOMES[outcome]}${why === "the claim matches" ? "" : `, ${why}`}`,
      `      expected  ${valuesText(condition.values.map(shown))}`,
      `      got       ${got === undefined ? "nothing" : escapeControlChars(got.join(", "))}`,
    ]),
  ];
}

function valuesText(values: readonly string[]): string {
  return listed(values, escapeControlChars).join(", ");
}

/** The closest role, what differs, the causes, and what to change. */
function denialText(denial: Denial, paint: Paint): string {
  const { closest, differences, causes } = denial;
  const [first, ...others] = causes;
  const shown = closest === undefined ? (text: string) => text : shownOf(closest.role);
  return [
    ...(closest === undefined
      ? []
      : [
          paint(
            "strong",
            `closest role: ${roleName(closest.role)}, ${statementName(closest.statement.statement)}`,
          ),
        ]),
    ...differences.flatMap((difference) => differenceLines(difference, shown, paint)),
    ...(first === undefined ? [] : [`cause: ${escapeControlChars(first.message)}`]),
    ...others.map(({ message }) => `also:  ${escapeControlChars(message)}`),
    ...fixLines(denial),
  ].join("\n");
}

function differenceLines(
  { claim, expected, got, marks }: Difference,
  shown: (text: string) => string,
  paint: Paint,
): readonly string[] {
  const [first = "", ...others] = expected.map(shown);
  return [
    `  ${claim}`,
    `    expected  ${escapeControlChars(first)}`,
    ...listed(others, (value) => `           or ${escapeControlChars(value)}`, "           "),
    `    got       ${got === undefined ? "nothing" : escapeControlChars(got)}`,
    ...(got === undefined || marks.length === 0
      ? []
      : [`              ${paint("bad", markLine(got, marks))}`]),
  ];
}

/** `^` below each character that differs, as the terminal shows it. */
export function markLine(text: string, marks: Difference["marks"]): string {
  let at = 0;
  const line = Array.from(text, (character) => {
    const start = at;
    at += character.length;
    const isMarked = marks.some((mark) => mark.start <= start && start < mark.end);
    return (isMarked ? "^" : " ").repeat(Array.from(escapeControlChars(character)).length);
  });
  return line.join("").trimEnd();
}

/** Edits have their own places, so the places of the causes are shown only without edits. */
function fixLines(denial: Denial): readonly string[] {
  const { causes, edits, editsRejectedBecause } = denial;
  const isEdited = edits.length > 0;
  return [
    ...causes.flatMap(({ fix, place }) => [
      `fix:   ${escapeControlChars(fix)}`,
      ...(place === undefined || isEdited ? [] : [`       see ${place.position} ${place.path}`]),
    ]),
    ...edits.map((edit) => `       ${editText(edit)}`),
    ...sharedLines(denial),
    ...editsRejectedBecause.map(
      (problem) => `note:  an edit of the file was tried and rejected: ${escapeControlChars(problem)}`,
    ),
  ];
}

function editText({ place, value, step }: PlacedEdit): string {
  const text = (of: unknown) =>
    escapeControlChars(stringify(of, { collectionStyle: "flow", lineWidth: 0 }).trimEnd());
  switch (step.kind) {
    case "replace":
      return `${place.position} ${place.path}: ${text(value)}`;
    case "insert":
      return `insert after ${step.line} ${place.path}: ${text(value)}`;
    case "add":
      return `add below ${step.below}: (${step.line}) ${Object.entries(Object(step.value))
        .map(([key, own]) => `${escapeControlChars(key)}: ${text(own)}`)
        .join(", ")}`;
  }
}

/** The repositories whose trust an edit changes although the token is not from them. */
function sharedLines({ edits }: Denial): readonly string[] {
  const names = [...new Set(edits.flatMap(({ otherRepositories }) => otherRepositories))];
  return names.length === 0
    ? []
    : [
        `note:  the edit also changes the trust of ${names.map(escapeControlChars).join(", ")}, in the same entry`,
      ];
}

function roleName({ name, origin }: CandidateRole): string {
  return origin === undefined ? escapeControlChars(name) : `${name} in account ${origin.account.name}`;
}

/** By its Sid, or by its number from 1. Statements are `Allow` unless the name says `Deny`. */
export function statementName({ sid, path, effect }: Statement): string {
  const name = `statement ${sid !== undefined ? escapeControlChars(sid) : Number(path[1] ?? 0) + 1}`;
  return effect === "Deny" ? `${name} (Deny)` : name;
}

/** The claims that explain the answer: the subject, the audience, and those that a deciding statement has a condition on. */
export function shownClaims({
  token,
  decisions,
  denial,
}: Explanation): readonly (readonly [string, string])[] {
  const statements = [
    ...decisions.filter(({ outcome }) => outcome === "allowed").map(({ decision }) => decision.decidedBy),
    denial?.closest?.statement,
  ];
  const tested = statements.flatMap(
    (each) => each?.conditions.map(({ condition }) => claimOf(condition.key)) ?? [],
  );
  const names = [...new Set(["sub", "aud", ...tested])];
  return names.flatMap((name) => {
    const value = Object.hasOwn(token.claims, name) ? token.claims[name] : undefined;
    return value === undefined ? [] : [[name, claimText(value)] as const];
  });
}

function claimText(value: unknown): string {
  if (typeof value === "string") return value;
  return Array.isArray(value) ? value.map(claimText).join(", ") : JSON.stringify(value);
}
