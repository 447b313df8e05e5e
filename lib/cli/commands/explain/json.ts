import { pathText } from "../../../config/problem";
import { arnOf, grantOf } from "../../../explain/candidates";
import type { RoleDecision } from "../../../explain/compare";
import type { Denial, Explanation } from "../../../explain/explain";
import type { StatementDecision } from "../../../policy/iam/evaluate";
import { type Explained, shownClaims, UNVERIFIED } from "./text";

/** The answer as JSON, with one element of `tokens` for each form that the token may have. */
export function explanationsJson({ name, explanations, isSigned }: Explained): string {
  const explained = {
    file: name,
    allowed: explanations.every(({ outcome }) => outcome === "allowed"),
    ...(isSigned && { note: UNVERIFIED }),
    tokens: explanations.map(tokenJson),
  };
  return `${JSON.stringify(explained, undefined, 2)}\n`;
}

function tokenJson(explained: Explanation) {
  const { token, outcome, decisions, denial, notes } = explained;
  return {
    issuer: token.issuerHost,
    claims: Object.fromEntries(shownClaims(explained)),
    outcome,
    roles: decisions.map(roleJson),
    ...(denial !== undefined && { closest: closestJson(denial) }),
    notes,
  };
}

function roleJson({ role, outcome, decision }: RoleDecision) {
  const { name, origin } = role;
  const grant = grantOf(role);
  return {
    name,
    ...(origin !== undefined && { account: origin.account.name, arn: arnOf(role) }),
    outcome,
    ...(decision.decidedBy !== undefined && { decidedBy: statementJson(decision.decidedBy) }),
    ...(outcome === "allowed" && grant !== undefined && { may: grant }),
  };
}

function statementJson({ statement, conditions }: StatementDecision) {
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

function closestJson({ role, statement, differences, causes, edits, editsRejectedBecause }: Denial) {
  return {
    role: role.name,
    ...(role.origin !== undefined && { account: role.origin.account.name }),
    ...statementJson(statement),
    differences: differences.map((difference) => ({
      ...difference,
      marks: difference.marks.map(({ start, end }) => ({ start, end })),
    })),
    causes: causes.map(({ code, message, fix, place }) => ({
      code,
      message,
      fix,
      ...(place !== undefined && { place }),
    })),
    edits: edits.map(({ path, place, value }) => ({ position: place.position, path, value })),
    editsRejectedBecause,
  };
}
