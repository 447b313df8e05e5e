import { type ArnScope, oidcProviderArn } from "./arn";
import { CONDITION_CLAIMS } from "./claims";
import { GITHUB_COM_ISSUER, isGithubIssuer } from "./github-issuer";
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
/** An issuer of a GitHub inside a text that is no ARN: with something before or behind it. */
const ISSUER_INSIDE =
  /(?:^|[^\w.-])(token\.actions\.githubusercontent\.com(?:\/[\w-]+)?|token\.actions\.[a-z0-9-]+\.ghe\.com|(?:[a-z0-9-]+\.)+[a-z]+\/_services\/token)(?![\w.-])/i;

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
    .replace(/^(?:[a-z-]*provider|oidc|openid|openid-connect)s?[/:]/i, "")
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
 * The ARN of a GitHub's OIDC provider that a principal misspells: a host without ARN, `https://`, a slash at the end, an old or a wrong host.
 * Undefined for the ARN of a provider, and for principals that have nothing to do with GitHub.
 * @param account of the role, for a principal without one.
 * @param keyIssuer the issuer that the keys of the statement's conditions show, for a principal that names none.
 */
export function meantProvider(
  principal: string,
  account: ArnScope | undefined,
  keyIssuer?: string,
): string | undefined {
  if (principal.length > MAX_CHARACTERS) return undefined;
  const [, partition = "", accountId, resource = principal] = ARN.exec(principal.trim()) ?? [];
  const [, inside] = ISSUER_INSIDE.exec(principal) ?? [];
  const issuer = meantIssuer(resource) ?? (inside === undefined ? keyIssuer : meantIssuer(inside));
  if (issuer === undefined) return undefined;
  const [digits] = /(?<![0-9])[0-9]{12}(?![0-9])/.exec(principal) ?? [];
  const meant = oidcProviderArn(
    {
      partition: isPartition(partition) ? partition : (account?.partition ?? "aws"),
      // CloudFormation fills in the account, so that a template has none.
      accountId:
        accountId === "" && isPartition(partition) ? "" : (digits ?? account?.accountId ?? "ACCOUNT"),
    },
    issuer,
  );
  return meant === principal ? undefined : meant;
}

/** What is wrong with a principal that misspells a provider, as a clause. */
export function whyMisspelledProvider(principal: string, meant: string): string {
  if (!/^\s*arn:/i.test(principal)) return "the Principal must be the ARN of the OIDC provider";
  if (/https?:\/\//i.test(principal)) return "the ARN of an OIDC provider contains no https://";
  if (principal.endsWith("/")) return "the ARN of an OIDC provider does not end with a slash";
  const [, issuer = ""] = /[:/]([^:/]*\.[^:]*)/.exec(principal.slice("arn:".length)) ?? [];
  const host = meant.slice(meant.indexOf("/") + 1);
  if (!issuer.toLowerCase().startsWith(host.toLowerCase())) return "GitHub has another issuer";
  return issuer.startsWith(host)
    ? "the ARN of an OIDC provider is arn:PARTITION:iam::ACCOUNT:oidc-provider/ISSUER"
    : "the issuer in an ARN is in lower case";
}

/** A key: the issuer, what separates it from the claim, and the claim. */
const KEY = /^(.*?)([:./\s]*)([a-z_]+)\s*$/i;
/** Claims in other words. A claim that is in the token, but that AWS does not read, is no slip. */
const CLAIM_SLIPS: Readonly<Record<string, string>> = {
  subject: "sub",
  audience: "aud",
  repo: "repository",
  repo_id: "repository_id",
  repository_name: "repository",
  owner_id: "repository_owner_id",
  org_id: "repository_owner_id",
  branch: "ref",
  env: "environment",
  environment_name: "environment",
  job_workflow: "job_workflow_ref",
};
/** Words that are written in the place of the issuer. */
const ISSUER_WORDS =
  /^(?:actions|aws|claims?|gh|github|github-actions|iam|id-?token|jwt|oidc|sts|token|web-?identity)$/i;

/**
 * The condition key of the token's issuer that a key misspells: `https://`, a slash, another issuer of a GitHub, no issuer at all, a claim in
 * other words. Undefined for a key of the issuer, and for keys that have nothing to do with GitHub.
 */
export function meantKey(key: string, issuerHost: string): string | undefined {
  if (key.length > MAX_CHARACTERS) return undefined;
  const [, before = "", , word = ""] = KEY.exec(key) ?? [];
  const claim = CLAIM_SLIPS[word.toLowerCase()] ?? word.toLowerCase();
  if (!CONDITION_CLAIMS.includes(claim)) return undefined;
  const isIssuer = (text: string) => meantIssuer(ARN.exec(text)?.[3] ?? text) !== undefined;
  const isMeant =
    before === "" ||
    ISSUER_WORDS.test(before) ||
    isIssuer(before) ||
    isIssuer(before.replace(/[:/]claims?$/i, ""));
  if (!isMeant) return undefined;
  const meant = `${issuerHost}:${claim}`;
  return meant.toLowerCase() === key.toLowerCase() ? undefined : meant;
}
