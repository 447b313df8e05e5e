import { pathText } from "../../config/problem";
import type { RoleAnswer } from "../../explain/answer";
import { arnOf, grantOf } from "../../explain/candidate-role";
import type { Denial, Explanation } from "../../explain/explanation";
import type { StatementDecision } from "../../policy/iam/evaluate";
import { shownClaims } from "./claims";
import { type Explained, UNVERIFIED } from "./text";

/** For machines: an element for each form that the token may have. */
export function explanationsJson({ name, explanations, isSigned }: Explained): string {
  const explained = {
    file: name,
    isLetIn: explanations.every(({ outcome }) => outcome === "allowed"),
    ...(isSigned && { note: UNVERIFIED }),
    tokens: explanations.map(explanationOf),
  };
  return `${JSON.stringify(explained, undefined, 2)}\n`;
}

function explanationOf(explained: Explanation) {
  const { token, outcome, answers, denial, notes } = explained;
  return {
    issuer: token.issuerHost,
    claims: Object.fromEntries(shownClaims(explained)),
    outcome,
    roles: answers.map(roleOf),
    ...(denial !== undefined && { nearest: refusalOf(denial) }),
    notes,
  };
}

function roleOf({ role, outcome, answer }: RoleAnswer) {
  const { name, origin } = role;
  const grant = grantOf(role);
  return {
    name,
    ...(origin !== undefined && { account: origin.account.name, arn: arnOf(role) }),
    outcome,
    ...(answer.decidedBy !== undefined && { decidedBy: statementOf(answer.decidedBy) }),
    ...(outcome === "allowed" && grant !== undefined && { may: grant }),
  };
}

function statementOf({ statement, conditions }: StatementDecision) {
  return {
    statement: pathText(statement.path),
    ...(statement.sid !== undefined && { sid: statement.sid }),
    effect: statement.effect,
    conditions: conditions.map(({ condition, outcome, got, why }) => ({
      operator: condition.operatorName,
      key: condition.key,
      expected: condition.values,
      ...(got !== undefined && { got }),
      outcome,
      why,
    })),
  };
}

function refusalOf({ role, statement, differences, causes, edits, rejectedBecause }: Denial) {
  return {
    role: role.name,
    ...(role.origin !== undefined && { account: role.origin.account.name }),
    ...statementOf(statement),
    differences: differences.map((difference) => ({
      ...difference,
      marks: difference.marks.map(({ start, end }) => ({ start, end })),
    })),
    causes: causes.map(({ name, words, advice, place }) => ({
      cause: name,
      words,
      advice,
      ...(place !== undefined && { place }),
    })),
    mend: edits.map(({ path, place: at, value }) => ({ position: at.position, path, value })),
    mendRefusedFor: rejectedBecause,
  };
}
