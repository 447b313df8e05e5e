import { isInAccount } from "../arn";
import { ALWAYS_SENT } from "../claims";
import { isAbout, providerHost, WEB_IDENTITY_ACTION } from "../iam/evaluate";
import { hasVariable, hasWildcard, isExpression } from "../iam/glob";
import { isNegativeString, isPositiveString, requiresValue } from "../iam/operators";
import type { Condition, ParsedPolicy, Statement } from "../policy-document";
import { isPossibleClaim } from "../subject/possible";
import type { LintContext } from "./context";
import { isContradiction, isNullNever, isOverlap } from "./contradiction";
import {
  allowedBy,
  type ClaimCondition,
  type ConditionValue,
  conditionsOn,
  type GithubStatement,
  hasLiteralWildcard,
  isWiderInAnyCase,
  isWiderValue,
} from "./github-statement";

/**
 * The statements that can allow a token, each with what it really allows. All conditions of a statement must hold, and a `Deny` overrides
 * it, so a value that no token has, or that another condition excludes, allows nothing. Whatever is left out here no rule warns of.
 */
export function effectiveStatements(
  statements: readonly GithubStatement[],
  { statements: all, hasVariables }: ParsedPolicy,
): readonly GithubStatement[] {
  const denies = all.filter(({ effect }) => effect === "Deny");
  return statements.flatMap((statement) => {
    const own = denies.filter((deny) => isDenied(statement, deny));
    const denied = own.map((deny) => {
      const conditions = conditionsOn(deny, statement.issuerHost, hasVariables);
      return conditions.length === deny.conditions.length ? conditions : undefined;
    });
    if (denied.some((conditions) => conditions?.length === 0)) return [];
    // Several conditions of a Deny must hold together, so each alone denies nothing.
    const single = denied.flatMap((conditions) => (conditions?.length === 1 ? conditions : []));
    return effective(statement, single) ?? [];
  });
}

/** Whether a `Deny` is about all tokens that a statement allows. */
function isDenied({ statement, issuerHost }: GithubStatement, deny: Statement): boolean {
  const { isEverybody, isNegated, federated } = deny.principal;
  if (isNegated || !isAbout(deny, WEB_IDENTITY_ACTION)) return false;
  const providers = statement.principal.federated.filter((arn) => providerHost(arn) === issuerHost);
  return (
    isEverybody ||
    (!statement.principal.isEverybody &&
      !statement.principal.isNegated &&
      providers.length > 0 &&
      providers.every((arn) => federated.includes(arn)))
  );
}

/** Whether all providers of a statement are of another account or partition. STS looks only in the role's own, so no token matches. */
export function isOfOtherAccount(
  { statement, issuerHost }: GithubStatement,
  { account }: LintContext,
): boolean {
  const { isEverybody, isNegated, federated } = statement.principal;
  if (account === undefined || isEverybody || isNegated) return false;
  const providers = federated.filter((arn) => providerHost(arn) === issuerHost);
  return (
    providers.length > 0 && !federated.includes("*") && providers.every((arn) => !isInAccount(arn, account))
  );
}

/** Whether no token fulfills all conditions of a statement, whatever its job. */
export function isImpossible(statement: GithubStatement): boolean {
  return effective(statement, []) === undefined;
}

/** Undefined for a statement that allows no token. */
function effective(
  statement: GithubStatement,
  denied: readonly ClaimCondition[],
): GithubStatement | undefined {
  const { issuerHost } = statement;
  const asked = [...statement.conditions, ...denied.flatMap(remainder)];
  const excluded = [
    ...denied.filter(({ condition }) => isPositiveString(condition.operator)),
    ...statement.conditions.filter(({ condition }) => isNegativeString(condition.operator)),
  ];
  const plain = asked.filter(isPlain);
  if (statement.conditions.some((condition) => isNullNever(condition, plain, issuerHost))) return undefined;
  const conditions = asked.map((condition) => {
    if (!isPositiveString(condition.condition.operator)) return condition;
    const others = plain.filter((other) => other !== condition);
    const values = condition.values.filter(
      (value) =>
        isPossibleClaim(condition.claim, value.pattern, issuerHost, value.isCaseless) &&
        !isLiteralRef(condition, value) &&
        !hasExpression(value) &&
        !excluded.some((other) => other.claim === condition.claim && isListed(value, other)) &&
        (!isPlain(condition) || others.every((other) => isCompatible(condition, value, other))),
    );
    return { ...condition, values };
  });
  if (conditions.some((condition) => isPlain(condition) && condition.values.length === 0)) return undefined;
  const allowed = new Map(allowedBy(conditions));
  const subjects = deciding(
    conditions.filter((condition) => condition.claim === "sub" && isPlain(condition)),
  );
  if (subjects.length > 0)
    allowed.set(
      "sub",
      subjects.flatMap(({ values }) => values),
    );
  return { ...statement, conditions, allowed };
}

/** A condition that holds only for a token with one of its values. */
function isPlain({ condition }: ClaimCondition): boolean {
  return requiresValue(condition.operator);
}

/** What a `Deny` with a negative operator leaves: the values that it does not deny. */
function remainder(denied: ClaimCondition): readonly ClaimCondition[] {
  const { claim, values, condition } = denied;
  const { operator } = condition;
  if (!isNegativeString(operator) || operator.comparison.kind !== "string") return [];
  // ForAnyValue does not hold for a missing claim.
  if (operator.set === "ForAnyValue" && !ALWAYS_SENT.includes(claim)) return [];
  if (values.some(({ pattern }) => hasVariable(pattern))) return [];
  const left: Condition = {
    ...condition,
    operator: {
      comparison: { ...operator.comparison, isNegative: false },
      set: undefined,
      isIfExists: false,
    },
  };
  return [{ claim, condition: left, values }];
}

function isListed(value: ConditionValue, { values }: ClaimCondition): boolean {
  return values.some((other) => isWiderValue(other, value));
}

/** Whether a token can have a value and one of those of another condition. */
function isCompatible(of: ClaimCondition, value: ConditionValue, other: ClaimCondition): boolean {
  return other.values.some((each) =>
    of.claim === other.claim
      ? isOverlap(value, each)
      : !isContradiction({ claim: of.claim, value }, { claim: other.claim, value: each }),
  );
}

/** The conditions without those that another one narrows. All of them must hold, so it suffices to check the others. */
function deciding(conditions: readonly ClaimCondition[]): readonly ClaimCondition[] {
  // Of two that match the same, the first stays. Those that compare with case come first.
  const ordered = [...conditions].sort((one, other) => Number(isCaseless(one)) - Number(isCaseless(other)));
  return ordered.filter(
    (wider, at) =>
      !ordered.some(
        (narrower, other) =>
          other !== at &&
          isWiderCondition(wider, narrower) &&
          (other < at || !isWiderCondition(narrower, wider)),
      ),
  );
}

function isCaseless({ values }: ClaimCondition): boolean {
  return values.some((value) => value.isCaseless);
}

function isWiderCondition(wider: ClaimCondition, narrower: ClaimCondition): boolean {
  return narrower.values.every((value) => wider.values.some((other) => isWiderInAnyCase(other, value)));
}

/** Whether a value is a pattern of refs or of workflow files that its operator takes for the name of one. Git allows no `*` and `?` there. */
function isLiteralRef({ claim, condition }: ClaimCondition, value: ConditionValue): boolean {
  return (claim === "ref" || claim === "job_workflow_ref") && hasLiteralWildcard(condition.operator, value);
}

/** Whether a value has an expression that was not rendered, so that it matches nothing: `${var.owner}` of Terraform. */
export function hasExpression({ pattern, text }: ConditionValue): boolean {
  return hasVariable(pattern) && expressionsIn(text).length > 0;
}

/** The expressions in a value that were not rendered, without `${` and `}`. */
function expressionsIn(text: string): readonly string[] {
  return [...text.matchAll(/\$\{(?![*?$]\})([^}]*)\}/g)]
    .map(([, variable = ""]) => variable)
    .filter(isExpression);
}

/** Whether conditions on other claims than this one allow only subjects without wildcards. */
export function isSubjectExact({ conditions }: GithubStatement, claim: string): boolean {
  return (
    claim !== "sub" &&
    conditions.some(
      (condition) =>
        condition.claim === "sub" &&
        isPlain(condition) &&
        condition.values.every(({ pattern }) => !hasWildcard(pattern)),
    )
  );
}
