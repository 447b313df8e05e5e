import { GITHUB_COM_ISSUER, isGithubIssuer } from "../github-issuer";
import type { Condition, DocumentPath, ParsedPolicy, Statement } from "../iam/document";
import { isAbout, providerHost, WEB_IDENTITY_ACTION } from "../iam/evaluate";
import { type Glob, patternOf } from "../iam/glob";
import { isPositiveString } from "../iam/operator";
import type { LintContext } from "./context";

/** A statement that may let tokens of one GitHub in, and what it asks of them. */
export interface GithubStatement {
  readonly path: DocumentPath;
  readonly statement: Statement;
  /** Without `https://`. */
  readonly issuerHost: string;
  /** Conditions on claims of that issuer. */
  readonly conditions: readonly ClaimCondition[];
  /** By claim, the values that are let in by an operator that lets in only what it names. */
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

/** The statements that let tokens of a GitHub in; those about other principals and other actions are not among them. */
export function githubStatements(
  { statements, hasVariables }: ParsedPolicy,
  surroundings: LintContext,
): readonly GithubStatement[] {
  return statements
    .filter((statement) => statement.effect === "Allow" && isAbout(statement, WEB_IDENTITY_ACTION))
    .flatMap((statement) =>
      issuersOf(statement, surroundings).map((issuerHost) => {
        const conditions = testsOf(statement, issuerHost, hasVariables);
        return { path: statement.path, statement, issuerHost, conditions, allowed: allowedBy(conditions) };
      }),
    );
}

function allowedBy(tests: readonly ClaimCondition[]): GithubStatement["allowed"] {
  const letIn = new Map<string, readonly ConditionValue[]>();
  for (const { claim, condition, values } of tests) {
    if (isPositiveString(condition.operator)) letIn.set(claim, [...(letIn.get(claim) ?? []), ...values]);
  }
  return letIn;
}

/** Whether a statement may be about everybody. */
function isOpenTo({ principal }: Pick<Statement, "principal">): boolean {
  return principal.isEverybody || principal.isNegated || principal.federated.includes("*");
}

function issuersOf({ principal }: Statement, { issuerHost }: LintContext): readonly string[] {
  const named = principal.federated.flatMap((arn) => providerHost(arn) ?? []).filter(isGithubIssuer);
  return isOpenTo({ principal }) ? [issuerHost ?? named[0] ?? GITHUB_COM_ISSUER] : [...new Set(named)];
}

function testsOf(
  { conditions }: Statement,
  issuerHost: string,
  hasVariables: boolean,
): readonly ClaimCondition[] {
  const prefix = `${issuerHost.toLowerCase()}:`;
  return conditions
    .filter(({ key }) => key.toLowerCase().startsWith(prefix))
    .map((condition) => {
      const { comparison } = condition.operator;
      const hasWildcards = comparison.kind === "string" && comparison.isLike;
      return {
        claim: condition.key.slice(prefix.length).toLowerCase(),
        condition,
        values: condition.values.map((text, index) => ({
          path: condition.isList ? [...condition.path, index] : condition.path,
          text,
          pattern: patternOf(text, { hasWildcards, hasVariables }),
          isCaseless: comparison.kind === "string" && comparison.isCaseless,
        })),
      };
    });
}

/** The values of a claim that a statement lets in; none, where it does not name any. */
export function allowedValues({ allowed }: GithubStatement, claim: string): readonly ConditionValue[] {
  return allowed.get(claim) ?? [];
}

/** What decides whose tokens get in where no subject does: the reusable workflows. */
export function decidingWorkflows(statements: readonly GithubStatement[]): readonly ConditionValue[] {
  const without = statements.filter(({ allowed }) => !allowed.has("sub"));
  return without.flatMap((statement) => allowedValues(statement, "job_workflow_ref"));
}
