import type { Repository } from "../config/config";
import { CLAIM_NAMES, CLAIMS, type ClaimName, type Claims } from "../policy/claims";
import { isPattern, matchesPattern } from "../policy/github-names";
import type { Condition, Statement } from "../policy/iam/document";
import { isAbout, WEB_IDENTITY_ACTION } from "../policy/iam/evaluate";
import { isPositiveString } from "../policy/iam/operator";
import { parsePolicy } from "../policy/iam/parse-policy";
import type { NonEmpty } from "../policy/non-empty";
import type { PolicyJson } from "../policy/policy-document";
import { DEFAULT_TEMPLATE, type SubjectTemplate } from "../policy/subject/template";
import type { Context, RepositoryEntry } from "../policy/subject/types";
import type { SourceRole } from "./role-source";
import { subjectContext } from "./subject-context";

/** One context in which a role trusts a repository. */
export interface TrustedContext {
  /** In the case of the trust policy. */
  readonly owner: string;
  readonly repository: string;
  readonly ids: { readonly owner: string; readonly repository: string } | undefined;
  readonly template: SubjectTemplate;
  readonly context: Context;
  /** Further claims that the trust requires. */
  readonly claims: Claims;
}

/** Every context in which a role trusts a repository, in the order of the file. */
export function trustedContexts(
  { trust }: Pick<SourceRole, "trust">,
  repository: Repository,
): readonly TrustedContext[] {
  if (trust.kind === "document") return policyContexts(trust.document, repository);
  return trust.entries.flatMap((entry) =>
    entry.kind === "repository"
      ? entryContexts(entry, repository)
      : (subjectContext(entry.subject, entry.claims, repository) ?? []),
  );
}

function entryContexts(entry: RepositoryEntry, { owner, name }: Repository): readonly TrustedContext[] {
  const { repository, ids, context, claims, template = DEFAULT_TEMPLATE } = entry;
  if (entry.owner.toLowerCase() !== owner.toLowerCase() || !matchesPattern(repository, name)) return [];
  return [
    {
      owner: entry.owner,
      repository: isPattern(repository) ? name : repository,
      ids: ids && {
        owner: String(ids.owner),
        repository: ids.repository === "any" ? "*" : String(ids.repository),
      },
      template,
      context,
      claims,
    },
  ];
}

function policyContexts(document: PolicyJson, repository: Repository): readonly TrustedContext[] {
  const read = parsePolicy(document, "trust");
  if ("problems" in read) return [];
  return read.statements
    .filter((statement) => statement.effect === "Allow" && isAbout(statement, WEB_IDENTITY_ACTION))
    .flatMap((statement) =>
      conditionsOn(statement, "sub")
        .flatMap(({ values }) => values)
        .flatMap((subject) => subjectContext(subject, statementClaims(statement), repository) ?? []),
    );
}

function statementClaims(statement: Statement): Claims {
  const claims: Partial<Record<ClaimName, NonEmpty<string>>> = {};
  for (const name of CLAIM_NAMES) {
    const [first, ...others] = conditionsOn(statement, CLAIMS[name].claim)[0]?.values ?? [];
    if (first !== undefined) claims[name] = [first, ...others];
  }
  return claims;
}

/** The conditions that require a claim to have one of some values. */
function conditionsOn({ conditions }: Statement, claim: string): readonly Condition[] {
  return conditions.filter(
    ({ key, operator }) =>
      key.toLowerCase().endsWith(`:${claim}`) && isPositiveString(operator) && !operator.isIfExists,
  );
}
