import type { Condition, ParsedPolicy, Statement } from "../../policy/iam/document";
import { WEB_IDENTITY_ACTION } from "../../policy/iam/evaluate";
import { parsePolicy } from "../../policy/iam/parse-policy";
import { NOT_IN_TRUST_POLICIES } from "../../policy/iam-names";
import { EMPTY_CONTEXT } from "../../policy/rules/context";
import { type GithubStatement, githubStatements } from "../../policy/rules/github-statement";
import type { GithubHost, Role } from "../config";
import type { Place } from "../place";
import { givenText, type Problem } from "../problem";

/** What keeps a trust policy of the user's own from being read. */
export function formProblems({ trust }: Role, place: Place): readonly Problem[] {
  if (trust.kind === "entries") return [];
  const read = parsePolicy(trust.document, "trust");
  if (!("problems" in read)) return [];
  return read.problems.map((problem) => ({
    ...problem,
    path: [...place.path, "trustPolicy", ...problem.path],
  }));
}

/** Trust policies of the user's own that IAM would refuse, or that let in nobody, or everybody. */
export function ownDocumentProblems(
  { trust }: Role,
  { issuerHost }: GithubHost,
  place: Place,
): readonly Problem[] {
  if (trust.kind === "entries") return [];
  const read = parsePolicy(trust.document, "trust");
  if ("problems" in read) return [];
  const trusting = githubStatements(read, { ...EMPTY_CONTEXT, issuerHost });
  const [foreign] = NOT_IN_TRUST_POLICIES.exec(JSON.stringify(trust.document)) ?? [];
  const problems: readonly Problem[] = [
    ...read.statements.flatMap(openPrincipals),
    ...unknownOperators(read),
    ...trusting.flatMap(foreignKeys),
    ...(trusting.some((each) => each.issuerHost === issuerHost)
      ? []
      : [
          {
            path: [],
            message: `lets in no workflow; needed: a statement that allows ${WEB_IDENTITY_ACTION} to the OIDC provider of ${issuerHost}`,
          },
        ]),
    ...(foreign === undefined
      ? []
      : [
          {
            path: [],
            message: `has a character that IAM does not take; allowed: characters up to U+00FF; given: ${givenText(foreign)}`,
          },
        ]),
  ];
  return problems.map((problem) => ({ ...problem, path: [...place.path, "trustPolicy", ...problem.path] }));
}

/** Everybody, by whatever action, and what IAM refuses in a trust policy. */
function openPrincipals({ path, effect, principal }: Statement): readonly Problem[] {
  if (principal.isNegated) {
    return [
      { path: [...path, "NotPrincipal"], message: "cannot stand in a trust policy; allowed: Principal" },
    ];
  }
  if (effect === "Deny" || !(principal.isEverybody || principal.federated.includes("*"))) return [];
  return [
    {
      path: [...path, "Principal"],
      message: 'lets in everybody; allowed: principals by their names; given: "*"',
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
      message: `is no operator of IAM's; allowed: StringEquals, StringLike and others, in IAM's casing; given: ${givenText(operatorName)}`,
    }));
}

/** Keys with the name of a host in front, as those of identity providers have, that is not the statement's GitHub. */
function foreignKeys({ issuerHost, statement }: GithubStatement): readonly Problem[] {
  return statement.conditions
    .filter((condition) => isForeign(condition, issuerHost))
    .map(({ path, key }) => ({
      path,
      atKey: true,
      message: `is a key of another issuer; allowed: keys that begin with ${issuerHost}:; given: ${givenText(key)}`,
    }));
}

function isForeign({ key }: Condition, issuerHost: string): boolean {
  const hasHost = key.slice(0, Math.max(0, key.lastIndexOf(":"))).includes(".");
  return hasHost && !key.toLowerCase().startsWith(`${issuerHost.toLowerCase()}:`);
}
