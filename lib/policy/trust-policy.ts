import { CLAIM_NAMES, CLAIMS, type ClaimName, type Claims } from "./claims";
import { isServerIssuer } from "./github-issuer";
import { isPattern } from "./github-names";
import { escapeIamLiteral, escapeIamPattern, unescapeIam } from "./iam/glob";
import { isPositiveString } from "./iam/operators";
import { distinct, mapped, type NonEmpty } from "./non-empty";
import { parsePolicy } from "./parse";
import type { ParsedPolicy } from "./policy-document";
import {
  type OneOrMore,
  oneOrMore,
  type PolicyDocument,
  type PolicyJson,
  type TrustStatement,
} from "./policy-document";
import { conditionClaims, conditionIds, subjectPatterns } from "./subject/format";
import { colonForms, type TrustEntry, type WrittenEntry } from "./subject/types";

/** The trust of a role: entries, or a custom trust policy, which stays unchanged. */
export type RoleTrust<Entry extends TrustEntry = TrustEntry> =
  | { readonly kind: "entries"; readonly entries: NonEmpty<Entry> }
  | { readonly kind: "document"; readonly document: PolicyJson };

/** The trust of a role, and the trust policy of this trust. */
export interface ParsedTrust {
  readonly trust: RoleTrust;
  readonly parsedTrustPolicy: ParsedPolicy;
}

/**
 * How a text of a role's trust policy is shown: with names as the file has them, such as `prod ${x}`, without the escapes of IAM. A custom
 * trust policy and a subject pattern stay as they are written.
 */
export function shownTexts(trust: RoleTrust): (text: string) => string {
  if (trust.kind === "document") return (text) => text;
  const asWritten = new Set(
    trust.entries.flatMap((entry) => (entry.kind === "subject" ? entry.subject : [])),
  );
  return (text) => (asWritten.has(text) ? text : unescapeIam(text));
}

/** The context of a trust policy: provider, issuer and audience. */
export type TrustScope = Omit<Trust, "entries">;

/** The input of a trust policy. */
export interface Trust {
  /** ARN of the account's OIDC provider for GitHub. */
  readonly providerArn: string;
  /** The issuer without `https://`: the prefix of the condition keys. */
  readonly issuerHost: string;
  /** The only allowed value of `aud`. */
  readonly audience: string;
  /** A token that matches any of them is allowed. */
  readonly entries: NonEmpty<TrustEntry>;
}

/** The trust policy of a role, from its entries or as written by the user. */
export function roleTrustPolicy(
  trust: RoleTrust,
  scope: TrustScope,
): PolicyDocument<TrustStatement> | PolicyJson {
  return trust.kind === "document" ? trust.document : trustPolicy({ ...scope, entries: trust.entries });
}

/**
 * Builds a trust policy that allows GitHub tokens for this audience that match an entry. Entries with the same claims share a statement.
 * Statements are alternatives. In one, all conditions must be true. The entries are not checked here: {@link lintTrustPolicy} does it.
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
export function trustPolicy({ entries, ...scope }: Trust): PolicyDocument<TrustStatement> {
  return writtenTrustPolicy(entries, scope);
}

/** {@link trustPolicy} with ids and a provider that may be Terraform's expressions. */
export function writtenTrustPolicy(
  entries: NonEmpty<WrittenEntry>,
  scope: TrustScope,
): PolicyDocument<TrustStatement> {
  return {
    Version: "2012-10-17",
    Statement: mapped(sharedClaims(entries), (shared) => statement(scope, shared)),
  };
}

/**
 * Parses a trust policy that is generated, or that was checked before.
 * @throws TypeError if it cannot be parsed.
 */
export function parseValidTrustPolicy(policy: object): ParsedPolicy {
  const parsed = parsePolicy(policy, "trust");
  if ("problems" in parsed) throw new TypeError("a trust policy that cannot be parsed");
  return parsed;
}

/** The subjects that a role trusts. For a custom trust policy, the values of its conditions on `sub`. */
export function roleSubjects(
  { trust, parsedTrustPolicy }: ParsedTrust,
  issuerHost: string,
): readonly string[] {
  if (trust.kind === "entries") return trustedSubjects({ entries: trust.entries, issuerHost });
  const values = parsedTrustPolicy.statements
    .filter(({ effect }) => effect === "Allow")
    .flatMap(({ conditions }) => conditions)
    .filter(({ key, operator }) => /:sub$/i.test(key) && isPositiveString(operator))
    .flatMap((condition) => condition.values);
  return [...new Set(values)];
}

/**
 * Every pattern of `sub` that a role trusts, each once. How a GitHub Enterprise Server writes the `:` in an environment's name depends on its
 * version, so such a name gives two patterns there.
 */
export function trustedSubjects({
  entries,
  issuerHost,
}: {
  readonly entries: NonEmpty<WrittenEntry>;
  readonly issuerHost: string;
}): NonEmpty<string> {
  return subjectPatterns(entries, colonForms(isServerIssuer(issuerHost)));
}

/** Entries grouped by their conditions on claims, in the order of the first one. Each group is a statement. */
export function sharedClaims<Entry extends WrittenEntry>(
  entries: NonEmpty<Entry>,
): NonEmpty<NonEmpty<Entry>> {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const key = claimsText(conditionClaims(entry));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  return [...groups.values()] as unknown as NonEmpty<NonEmpty<Entry>>;
}

/** The same text for equal claims. */
function claimsText(claims: Claims): string {
  return JSON.stringify(CLAIM_NAMES.map((name) => [...new Set(claims[name])].sort()));
}

function statement(scope: TrustScope, entries: NonEmpty<WrittenEntry>): TrustStatement {
  const { providerArn, issuerHost, audience } = scope;
  const claims = conditionClaims(entries[0]);
  const ids: Readonly<Partial<Record<ClaimName, string>>> = conditionIds(entries[0]);
  const equal: Record<string, OneOrMore> = { [`${issuerHost}:aud`]: audience };
  const like: Record<string, OneOrMore> = {
    [`${issuerHost}:sub`]: oneOrMore(trustedSubjects({ entries, issuerHost })),
  };
  for (const name of CLAIM_NAMES) {
    const id = ids[name];
    const values = claims[name];
    if (id !== undefined) equal[`${issuerHost}:${CLAIMS[name].claim}`] = id;
    else if (values !== undefined) addClaim(name, values, issuerHost, { equal, like });
  }
  return {
    Effect: "Allow",
    Principal: { Federated: providerArn },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: { StringEquals: equal, StringLike: like },
  };
}

/**
 * All values of a claim have one operator, because all operators must be true while values are alternatives: StringEquals if none is a
 * pattern, otherwise StringLike.
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
