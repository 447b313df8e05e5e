import type { RoleAnswer } from "../../explain/answer";
import { arnOf, type CandidateRole, grantOf } from "../../explain/candidate-role";
import type { Explanation } from "../../explain/explanation";
import type { Outcome } from "../../policy/iam/condition-answer";
import type { StatementDecision } from "../../policy/iam/evaluate";
import { mayText } from "../../report/words";
import { listed } from "../output/listed";
import type { Paint } from "../output/paint";
import { shownText } from "../output/shown-text";
import { shownClaims } from "./claims";
import { roleName, statementName } from "./names";
import { refusalText } from "./refusal-text";

/** What came of one run of the command. */
export interface Explained {
  /** The file that was asked, as the user gave it. */
  readonly name: string;
  readonly explanations: readonly Explanation[];
  readonly isSigned: boolean;
}

export const UNVERIFIED =
  "the signature of the token is not verified here: what it says is what somebody gave, and AWS verifies it";

/** For people. */
export function explanationsText({ name, explanations, isSigned }: Explained, paint: Paint): string {
  const blocks = explanations.map((each) => explanationText(each, name, paint));
  const several =
    explanations.length > 1
      ? [`A token has one of these ${explanations.length} forms; each is asked with.`]
      : [];
  return `${[...several, ...blocks, ...(isSigned ? [`note: ${UNVERIFIED}`] : [])].join("\n\n")}\n`;
}

function explanationText(explained: Explanation, name: string, paint: Paint): string {
  const { token, outcome, answers, denial, notes } = explained;
  const letIn = answers.filter((each) => each.outcome === "let in");
  const claims = shownClaims(explained).map(([claim, text]) => `  ${claim}  ${shownText(text)}`);
  return [
    [`token of ${shownText(token.issuerHost)}`, ...claims].join("\n"),
    headline(outcome, letIn, name, paint),
    ...(answers.length > 1 ? [rolesText(answers, paint)] : []),
    ...listed(letIn, (answer) => letInText(answer, paint)),
    ...(denial === undefined ? [] : [refusalText(denial, paint)]),
    ...(notes.length === 0 ? [] : [notes.map((note) => `note: ${shownText(note)}`).join("\n")]),
  ].join("\n\n");
}

function headline(
  outcome: Explanation["outcome"],
  letIn: readonly RoleAnswer[],
  name: string,
  paint: Paint,
): string {
  switch (outcome) {
    case "let in":
      return paint(
        "good",
        `let in: by ${letIn.length === 1 ? "a role" : `${letIn.length} roles`} of ${name}`,
      );
    case "refused":
      return paint("bad", `refused: no role of ${name} lets the token in`);
    case "not judged":
      return paint("bad", `not judged: no role of ${name} is sure to let the token in, and one may`);
  }
}

const WORDS: Readonly<Record<Explanation["outcome"], string>> = {
  "let in": "lets in   ",
  refused: "refuses   ",
  "not judged": "not judged",
};

/** The roles that matter more stand first. */
function rolesText(answers: readonly RoleAnswer[], paint: Paint): string {
  const order = ["let in", "not judged", "refused"] as const;
  const sorted = order.flatMap((outcome) => answers.filter((each) => each.outcome === outcome));
  const line = ({ role, outcome }: RoleAnswer) =>
    `  ${outcome === "let in" ? paint("good", WORDS[outcome]) : WORDS[outcome]}  ${roleName(role)}`;
  return ["roles", ...listed(sorted, line, "  ")].join("\n");
}

function letInText({ role, answer }: RoleAnswer, paint: Paint): string {
  const { decidedBy } = answer;
  const arn = arnOf(role);
  return [
    paint("strong", `role ${roleName(role)}`),
    ...(arn === undefined ? [] : [`  arn  ${arn}`]),
    ...(decidedBy === undefined ? [] : statementLines(decidedBy)),
    `  may  ${grantText(role)}`,
  ].join("\n");
}

/** What a role may do, in words. */
function grantText(role: CandidateRole): string {
  const grant = grantOf(role);
  if (grant === undefined) return "what the role's policies say, which are not in the file";
  const repositories = valuesText(grant.repositories);
  return `${mayText(grant.access)} ${repositories} in ${grant.registries.join(", ")}`;
}

const MARKS: Readonly<Record<Outcome, string>> = {
  holds: "holds",
  fails: "fails",
  "not judged": "not judged",
};

function statementLines({ statement, conditions }: StatementDecision): readonly string[] {
  return [
    `  by   ${statementName(statement)}`,
    ...conditions.flatMap(({ condition, outcome, got, why }) => [
      `       ${shownText(`${condition.operatorName} ${condition.key}`)}: ${MARKS[outcome]}, ${why}`,
      `         expected  ${valuesText(condition.values)}`,
      `         got       ${got === undefined ? "nothing" : shownText(got.join(", "))}`,
    ]),
  ];
}

function valuesText(values: readonly string[]): string {
  return listed(values, shownText).join(", ");
}
