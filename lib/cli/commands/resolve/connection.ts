import { githubApi } from "../../../github/api";
import { GithubError } from "../../../github/failure";
import type { Patience } from "../../../github/octokit";
import { githubAt, hostOfRestApi, restApiUrl } from "../../../policy/github-issuer";

/** What a run needs besides the file. */
export interface Outside {
  /** A relative path starts here. */
  readonly cwd: string;
  readonly token: string | undefined;
  readonly api: NamedApi;
  readonly patience: Patience;
  readonly stderr: { readonly isTTY?: boolean; readonly write: (text: string) => unknown };
}

/** The API of a GitHub host, with a progress bar and the number of requests so far. */
export async function connect(host: string, { token, api: named, patience, stderr }: Outside) {
  const bar = progressBar(stderr, `asking ${host}`);
  let requests = 0;
  let waitingUntil = 0;
  const api = await githubApi({
    baseUrl: apiUrl(host, named),
    token: usableToken(token),
    patience,
    onWait: (seconds) => {
      // Parallel requests all wait. One line is enough.
      if (Date.now() < waitingUntil) return;
      waitingUntil = Date.now() + seconds * patience.second;
      bar.hide();
      stderr.write(`waiting ${seconds} s for the rate limit of ${host}\n`);
    },
    onRequest: () => {
      requests++;
    },
  });
  return { api, bar, requests: () => requests };
}

/** @throws GithubError if there is no token, or one with characters that a header cannot have. */
function usableToken(given: string | undefined): string {
  const token = given?.trim() ?? "";
  const needed =
    "Use a token with the permissions Metadata: read and Actions: read for the repositories of the file";
  if (token === "")
    throw new GithubError(
      `GITHUB_TOKEN is not set. ${needed}. With the GitHub CLI: export GITHUB_TOKEN=$(gh auth token)`,
    );
  if (!/^[!-~]+$/.test(token))
    throw new GithubError(`GITHUB_TOKEN contains characters that no token has. ${needed}`);
  return token;
}

interface NamedApi {
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

/** Fewer answers arrive too fast for a bar. */
const MIN_SHOWN = 20;
const WIDTH = 20;

/** Shows the progress of a long run on a terminal. */
export function progressBar(stream: Outside["stderr"], title: string) {
  let isShown = false;
  return {
    show: (answered: number, expected: number): void => {
      if (stream.isTTY !== true || expected < MIN_SHOWN) return;
      const done = Math.floor((answered / expected) * WIDTH);
      stream.write(
        `\r${title} [${"#".repeat(done)}${"-".repeat(WIDTH - done)}] ${answered} of ${expected}\u001b[K`,
      );
      isShown = true;
    },
    /** Removes the bar, to make room for other output. */
    hide: (): void => {
      if (isShown) stream.write("\r\u001b[K");
      isShown = false;
    },
  };
}
