import { GithubError } from "../../github/failure";
import { githubAt, hostOfRestApi, restApiUrl } from "../../policy/github-issuer";

/** Where the user says that the API is. */
export interface NamedApi {
  /** On the command line. */
  readonly option: string | undefined;
  /** GITHUB_API_URL, which GitHub Actions sets to that of the GitHub it runs on. */
  readonly variable: string | undefined;
}

/**
 * Where to ask about the repositories of a GitHub, without a slash at the end.
 * @throws GithubError for what is no address, or the address of another GitHub: its ids are other ids.
 */
export function apiUrl(host: string, { option, variable }: NamedApi): string {
  if (option !== undefined) return address(option, "--api-url");
  if (variable === undefined) return restApiUrl(githubAt(host, undefined));
  const url = address(variable, "GITHUB_API_URL");
  const other = hostOfRestApi(url);
  if (other === undefined || other === host) return url;
  throw new GithubError(
    `GITHUB_API_URL is that of ${other}, and the file is about ${host}; needed: github.host: ${other} in the file, or --api-url URL; given: ${url}`,
  );
}

function address(text: string, source: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLocal = /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(url?.hostname ?? "");
  const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && isLocal);
  if (url === undefined || !isSafe || url.username !== "" || url.search !== "" || url.hash !== "") {
    throw new GithubError(
      `${source} is not the address of an API; allowed: https://HOST with a path or none, or http:// on this machine; given: ${JSON.stringify(text)}`,
    );
  }
  return text.replace(/\/+$/, "");
}
