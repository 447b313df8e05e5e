import { stringify } from "yaml";
import type { RoleAnswer } from "../../explanation/answer";
import { type AskedRole, arnOf, grantOf } from "../../explanation/asked-role";
import type { Difference } from "../../explanation/causes/cause";
import type { Explanation, PlacedEdit, Refusal } from "../../explanation/explanation";
import type { Outcome } from "../../policy/evaluation/condition-answer";
import type { Statement } from "../../policy/evaluation/document";
import type { StatementAnswer } from "../../policy/evaluation/evaluation";
import { shownClaims } from "./claims";
import type { Colours } from "./colours";

/** What came of one run of the command. */
export interface Explained {
  /** The file that was asked, as the user gave it. */
  readonly name: string;
  readonly explanations: readonly Explanation[];
  readonly isSigned: boolean;
}

/** A longer list ends with how many more there are. */
const MAX_LISTED = 20;
export const UNVERIFIED =
  "the signature of the token is not verified here: what it says is what somebody gave, and AWS verifies it";

/** For people. */
export function explanationsText({ name, explanations, isSigned }: Explained, paint: Colours): string {
  const blocks = explanations.map((each) => explanationText(each, name, paint));
  const several =
    explanations.length > 1
      ? [`A token has one of these ${explanations.length} forms; each is asked with.`]
      : [];
  return `${[...several, ...blocks, ...(isSigned ? [`note: ${UNVERIFIED}`] : [])].join("\n\n")}\n`;
}

function explanationText(explained: Explanation, name: string, paint: Colours): string {
  const { token, outcome, answers, refusal, notes } = explained;
  const letIn = answers.filter((each) => each.outcome === "let in");
  const claims = shownClaims(explained).map(([claim, text]) => `  ${claim}  ${shown(text)}`);
  return [
    [`token of ${shown(token.issuerHost)}`, ...claims].join("\n"),
    headline(outcome, letIn, name, paint),
    ...(answers.length > 1 ? [rolesText(answers, paint)] : []),
    ...letIn.slice(0, MAX_LISTED).map((answer) => letInText(answer, paint)),
    ...(refusal === undefined ? [] : [refusalText(refusal, paint)]),
    ...(notes.length === 0 ? [] : [notes.map((note) => `note: ${shown(note)}`).join("\n")]),
  ].join("\n\n");
}

function headline(
  outcome: Explanation["outcome"],
  letIn: readonly RoleAnswer[],
  name: string,
  { good, bad }: Colours,
): string {
  switch (outcome) {
    case "let in":
      return good(`let in: by ${letIn.length === 1 ? "a role" : `${letIn.length} roles`} of ${name}`);
    case "refused":
      return bad(`refused: no role of ${name} lets the token in`);
    case "not judged":
      return bad(`not judged: no role of ${name} is sure to let the token in, and one may`);
  }
}

const WORDS: Readonly<Record<Explanation["outcome"], string>> = {
  "let in": "lets in   ",
  refused: "refuses   ",
  "not judged": "not judged",
};

/** The roles that matter more stand first. */
function rolesText(answers: readonly RoleAnswer[], { good }: Colours): string {
  const order = ["let in", "not judged", "refused"] as const;
  const sorted = order.flatMap((outcome) => answers.filter((each) => each.outcome === outcome));
  const lines = sorted
    .slice(0, MAX_LISTED)
    .map(
      ({ role, outcome }) =>
        `  ${outcome === "let in" ? good(WORDS[outcome]) : WORDS[outcome]}  ${roleName(role)}`,
    );
  const more = sorted.length - lines.length;
  return ["roles", ...lines, ...(more > 0 ? [`  and ${more} more`] : [])].join("\n");
}

function roleName({ name, origin }: AskedRole): string {
  return origin === undefined ? name : `${name} in ${origin.account.name}`;
}

function letInText({ role, answer }: RoleAnswer, { strong }: Colours): string {
  const { decidedBy } = answer;
  const arn = arnOf(role);
  return [
    strong(`role ${roleName(role)}`),
    ...(arn === undefined ? [] : [`  arn  ${arn}`]),
    ...(decidedBy === undefined ? [] : statementLines(decidedBy)),
    `  may  ${grantText(role)}`,
  ].join("\n");
}

/** What a role may do, in words. */
export function grantText(role: AskedRole): string {
  const grant = grantOf(role);
  if (grant === undefined) return "what the role's policies say, which are not in the file";
  const repositories = listed(grant.repositories);
  return `${grant.access.replace("-", " and ")} ${repositories} in ${grant.registries.join(", ")}`;
}

const MARKS: Readonly<Record<Outcome, string>> = {
  holds: "holds",
  fails: "fails",
  "not judged": "not judged",
};

function statementLines({ statement, conditions }: StatementAnswer): readonly string[] {
  return [
    `  by   ${statementName(statement)}`,
    ...conditions.flatMap(({ condition, outcome, got, why }) => [
      `       ${condition.operatorName} ${condition.key}: ${MARKS[outcome]}, ${why}`,
      `         expected  ${listed(condition.values)}`,
      `         got       ${got === undefined ? "nothing" : shown(got.join(", "))}`,
    ]),
  ];
}

/** By its Sid, or by its number from 1. */
export function statementName({ sid, path, effect }: Statement): string {
  return `statement ${sid ?? Number(path[1] ?? 0) + 1} (${effect})`;
}

function refusalText(refusal: Refusal, { strong, bad }: Colours): string {
  const { role, statement, differences, causes } = refusal;
  const [first, ...others] = causes;
  return [
    strong(`nearest: role ${roleName(role)}, ${statementName(statement.statement)}`),
    ...differences.flatMap((difference) => differenceLines(difference, bad)),
    ...(first === undefined ? [] : [`cause: ${shown(first.words)}`]),
    ...others.map(({ words }) => `also:  ${shown(words)}`),
    ...mendLines(refusal),
  ].join("\n");
}

function differenceLines(
  { claim, expected, got, marks }: Difference,
  bad: Colours["bad"],
): readonly string[] {
  const [first = "", ...others] = expected;
  return [
    `  ${claim}`,
    `    expected  ${first}`,
    ...others.slice(0, MAX_LISTED).map((value) => `           or ${value}`),
    `    got       ${got === undefined ? "nothing" : shown(got)}`,
    ...(got === undefined || marks.length === 0 ? [] : [`              ${bad(markLine(got, marks))}`]),
  ];
}

/** `^` below each character that differs; a character outside of the first plane is one, as it is on a terminal. */
export function markLine(text: string, marks: Difference["marks"]): string {
  let at = 0;
  const line = Array.from(text, (character) => {
    const start = at;
    at += character.length;
    return marks.some((mark) => mark.start <= start && start < mark.end) ? "^" : " ";
  });
  return line.join("").trimEnd();
}

function mendLines({ causes, edits, refusedFor }: Refusal): readonly string[] {
  const isEdited = edits.length > 0;
  return [
    ...causes.map(({ advice, place }) => {
      const at = place === undefined || isEdited ? "" : `${place.position} ${place.path}: `;
      return `mend:  ${at}${shown(advice)}`;
    }),
    ...edits.map((edit) => `       ${editText(edit)}`),
    ...refusedFor.map((problem) => `note:  the file itself cannot be mended so, because ${shown(problem)}`),
  ];
}

function editText({ place, value }: PlacedEdit): string {
  const text = stringify(value, { collectionStyle: "flow", lineWidth: 0 }).trimEnd();
  return `${place.position} ${place.path}: ${shown(text)}`;
}

function listed(values: readonly string[]): string {
  const more = values.length - MAX_LISTED;
  return `${values.slice(0, MAX_LISTED).map(shown).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** Text of somebody else's for a terminal: what would move the cursor or turn the line round is replaced, one for one. */
export function shown(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, "\uFFFD");
}
