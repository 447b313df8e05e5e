import type { TextRule } from "./text-rule";

/** A GitHub, as its tokens show it. */
export type Github =
  /** The enterprise's slug, if it is part of the issuer. */
  | { readonly kind: "github.com"; readonly enterprise: string | undefined }
  | { readonly kind: "ghe.com"; readonly subdomain: string }
  /** GitHub Enterprise Server. */
  | { readonly kind: "server"; readonly host: string };

export const GITHUB_COM = "github.com";
const GHE_COM = ".ghe.com";
/** The issuer of github.com without `https://`, for owners without an enterprise in the issuer. */
export const GITHUB_COM_ISSUER = "token.actions.githubusercontent.com";
const GHE_COM_ISSUER = /^token\.actions\.[a-z0-9-]+\.ghe\.com$/i;
/** What follows the host in the issuer of a GitHub Enterprise Server. */
export const SERVER_ISSUER = "/_services/token";
const ENTERPRISE_ISSUER = /^token\.actions\.githubusercontent\.com\/[a-z0-9_-]+$/i;
/** The hosts of github.com and GHE.com have issuers of their own. */
const NO_SERVER = /^[^/]*(?:^|\.)(?:ghe|github|githubusercontent)\.com\//i;

/** IAM accepts provider URLs of up to 255 characters, including `https://` and a server's path. */
const MAX_HOST_CHARACTERS = 255 - "https://".length - SERVER_ISSUER.length;
const LABEL = "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?";

export const GITHUB_HOST: TextRule = {
  noun: "a host of GitHub",
  allowed: `${GITHUB_COM}, SUBDOMAIN${GHE_COM}, or the host of a GitHub Enterprise Server in lower case, without https:// and without a port`,
  pattern: new RegExp(
    `^(?=.{1,${MAX_HOST_CHARACTERS}}$)(?:github\\.com|${LABEL}\\.ghe\\.com|(?!.*(?:\\.ghe|github|githubusercontent)\\.com$)(?!ghe\\.com$)${LABEL}(?:\\.${LABEL})+)$`,
  ),
};

export const ENTERPRISE: TextRule = {
  noun: "the slug of an enterprise",
  allowed: "1 to 100 letters, digits and _ -",
  pattern: /^[A-Za-z0-9_-]{1,100}$/,
};

/**
 * The GitHub of a host.
 * @param host `github.com`, `SUBDOMAIN.ghe.com`, or the host of a GitHub Enterprise Server, without `https://`. It is not checked.
 * @param enterprise the slug, if an enterprise of github.com has it in the issuer.
 */
export function githubAt(host: string, enterprise: string | undefined): Github {
  if (host === GITHUB_COM) return { kind: "github.com", enterprise };
  if (host.endsWith(GHE_COM)) return { kind: "ghe.com", subdomain: host.slice(0, -GHE_COM.length) };
  return { kind: "server", host };
}

/**
 * The issuer of a GitHub without `https://`: the name of the provider in IAM and the prefix of its condition keys.
 * @see https://docs.github.com/en/actions/reference/security/oidc
 * @see https://docs.github.com/en/enterprise-server@latest/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
 */
export function issuerHost(github: Github): string {
  switch (github.kind) {
    case "github.com":
      return github.enterprise === undefined
        ? GITHUB_COM_ISSUER
        : `${GITHUB_COM_ISSUER}/${github.enterprise}`;
    case "ghe.com":
      return `token.actions.${github.subdomain}${GHE_COM}`;
    case "server":
      return `${github.host}${SERVER_ISSUER}`;
  }
}

/** The host and the enterprise of an issuer, without `https://`; undefined if it is not that of a GitHub. */
export function githubOfIssuer(
  issuer: string,
): { readonly host: string; readonly enterprise: string | undefined } | undefined {
  if (!isGithubIssuer(issuer)) return undefined;
  const [first = "", enterprise] = issuer.split("/");
  const host = first.toLowerCase();
  if (isServerIssuer(issuer)) return { host, enterprise: undefined };
  return host === GITHUB_COM_ISSUER
    ? { host: GITHUB_COM, enterprise }
    : { host: host.slice("token.actions.".length), enterprise: undefined };
}

/** Whether tokens of this issuer, without `https://`, come from a GitHub. */
export function isGithubIssuer(issuer: string): boolean {
  const host = issuer.toLowerCase();
  return (
    host === GITHUB_COM_ISSUER ||
    ENTERPRISE_ISSUER.test(host) ||
    GHE_COM_ISSUER.test(host) ||
    isServerIssuer(host)
  );
}

/** Whether an issuer is a GitHub Enterprise Server. */
export function isServerIssuer(issuer: string): boolean {
  const host = issuer.toLowerCase();
  return host.endsWith(SERVER_ISSUER) && !host.includes("://") && !NO_SERVER.test(host);
}

/**
 * The base URL of the API for Terraform's GitHub provider; undefined for github.com, its default.
 * @see https://registry.terraform.io/providers/integrations/github/latest/docs#argument-reference
 */
export function apiBaseUrl(github: Github): string | undefined {
  switch (github.kind) {
    case "github.com":
      return undefined;
    case "ghe.com":
      return `https://api.${github.subdomain}${GHE_COM}/`;
    case "server":
      return `https://${github.host}/`;
  }
}

/**
 * The URL of the REST API of a GitHub, without a slash at the end.
 * @see https://docs.github.com/en/rest/using-the-rest-api/getting-started-with-the-rest-api
 * @see https://docs.github.com/en/enterprise-server@latest/rest/using-the-rest-api/getting-started-with-the-rest-api
 */
export function restApiUrl(github: Github): string {
  switch (github.kind) {
    case "github.com":
      return `https://api.${GITHUB_COM}`;
    case "ghe.com":
      return `https://api.${github.subdomain}${GHE_COM}`;
    case "server":
      return `https://${github.host}/api/v3`;
  }
}

/** The host of the GitHub whose REST API has this URL; undefined for others, such as a proxy. */
export function hostOfRestApi(url: string): string | undefined {
  const [, hosted, server] =
    /^https:\/\/(?:api\.(github\.com|[a-z0-9-]+\.ghe\.com)|([^/]+)\/api\/v3)\/?$/i.exec(url) ?? [];
  return (hosted ?? server)?.toLowerCase();
}
