import { CLAIM_NAMES, CLAIMS, type ClaimName, type Claims } from "./claims";
import { isServerIssuer } from "./github-issuer";
import { isPositiveString } from "./iam/operator";
import { parsePolicy } from "./iam/parse-policy";
import { distinct, mapped, type NonEmpty } from "./non-empty";
import {
  type OneOrMore,
  oneOrMore,
  type PolicyDocument,
  type PolicyJson,
  type TrustStatement,
} from "./policy-document";
import { colonForms, escapeIamLiteral, escapeIamPattern, isPattern, type TrustEntry } from "./subject";
import { conditionClaims, subjectPatterns } from "./subject-pattern";

/** Who may take a role: entries, or a trust policy that somebody wrote, which is kept as it is. */
export type RoleTrust<Entry extends TrustEntry = TrustEntry> =
  | { readonly kind: "entries"; readonly entries: NonEmpty<Entry> }
  | { readonly kind: "document"; readonly document: PolicyJson };

/** What a trust policy needs besides its entries. */
export type TrustScope = Omit<Trust, "entries">;

/** What a trust policy is made of. */
export interface Trust {
  /** ARN of the account's OIDC provider for GitHub. */
  readonly providerArn: string;
  /** Who signs the tokens, without `https://`: the prefix of the condition keys. */
  readonly issuerHost: string;
  /** The only value of `aud` that is let in. */
  readonly audience: string;
  /** A token that any of them describes is let in. */
  readonly entries: NonEmpty<TrustEntry>;
}

/** The trust policy of a role: made of its entries, or the one that somebody wrote, as it is. */
export function roleTrustPolicy(
  trust: RoleTrust,
  scope: TrustScope,
): PolicyDocument<TrustStatement> | PolicyJson {
  return trust.kind === "document" ? trust.document : trustPolicy({ ...scope, entries: trust.entries });
}

/**
 * Who may take the role: a token of GitHub's, made for this audience, that an entry describes. Entries with the same claims share
 * a statement. Statements are alternatives, as entries are; within one, everything has to hold. Entries are not judged here:
 * {@link lintTrustPolicy} says which rules the document breaks.
 *
 * @example
 * ```ts
 * import { trustPolicy } from "cdktf-github-actions-ecr/policy";
 *
 * const issuerHost = "token.actions.githubusercontent.com";
 * const policy = trustPolicy({
 *   providerArn: `arn:aws:iam::123456789012:oidc-provider/${issuerHost}`,
 *   issuerHost,
 *   audience: "sts.amazonaws.com",
 *   entries: [
 *     {
 *       kind: "repository",
 *       owner: "acme",
 *       repository: "web",
 *       ids: { owner: 123456, repository: 456789 },
 *       context: { kind: "branch", pattern: "main" },
 *       claims: {},
 *     },
 *   ],
 * });
 * console.log(JSON.stringify(policy, null, 2));
 * // {
 * //   "Version": "2012-10-17",
 * //   "Statement": [
 * //     {
 * //       "Effect": "Allow",
 * //       "Principal": {
 * //         "Federated": "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
 * //       },
 * //       "Action": "sts:AssumeRoleWithWebIdentity",
 * //       "Condition": {
 * //         "StringEquals": {
 * //           "token.actions.githubusercontent.com:aud": "sts.amazonaws.com"
 * //         },
 * //         "StringLike": {
 * //           "token.actions.githubusercontent.com:sub": "repo:acme@123456/web@456789:ref:refs/heads/main"
 * //         }
 * //       }
 * //     }
 * //   ]
 * // }
 * ```
 */
export function trustPolicy(trust: Trust): PolicyDocument<TrustStatement> {
  return {
    Version: "2012-10-17",
    Statement: mapped(sharedClaims(trust.entries), (entries) => statement(trust, entries)),
  };
}

/** The subjects that a role lets in; of a document, the values that it tests `sub` for. */
export function roleSubjects(trust: RoleTrust, issuerHost: string): readonly string[] {
  if (trust.kind === "entries") return trustedSubjects({ entries: trust.entries, issuerHost });
  const document = parsePolicy(trust.document, "trust");
  if ("problems" in document) return [];
  const values = document.statements
    .filter(({ effect }) => effect === "Allow")
    .flatMap(({ conditions }) => conditions)
    .filter(({ key, operator }) => /:sub$/i.test(key) && isPositiveString(operator))
    .flatMap((condition) => condition.values);
  return [...new Set(values)];
}

/**
 * Every pattern of `sub` that a role trusts, each once. A GitHub Enterprise Server writes the `:` in an environment's name in one of
 * two ways, which depends on its version, so that such a name becomes two patterns there.
 */
export function trustedSubjects({
  entries,
  issuerHost,
}: Pick<Trust, "entries" | "issuerHost">): NonEmpty<string> {
  return subjectPatterns(entries, colonForms(isServerIssuer(issuerHost)));
}

/** Entries by the claims that conditions ask for, in the order in which these first stand: a statement for each. */
export function sharedClaims<Entry extends TrustEntry>(entries: NonEmpty<Entry>): NonEmpty<NonEmpty<Entry>> {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const key = claimsText(conditionClaims(entry));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  return [...groups.values()] as unknown as NonEmpty<NonEmpty<Entry>>;
}

/** The same text for claims that ask for the same. */
function claimsText(claims: Claims): string {
  return JSON.stringify(CLAIM_NAMES.map((name) => [...new Set(claims[name])].sort()));
}

function statement(trust: Trust, entries: NonEmpty<TrustEntry>): TrustStatement {
  const { providerArn, issuerHost, audience } = trust;
  const claims = conditionClaims(entries[0]);
  const equal: Record<string, OneOrMore> = { [`${issuerHost}:aud`]: audience };
  const like: Record<string, OneOrMore> = {
    [`${issuerHost}:sub`]: oneOrMore(trustedSubjects({ entries, issuerHost })),
  };
  for (const name of CLAIM_NAMES) {
    const values = claims[name];
    if (values !== undefined) addClaim(name, values, issuerHost, { equal, like });
  }
  return {
    Effect: "Allow",
    Principal: { Federated: providerArn },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: { StringEquals: equal, StringLike: like },
  };
}

/**
 * All values of a claim stand under one operator, because operators have to hold together while values are alternatives: under
 * StringEquals where none is a pattern, else under StringLike.
 */
function addClaim(
  name: ClaimName,
  values: NonEmpty<string>,
  issuerHost: string,
  { equal, like }: Readonly<Record<"equal" | "like", Record<string, OneOrMore>>>,
): void {
  const key = `${issuerHost}:${CLAIMS[name].claim}`;
  const own = distinct(values);
  if (own.some(isPattern)) like[key] = oneOrMore(mapped(own, escapeIamPattern));
  else equal[key] = oneOrMore(mapped(own, escapeIamLiteral));
}
