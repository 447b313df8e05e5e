import type { Condition, DocumentPath, ReadDocument, Statement } from "../evaluation/document";
import { isAbout, providerHost, WEB_IDENTITY_ACTION } from "../evaluation/evaluation";
import { isPositiveString } from "../evaluation/operator";
import { type Pattern, patternOf } from "../evaluation/pattern";
import { GITHUB_COM_ISSUER, isGithubIssuer } from "../github-issuer";
import type { Surroundings } from "./surroundings";

/** A statement that may let tokens of one GitHub in, and what it asks of them. */
export interface TrustingStatement {
  readonly path: DocumentPath;
  readonly statement: Statement;
  /** Without `https://`. */
  readonly issuerHost: string;
  /** Conditions on claims of that issuer. */
  readonly tests: readonly ClaimTest[];
  /** By claim, the values that are let in by an operator that lets in only what it names. */
  readonly letIn: ReadonlyMap<string, readonly TestedValue[]>;
}

/** A condition on a claim. */
export interface ClaimTest {
  /** In lower case: `sub`. */
  readonly claim: string;
  readonly condition: Condition;
  readonly values: readonly TestedValue[];
}

export interface TestedValue {
  readonly path: DocumentPath;
  /** As written. */
  readonly text: string;
  /** As its operator reads it. */
  readonly pattern: Pattern;
  /** Whether the operator compares without case. */
  readonly isCaseless: boolean;
}

/** The statements that let tokens of a GitHub in; those about other principals and other actions are not among them. */
export function trustingStatements(
  { statements, hasVariables }: ReadDocument,
  surroundings: Surroundings,
): readonly TrustingStatement[] {
  return statements
    .filter((statement) => statement.effect === "Allow" && isAbout(statement, WEB_IDENTITY_ACTION))
    .flatMap((statement) =>
      issuersOf(statement, surroundings).map((issuerHost) => {
        const tests = testsOf(statement, issuerHost, hasVariables);
        return { path: statement.path, statement, issuerHost, tests, letIn: letInBy(tests) };
      }),
    );
}

function letInBy(tests: readonly ClaimTest[]): TrustingStatement["letIn"] {
  const letIn = new Map<string, readonly TestedValue[]>();
  for (const { claim, condition, values } of tests) {
    if (isPositiveString(condition.operator)) letIn.set(claim, [...(letIn.get(claim) ?? []), ...values]);
  }
  return letIn;
}

/** Whether a statement may be about everybody. */
function isOpenTo({ principal }: Pick<Statement, "principal">): boolean {
  return principal.isEverybody || principal.isNegated || principal.federated.includes("*");
}

function issuersOf({ principal }: Statement, { issuerHost }: Surroundings): readonly string[] {
  const named = principal.federated.flatMap((arn) => providerHost(arn) ?? []).filter(isGithubIssuer);
  return isOpenTo({ principal }) ? [issuerHost ?? named[0] ?? GITHUB_COM_ISSUER] : [...new Set(named)];
}

function testsOf({ conditions }: Statement, issuerHost: string, hasVariables: boolean): readonly ClaimTest[] {
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
export function letInValues({ letIn }: TrustingStatement, claim: string): readonly TestedValue[] {
  return letIn.get(claim) ?? [];
}

/** What decides whose tokens get in where no subject does: the reusable workflows. */
export function decidingWorkflows(statements: readonly TrustingStatement[]): readonly TestedValue[] {
  const without = statements.filter(({ letIn }) => !letIn.has("sub"));
  return without.flatMap((statement) => letInValues(statement, "job_workflow_ref"));
}
