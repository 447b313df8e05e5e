import { WEB_IDENTITY_ACTION } from "../../policy/iam/evaluate";
import { intendedOperator } from "../../policy/iam/operators";
import { NOT_IN_TRUST_POLICIES } from "../../policy/iam-limits";
import { meantKey } from "../../policy/misspellings";
import type { Condition, ParsedPolicy, Statement } from "../../policy/policy-document";
import { EMPTY_CONTEXT } from "../../policy/rules/context";
import { type GithubStatement, githubStatements } from "../../policy/rules/github-statement";
import { givenText } from "../../policy/text-rule";
import type { Located } from "../draft";
import type { Problem } from "../problem";
import type { GithubHost, Role } from "../types";

/** Custom trust policies that IAM rejects, or that allow no workflow, or everyone. */
export function customTrustPolicyProblems(
  { trust, parsedTrustPolicy: parsed }: Role,
  { issuerHost }: GithubHost,
  place: Located,
): readonly Problem[] {
  if (trust.kind === "entries") return [];
  const fromGithub = githubStatements(parsed, { ...EMPTY_CONTEXT, issuerHost });
  const [foreign] = NOT_IN_TRUST_POLICIES.exec(JSON.stringify(trust.document)) ?? [];
  const problems: readonly Problem[] = [
    ...parsed.statements.flatMap(openPrincipals),
    ...unknownOperators(parsed),
    ...fromGithub.flatMap(foreignKeys),
    ...(fromGithub.some((each) => each.issuerHost === issuerHost)
      ? []
      : [
          {
            path: [],
            message: `expected a statement that allows ${WEB_IDENTITY_ACTION} for the OIDC provider of ${issuerHost}. Without it, no workflow can assume the role`,
          },
        ]),
    ...(foreign === undefined
      ? []
      : [
          {
            path: [],
            message: `expected characters up to U+00FF, as IAM requires, got ${givenText(foreign)}`,
          },
        ]),
  ];
  return problems.map((problem) => ({ ...problem, path: [...place.path, "trustPolicy", ...problem.path] }));
}

/** Principals that allow everyone, and elements that IAM rejects in a trust policy. */
function openPrincipals({ path, effect, principal }: Statement): readonly Problem[] {
  if (principal.isNegated) {
    return [
      {
        path: [...path, "NotPrincipal"],
        message: "expected Principal, because IAM rejects NotPrincipal in a trust policy",
      },
    ];
  }
  if (effect === "Deny" || !(principal.isEverybody || principal.federated.includes("*"))) return [];
  return [
    {
      path: [...path, "Principal"],
      message: 'expected principals by name, got "*", which allows everyone',
    },
  ];
}

function unknownOperators({ statements }: ParsedPolicy): readonly Problem[] {
  return statements
    .flatMap(({ conditions }) => conditions)
    .filter(({ operator }) => operator.comparison.kind === "unknown")
    .map(({ path, operatorName }) => ({
      path: path.slice(0, -1),
      atKey: true,
      message: `expected a condition operator with IAM's spelling, such as StringEquals or StringLike, got ${givenText(operatorName)}${meantText(intendedOperator(operatorName))}`,
    }));
}

function meantText(meant: string | undefined): string {
  return meant === undefined ? "" : `, did you mean ${meant}?`;
}

/** Condition keys of another OIDC provider than the statement's. */
function foreignKeys({ issuerHost, statement }: GithubStatement): readonly Problem[] {
  return statement.conditions
    .filter((condition) => isForeign(condition, issuerHost))
    .map(({ path, key }) => ({
      path,
      atKey: true,
      message: `expected a condition key that starts with ${issuerHost}:, got ${givenText(key)}${meantText(meantKey(key, issuerHost))}`,
    }));
}

function isForeign({ key }: Condition, issuerHost: string): boolean {
  const hasHost = key.slice(0, Math.max(0, key.lastIndexOf(":"))).includes(".");
  return hasHost && !key.toLowerCase().startsWith(`${issuerHost.toLowerCase()}:`);
}
