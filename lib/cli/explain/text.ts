import type { RoleAnswer } from "../../explain/answer";
import { arnOf, type CandidateRole, grantOf } from "../../explain/candidate-role";
import type { Explanation } from "../../explain/explanation";
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
  const letIn = answers.filter((each) => each.outcome === "allowed");
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
    case "allowed":
      return paint(
        "good",
        letIn.length === 1
          ? `allowed: 1 role in ${name} allows this token`
          : `allowed: ${letIn.length} roles in ${name} allow this token`,
      );
    case "denied":
      return paint("bad", `denied: no role in ${name} allows this token`);
    case "undetermined":
      return paint(
        "bad",
        `undetermined: no role in ${name} is sure to allow this token, and at least one may`,
      );
  }
}

/** The length of the longest outcome. */
const OUTCOME_WIDTH = "undetermined".length;

/** The roles that matter more stand first. */
function rolesText(answers: readonly RoleAnswer[], paint: Paint): string {
  const order = ["allowed", "undetermined", "denied"] as const;
  const sorted = order.flatMap((outcome) => answers.filter((each) => each.outcome === outcome));
  const line = ({ role, outcome }: RoleAnswer) => `  ${paintedOutcome(outcome, paint)}  ${roleName(role)}`;
  return ["roles", ...listed(sorted, line, "  ")].join("\n");
}

function paintedOutcome(outcome: Explanation["outcome"], paint: Paint): string {
  const text = outcome.padEnd(OUTCOME_WIDTH);
  return outcome === "allowed" ? paint("good", text) : text;
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

function statementLines({ statement, conditions }: StatementDecision): readonly string[] {
  return [
    `  by   ${statementName(statement)}`,
    ...conditions.flatMap(({ condition, outcome, got, why }) => [
      `       ${shownText(`${condition.operatorName} ${condition.key}`)}: ${outcome}, ${why}`,
      `         expected  ${valuesText(condition.values)}`,
      `         got       ${got === undefined ? "nothing" : shownText(got.join(", "))}`,
    ]),
  ];
}

function valuesText(values: readonly string[]): string {
  return listed(values, shownText).join(", ");
}
