import type { Condition, ParsedPolicy, Statement } from "../policy/document";
import { isAbout, WEB_IDENTITY_ACTION } from "../policy/iam/evaluate";
import { patternOf } from "../policy/iam/glob";
import { readingOf, requiresValue } from "../policy/iam/operators";
import { EMPTY_CONTEXT } from "../policy/rules/context";
import { githubStatements } from "../policy/rules/github-statement";
import { conditionClaims } from "../policy/subject/format";
import { type ParsedTrust, sharedClaims } from "../policy/trust-policy";
import {
  ANY_SOURCE,
  entrySources,
  type GrantCondition,
  OTHER_PRINCIPALS,
  type Source,
  subjectSources,
} from "./source";

/** A statement of a trust policy: one of the sources and all conditions have to match. */
export type TrustGroup =
  | {
      readonly kind: "allow";
      readonly sources: readonly Source[];
      readonly conditions: readonly GrantCondition[];
    }
  | { readonly kind: "deny"; readonly conditions: readonly GrantCondition[] };

/** Statement by statement. */
export function trustGroups(
  { trust, parsedTrustPolicy }: ParsedTrust,
  issuerHost: string,
): readonly TrustGroup[] {
  if (trust.kind === "document") return policyGroups(parsedTrustPolicy);
  return sharedClaims(trust.entries).map((entries) => ({
    kind: "allow",
    sources: entrySources(entries, issuerHost),
    conditions: Object.entries(conditionClaims(entries[0])).map(([key, values]) => ({
      key,
      operator: undefined,
      values,
    })),
  }));
}

function policyGroups(policy: ParsedPolicy): readonly TrustGroup[] {
  const trusting = new Set(githubStatements(policy, EMPTY_CONTEXT).map(({ statement }) => statement));
  return policy.statements
    .filter((statement) => statement.effect === "Allow" || concernsWorkflows(statement))
    .map((statement) => statementGroup(statement, trusting.has(statement), policy.hasVariables));
}

/** Whether a Deny statement can deny a workflow. */
function concernsWorkflows(statement: Statement): boolean {
  const { isEverybody, isNegated, federated } = statement.principal;
  return isAbout(statement, WEB_IDENTITY_ACTION) && (isEverybody || isNegated || federated.length > 0);
}

function statementGroup(
  { effect, conditions }: Statement,
  isTrusting: boolean,
  hasVariables: boolean,
): TrustGroup {
  if (effect === "Deny") return { kind: "deny", conditions: withoutAudience(conditions) };
  if (!isTrusting)
    return { kind: "allow", sources: [OTHER_PRINCIPALS], conditions: withoutAudience(conditions) };
  const subjects = conditions
    .filter(isSubject)
    .flatMap(({ operator, values }) =>
      values.map((text) => ({ text, pattern: patternOf(text, readingOf(operator, hasVariables)) })),
    );
  return {
    kind: "allow",
    sources: subjects.length === 0 ? [ANY_SOURCE] : subjectSources(subjects),
    conditions: withoutAudience(conditions.filter((condition) => !isSubject(condition))),
  };
}

function isSubject({ key, operator }: Condition): boolean {
  return /:sub$/i.test(key) && requiresValue(operator);
}

/** Every GitHub statement has a condition on the audience, so that showing it tells nothing. */
function withoutAudience(conditions: readonly Condition[]): readonly GrantCondition[] {
  return conditions
    .filter(({ key }) => !/:aud$/i.test(key))
    .map(({ key, operatorName, values }) => ({ key, operator: operatorName, values }));
}
