import { GithubError } from "../../github/failure";
import { githubAt, hostOfRestApi, restApiUrl } from "../../policy/github-issuer";

export interface NamedApi {
  /** `--api-url` */
  readonly option: string | undefined;
  /** GITHUB_API_URL, which GitHub Actions sets to that of the GitHub it runs on. */
  readonly variable: string | undefined;
}

/**
 * The API of a GitHub, without a slash at the end.
 * @throws GithubError for an invalid address, or the address of another GitHub, which has other ids.
 */
export function apiUrl(host: string, { option, variable }: NamedApi): string {
  if (option !== undefined) return address(option, "--api-url");
  if (variable === undefined) return restApiUrl(githubAt(host, undefined));
  const url = address(variable, "GITHUB_API_URL");
  const other = hostOfRestApi(url);
  if (other === undefined || other === host) return url;
  throw new GithubError(
    `GITHUB_API_URL: expected the API of ${host}, got ${url}. Set github.host: ${other} in the file, or pass --api-url URL`,
  );
}

function address(text: string, source: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLocal = /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(url?.hostname ?? "");
  const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && isLocal);
  if (url === undefined || !isSafe || url.username !== "" || url.search !== "" || url.hash !== "") {
    throw new GithubError(
      `${source}: expected the URL of an API (https://HOST with an optional path, or http:// on this machine), got ${JSON.stringify(text)}`,
    );
  }
  return text.replace(/\/+$/, "");
}
