import { issuerHost } from "../../policy/github-issuer";
import { parsePolicy } from "../../policy/iam/parse-policy";
import { EMPTY_CONTEXT } from "../../policy/rules/context";
import { allowedValues, type GithubStatement, githubStatements } from "../../policy/rules/github-statement";
import { isPattern, matchesPattern, type RepositoryEntry } from "../../policy/subject";
import { conditionClaims } from "../../policy/subject-pattern";
import type { Account, GithubHost, Role } from "../config";

/** What is odd about whom a role trusts, and no rule's matter; each thing once. */
export function trustWarnings({ trust }: Role, account: Account, github: GithubHost): readonly string[] {
  return trust.kind === "entries"
    ? [...new Set(trust.entries.flatMap((entry) => entryWarnings(entry, account, github)))]
    : documentWarnings(trust.document, account, github);
}

type Entry = Extract<Role["trust"], { kind: "entries" }>["entries"][number];

function entryWarnings(entry: Entry, { partition }: Account, github: GithubHost): readonly string[] {
  const warnings: string[] = [];
  const isDocumented =
    partition === "aws" && github.issuerHost === issuerHost({ kind: "github.com", enterprise: undefined });
  if (Object.keys(conditionClaims(entry)).length > 0 && !isDocumented) {
    warnings.push(
      "AWS documents claims besides aud and sub for github.com and its commercial regions alone; where it does not fill them, the role lets in nobody",
    );
  }
  if (entry.kind === "subject") return warnings;
  if (entry.context.kind === "environment" && isPattern(entry.context.name)) {
    warnings.push(`the * in the environment ${entry.context.name} stands for itself, and for nothing else`);
  }
  const unsent = unsentClaim(entry);
  if (unsent !== undefined) warnings.push(unsent);
  return warnings;
}

/** A claim that no job has that runs in the entry's context: the entry lets in nobody. */
function unsentClaim({ context, claims }: RepositoryEntry): string | undefined {
  if (claims.environment !== undefined && context.kind !== "environment" && context.kind !== "any") {
    return "an entry asks for the claim environment and for another context, and no job sends both; write environment in place of the other, and the claim ref beside it";
  }
  const starts: Partial<Record<typeof context.kind, string>> = { branch: "refs/heads/", tag: "refs/tags/" };
  const name = "pattern" in context && !isPattern(context.pattern) ? context.pattern : undefined;
  const ref = name === undefined ? undefined : `${starts[context.kind]}${name}`;
  if (
    ref === undefined ||
    claims.ref === undefined ||
    claims.ref.some((value) => matchesPattern(value, ref))
  ) {
    return undefined;
  }
  return `an entry asks for ${ref} and for the claim ref of another, and no job sends both`;
}

function documentWarnings(
  document: object,
  { audience, oidcProvider }: Account,
  github: GithubHost,
): readonly string[] {
  const read = parsePolicy(document, "trust");
  if ("problems" in read) return [];
  const trusting = githubStatements(read, { ...EMPTY_CONTEXT, issuerHost: github.issuerHost });
  const judged = new Set(trusting.map(({ statement }) => statement));
  const others = read.statements.filter((each) => each.effect === "Allow" && !judged.has(each)).length;
  const asked = oidcProvider === "existing" ? [] : otherAudiences(trusting, audience);
  return [
    ...(others === 0
      ? []
      : [
          `${others} of its trustPolicy's statements let in others than GitHub's workflows, and no rule judges them`,
        ]),
    ...(asked.length === 0
      ? []
      : [
          `its trustPolicy asks for the audience ${asked.join(", ")}, and the account's provider takes ${audience} alone`,
        ]),
  ];
}

function otherAudiences(statements: readonly GithubStatement[], audience: string): readonly string[] {
  return statements
    .flatMap((statement) => allowedValues(statement, "aud"))
    .map(({ text }) => text)
    .filter((text) => text !== audience);
}
