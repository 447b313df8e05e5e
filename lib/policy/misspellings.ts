import { type ArnScope, oidcProviderArn } from "./arn";
import { CONDITION_CLAIMS } from "./claims";
import { GITHUB_COM_ISSUER, isGithubIssuer } from "./github-issuer";
import { ACCOUNT_ID } from "./iam-limits";
import { isPartition } from "./partition";

/** Longer than any key or ARN of a provider. */
const MAX_CHARACTERS = 512;
/** The part of an ARN before the resource: `arn:aws:iam::123456789012:`. */
const ARN = /^arn:([^:]*):[^:]*:[^:]*:([^:]*):(.*)$/i;

/** Hosts of GitHub that are no issuer. The second one was the issuer until 2021. */
const HOSTS_OF_GITHUB_COM =
  /^(?:(?:vstoken|token|tokens|actions|action|oidc|www|api)\.)*github(?:user)?(?:content)?s?\.com?(\/[\w-]+)?$/i;
const HOSTS_OF_GHE_COM =
  /^(?:(?:token|actions|oidc|api)\.)*(?!(?:token|actions)\.)([a-z0-9-]+)\.ghe\.com(?:\/_services\/token)?$/i;

/** More characters than these are another word. */
export const MAX_DIFFERENT_CHARACTERS = 2;

/** The size of the part between the common start and the common end of two words. */
export function differentPart(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start++;
  let end = 0;
  while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  return Math.max(a.length, b.length) - start - end;
}

/**
 * The issuer of a GitHub, without `https://`, that a text means: the text itself, or the right spelling. Undefined for other issuers.
 */
function meantIssuer(text: string): string | undefined {
  const host = text
    .trim()
    .replace(/^[a-z-]*provider[/:]/i, "")
    .replace(/^https?:\/\//i, "")
    .replace(/\/\.well-known\/.*$/i, "")
    .replace(/\/+$/, "");
  const [named, enterprise = ""] = HOSTS_OF_GITHUB_COM.exec(host) ?? [];
  const isNear = differentPart(host.toLowerCase(), GITHUB_COM_ISSUER) <= MAX_DIFFERENT_CHARACTERS;
  if (named !== undefined || isNear) return `${GITHUB_COM_ISSUER}${enterprise}`;
  const [, subdomain] = HOSTS_OF_GHE_COM.exec(host) ?? [];
  if (subdomain !== undefined) return `token.actions.${subdomain.toLowerCase()}.ghe.com`;
  return isGithubIssuer(host) ? host.toLowerCase() : undefined;
}

/**
 * The ARN of a GitHub's OIDC provider that a `Federated` principal misspells: a host without ARN, `https://`, a slash at the end, an old
 * or a wrong host. Undefined for the ARN of a provider, and for principals that have nothing to do with GitHub.
 * @param account of the role, for a principal without one.
 */
export function meantProvider(principal: string, account: ArnScope | undefined): string | undefined {
  if (principal.length > MAX_CHARACTERS) return undefined;
  const [, partition = "", accountId = "", resource = principal] = ARN.exec(principal) ?? [];
  const issuer = meantIssuer(resource);
  if (issuer === undefined) return undefined;
  const meant = oidcProviderArn(
    {
      partition: isPartition(partition) ? partition : (account?.partition ?? "aws"),
      accountId: ACCOUNT_ID.pattern.test(accountId) ? accountId : (account?.accountId ?? "ACCOUNT"),
    },
    issuer,
  );
  return meant === principal ? undefined : meant;
}

/** A key: the issuer, what separates it from the claim, and the claim. */
const KEY = /^(.*?)([:./\s]*)([a-z_]+)\s*$/i;
const CLAIM_SLIPS: Readonly<Record<string, string>> = { subject: "sub", audience: "aud" };

/**
 * The condition key of the token's issuer that a key misspells: `https://`, a slash, another issuer of a GitHub, no issuer at all.
 * Undefined for a key of the issuer, and for keys that have nothing to do with GitHub.
 */
export function meantKey(key: string, issuerHost: string): string | undefined {
  if (key.length > MAX_CHARACTERS) return undefined;
  const [, issuer = "", , word = ""] = KEY.exec(key) ?? [];
  const claim = CLAIM_SLIPS[word.toLowerCase()] ?? word.toLowerCase();
  if (!CONDITION_CLAIMS.includes(claim)) return undefined;
  const [, , , resource = issuer] = ARN.exec(issuer) ?? [];
  if (issuer !== "" && meantIssuer(resource) === undefined) return undefined;
  const meant = `${issuerHost}:${claim}`;
  return meant.toLowerCase() === key.toLowerCase() ? undefined : meant;
}
