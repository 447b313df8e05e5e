import { GITHUB_COM_ISSUER, isGithubIssuer } from "../github-issuer";
import { isAbout, providerHost, WEB_IDENTITY_ACTION } from "../iam/evaluate";
import { type Glob, patternOf, subsumes } from "../iam/glob";
import { isPositiveString, type Operator, readingOf } from "../iam/operators";
import type { Condition, DocumentPath, ParsedPolicy, Statement } from "../policy-document";
import type { LintContext } from "./context";

/** A statement that may allow tokens of one GitHub, and its conditions on them. */
export interface GithubStatement {
  readonly path: DocumentPath;
  readonly statement: Statement;
  /** Without `https://`. */
  readonly issuerHost: string;
  /** Conditions on claims of that issuer. */
  readonly conditions: readonly ClaimCondition[];
  /** By claim, the values of positive operators: those that allow only what they list. */
  readonly allowed: ReadonlyMap<string, readonly ConditionValue[]>;
}

/** A condition on a claim. */
export interface ClaimCondition {
  /** In lower case: `sub`. */
  readonly claim: string;
  readonly condition: Condition;
  readonly values: readonly ConditionValue[];
}

export interface ConditionValue {
  readonly path: DocumentPath;
  /** As written. */
  readonly text: string;
  /** As its operator reads it. */
  readonly pattern: Glob;
  /** Whether the operator compares without case. */
  readonly isCaseless: boolean;
}

/** The statements that allow tokens of a GitHub. Statements for other principals and actions are left out. */
export function githubStatements(
  { statements, hasVariables }: ParsedPolicy,
  context: LintContext,
): readonly GithubStatement[] {
  return statements
    .filter((statement) => statement.effect === "Allow" && isAbout(statement, WEB_IDENTITY_ACTION))
    .flatMap((statement) =>
      issuersOf(statement, context).map((issuerHost) => {
        const conditions = conditionsOn(statement, issuerHost, hasVariables);
        return { path: statement.path, statement, issuerHost, conditions, allowed: allowedBy(conditions) };
      }),
    );
}

/** By claim, the values of positive operators. */
export function allowedBy(tests: readonly ClaimCondition[]): GithubStatement["allowed"] {
  const allowed = new Map<string, readonly ConditionValue[]>();
  for (const { claim, condition, values } of tests) {
    if (isPositiveString(condition.operator)) allowed.set(claim, [...(allowed.get(claim) ?? []), ...values]);
  }
  return allowed;
}

/** Whether the principal of a statement can be anyone. */
function isOpenTo({ principal }: Pick<Statement, "principal">): boolean {
  return principal.isEverybody || principal.isNegated || principal.federated.includes("*");
}

function issuersOf(statement: Statement, { issuerHost }: LintContext): readonly string[] {
  const { principal } = statement;
  const named = principal.federated.flatMap((arn) => githubIssuerOf(arn) ?? []);
  if (!isOpenTo({ principal })) return [...new Set(named)];
  if (issuerHost !== undefined) return [issuerHost];
  const issuers = [...named, ...keyIssuers(statement)];
  return issuers.length > 0 ? [...new Set(issuers)] : [GITHUB_COM_ISSUER];
}

/** The issuer of a GitHub whose OIDC provider has this ARN. The host of an issuer is in lower case, and ARNs are compared with case. */
export function githubIssuerOf(arn: string): string | undefined {
  const issuer = providerHost(arn);
  const [host = ""] = issuer?.split("/") ?? [];
  return issuer !== undefined && isGithubIssuer(issuer) && host === host.toLowerCase() ? issuer : undefined;
}

/** The issuers of a GitHub in the keys of a statement's conditions, in lower case. */
export function keyIssuers({ conditions }: Pick<Statement, "conditions">): readonly string[] {
  return conditions
    .map(({ key }) => issuerOfKey(key))
    .filter(isGithubIssuer)
    .map((issuer) => issuer.toLowerCase());
}

/** The part of a condition key before the claim; empty for a key without a colon. */
export function issuerOfKey(key: string): string {
  return key.slice(0, Math.max(0, key.lastIndexOf(":")));
}

/** The conditions of a statement on claims of an issuer. */
export function conditionsOn(
  { conditions }: Statement,
  issuerHost: string,
  hasVariables: boolean,
): readonly ClaimCondition[] {
  const prefix = `${issuerHost.toLowerCase()}:`;
  return conditions
    .filter(({ key }) => key.toLowerCase().startsWith(prefix))
    .map((condition) => {
      const { comparison } = condition.operator;
      const reading = readingOf(condition.operator, hasVariables);
      return {
        claim: condition.key.slice(prefix.length).toLowerCase(),
        condition,
        values: condition.values.map((text, index) => ({
          path: condition.isList ? [...condition.path, index] : condition.path,
          text,
          pattern: patternOf(text, reading),
          isCaseless: comparison.kind === "string" && comparison.isCaseless,
        })),
      };
    });
}

/** Whether one value matches everything that another matches. */
export function isWiderValue(wider: ConditionValue, narrower: ConditionValue): boolean {
  if (wider.isCaseless) return isWiderInAnyCase(wider, narrower);
  if (!narrower.isCaseless) return subsumes(wider.pattern, narrower.pattern);
  // A pattern that matches both has no letters.
  return [narrower.pattern.toLowerCase(), narrower.pattern.toUpperCase()].every((pattern) =>
    subsumes(wider.pattern, pattern),
  );
}

/** The same, where the case makes no difference if one of the two conditions ignores it. */
export function isWiderInAnyCase(wider: ConditionValue, narrower: ConditionValue): boolean {
  return wider.isCaseless || narrower.isCaseless
    ? subsumes(wider.pattern.toLowerCase(), narrower.pattern.toLowerCase())
    : subsumes(wider.pattern, narrower.pattern);
}

/** The values of a claim that a statement allows. Empty if it lists none. */
export function allowedValues({ allowed }: GithubStatement, claim: string): readonly ConditionValue[] {
  return allowed.get(claim) ?? [];
}

/** The reusable workflows of statements without a condition on `sub`. They alone decide which tokens are allowed. */
export function decidingWorkflows(statements: readonly GithubStatement[]): readonly ConditionValue[] {
  const without = statements.filter(({ allowed }) => !allowed.has("sub"));
  return without.flatMap((statement) => allowedValues(statement, "job_workflow_ref"));
}

/** The claims that say which repository or workflow a token is of; IAM asks for a test of one of them. */
const IDENTITY_CLAIMS = ["sub", "job_workflow_ref"];

/** Whether a condition compares one of them as text, whichever way. */
export function isIdentityTest({ claim, condition }: ClaimCondition): boolean {
  return IDENTITY_CLAIMS.includes(claim) && condition.operator.comparison.kind === "string";
}

/** Whether a value has a `*` or `?` that its operator takes literally. No name of an owner, a repository, a branch or a tag contains one. */
export function hasLiteralWildcard({ comparison }: Operator, { text }: ConditionValue): boolean {
  return (
    comparison.kind === "string" &&
    !comparison.isNegative &&
    !comparison.isLike &&
    /[*?]/.test(text.replace(ESCAPE, ""))
  );
}

/** Escapes, which are literal with every operator. */
const ESCAPE = /\$\{[*?$]\}/g;
