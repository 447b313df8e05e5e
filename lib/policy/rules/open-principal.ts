import { isAbout, WEB_IDENTITY_ACTION } from "../iam/evaluate";
import { requiresValue } from "../iam/operators";
import type { Condition, ParsedPolicy, Statement } from "../policy-document";
import type { GithubStatement } from "./github-statement";

/** The actions by which a principal assumes a role. */
const ASSUME_ACTIONS = ["sts:AssumeRole", WEB_IDENTITY_ACTION, "sts:AssumeRoleWithSAML"];

/** Whether the principal of a statement is everyone. IAM rejects `NotPrincipal` in a trust policy; it excludes only a few principals. */
export function isEveryone({ principal }: Pick<Statement, "principal">): boolean {
  return principal.isEverybody || principal.isNegated;
}

/**
 * The statements by which every principal of AWS can assume the role. A condition that only some accounts, organizations or networks
 * fulfill restricts a statement, in the statement itself or, negated, in a `Deny`.
 * @param github the statements that allow GitHub tokens. Other rules check their conditions on claims.
 */
export function openStatements(
  { statements }: Pick<ParsedPolicy, "statements">,
  github: readonly GithubStatement[],
): readonly Statement[] {
  return statements.filter(
    (statement) =>
      statement.effect === "Allow" &&
      isEveryone(statement) &&
      assumeActions(statement).length > 0 &&
      !statement.conditions.some((condition) => isRestriction(condition, statement, github)) &&
      !statements.some((other) => isDenyOfOthers(other, statement)),
  );
}

function assumeActions(statement: Statement): readonly string[] {
  return ASSUME_ACTIONS.filter((action) => isAbout(statement, action));
}

function isRestriction(
  condition: Condition,
  statement: Statement,
  github: readonly GithubStatement[],
): boolean {
  const { key, operator, values } = condition;
  if (!requiresSomeValue(condition)) return false;
  if (isOfIssuer(key)) {
    // Only AssumeRoleWithWebIdentity has claims, so the condition holds for no other action.
    const isChecked = github.some(
      ({ statement: own, issuerHost }) =>
        own === statement && key.toLowerCase().startsWith(`${issuerHost.toLowerCase()}:`),
    );
    const isExact = !/:(?:aud|azp|amr|oaud)$/i.test(key) && !values.some((value) => /[*?$]/.test(value));
    return isChecked || isExact || !isAbout(statement, WEB_IDENTITY_ACTION);
  }
  const isLiteral =
    operator.comparison.kind === "string" &&
    !operator.comparison.isLike &&
    values.every((value) => /[*?]/.test(value));
  // A literal wildcard is in no value, so the condition never holds.
  return isLiteral || isRestrictingKey(condition);
}

/** The issuers of tokens have a dot before the colon; the services of AWS have none. */
function isOfIssuer(key: string): boolean {
  return /^[^:]*\.[^:]*:/.test(key);
}

/** Whether a condition is true only for a request with one of its values. */
function requiresSomeValue({ operator }: Condition): boolean {
  const { comparison, set, isIfExists } = operator;
  const isOther = comparison.kind === "other" && !comparison.isNegative;
  return requiresValue(operator) || (isOther && set !== "ForAllValues" && !isIfExists);
}

const ACCOUNT = /^[0-9]{12}$/;
const ORGANIZATION = /^o-[a-z0-9]+$/;

/**
 * Keys whose value cannot be chosen outside an account, organization or network, with the values that name one. A session name, a tag
 * and an external id can be chosen by others.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const RESTRICTING: Readonly<Record<string, RegExp>> = {
  "aws:principalaccount": /^(?:[0-9]{12}|\$\{aws:ResourceAccount\})$/i,
  "aws:principalarn": /^arn:[a-z-]+:(?:iam|sts)::[0-9]{12}:/,
  "aws:principalorgid": /^(?:o-[a-z0-9]+|\$\{aws:ResourceOrgID\})$/i,
  "aws:principalorgpaths": /^o-[a-z0-9]+\//,
  "aws:resourceaccount": /^\$\{aws:PrincipalAccount\}$/i,
  "aws:resourceorgid": /^\$\{aws:PrincipalOrgID\}$/i,
  "aws:sourceaccount": ACCOUNT,
  "aws:sourcearn": /^arn:[a-z-]+:[a-z0-9-]+:[a-z0-9-]*:[0-9]{12}:/,
  "aws:sourceip": /^[0-9a-f.:]+(?:\/(?:[89]|[1-9][0-9]|1[01][0-9]|12[0-8]))?$/i,
  "aws:sourceorgid": ORGANIZATION,
  "aws:sourcevpc": /^vpc-[0-9a-z]+$/,
  "aws:sourcevpce": /^vpce-[0-9a-z]+$/,
  "aws:userid": /^[A-Z0-9]{12,}/,
  "aws:vpceaccount": ACCOUNT,
  "aws:vpceorgid": ORGANIZATION,
};

/** Whether a condition lets only some accounts, organizations or networks use a statement for everyone. */
export function restrictsPrincipals(condition: Condition): boolean {
  return requiresSomeValue(condition) && isRestrictingKey(condition);
}

function isRestrictingKey({ key, values }: Condition): boolean {
  const naming = RESTRICTING[key.toLowerCase()];
  return naming !== undefined && values.every((value) => naming.test(value));
}

/** Whether a statement denies every principal, or every one that a restriction does not name. */
function isDenyOfOthers(denying: Statement, allowing: Statement): boolean {
  const [condition, ...others] = denying.conditions;
  return (
    denying.effect === "Deny" &&
    denying.principal.isEverybody &&
    assumeActions(allowing).every((action) => isAbout(denying, action)) &&
    // A Deny needs all of its conditions.
    (condition === undefined || (others.length === 0 && isNegative(condition) && isRestrictingKey(condition)))
  );
}

function isNegative({ operator: { comparison, set } }: Condition): boolean {
  return set !== "ForAnyValue" && "isNegative" in comparison && comparison.isNegative;
}
