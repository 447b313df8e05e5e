/** A failure of GitHub's API, in one line for the user. */
export class GithubError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "GithubError";
  }
}

/** The part of Octokit's error that is used here. */
export interface HttpError extends Error {
  /** Without an answer: 0 if a retry does not help, else 500. */
  status: number;
  readonly response?: {
    readonly headers: Readonly<Record<string, string | number | undefined>>;
    readonly data: unknown;
  };
}

export function isHttpError(error: unknown): error is HttpError {
  return error instanceof Error && "status" in error && typeof error.status === "number";
}

/** @see https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit */
export function isRateLimit({ status, response, message }: HttpError): boolean {
  if (status !== 403 && status !== 429) return false;
  return (
    response?.headers["x-ratelimit-remaining"] === "0" || status === 429 || SECONDARY_LIMIT.test(message)
  );
}

/** GitHub names the limit on concurrent requests only in the message. */
export const SECONDARY_LIMIT = /\bsecondary rate\b/i;

/** Whether the answer is from GitHub: JSON with a message. */
export function isGithubAnswer({ response }: HttpError): boolean {
  const { data } = response ?? {};
  return typeof data === "object" && data !== null && "message" in data;
}

/** GitHub's message on one line. */
export function reasonOf({ message }: Error): string {
  return message
    .replace(/ - https?:\/\/\S+$/, "")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 200);
}

/**
 * A failure that concerns all requests, not one repository.
 * @param route such as `GET /repos/…`.
 */
export function failure(error: HttpError, host: string, route: string): GithubError {
  const { status, response } = error;
  if (response === undefined) return unreachable(error, host);
  if (status >= 500) {
    return new GithubError(`${host} answered ${route} with ${status} several times. Run resolve again later`);
  }
  if (!isGithubAnswer(error)) return notGithub(host, route);
  if (isRateLimit(error)) return new GithubError(limitText(error, host));
  if (status === 401) {
    return new GithubError(
      `${host} rejected GITHUB_TOKEN (401: ${reasonOf(error)}). Use a token of this GitHub host that has not expired`,
    );
  }
  return new GithubError(`${host} answered ${route} with ${status}: ${reasonOf(error)}`);
}

/** The answer is not from GitHub's API. */
export function notGithub(host: string, route: string): GithubError {
  return new GithubError(
    `${host} does not answer ${route} like GitHub's API. Set the URL of the API with --api-url URL or GITHUB_API_URL`,
  );
}

function unreachable(error: HttpError, host: string): GithubError {
  const reason = reasonOf(error) || codeOf(error) || "no answer";
  return new GithubError(
    `cannot reach ${host}: ${reason}. Check the network connection, or write the ids by hand. See docs/guide/ids.md#write-the-ids-by-hand`,
  );
}

/** The code of a network error, such as `ENOTFOUND`. */
export function codeOf({ cause }: Error): string | undefined {
  if (!(cause instanceof Error)) return undefined;
  const inner = cause.cause ?? cause;
  if (!(inner instanceof Error)) return undefined;
  return "code" in inner && typeof inner.code === "string" ? inner.code : inner.name;
}

function limitText({ response }: HttpError, host: string): string {
  const { headers = {} } = response ?? {};
  const reset = Number(headers["x-ratelimit-reset"]);
  if (headers["x-ratelimit-remaining"] === "0" && reset > 0) {
    const when = new Date(reset * 1000).toISOString().replace(/\.\d+Z$/, "Z");
    return `${host} accepts no more requests with GITHUB_TOKEN until ${when} (rate limit). Run resolve again then`;
  }
  const seconds = Number(headers["retry-after"]);
  const wait = seconds > 0 ? `in ${seconds} s` : "later";
  return `${host} accepts no requests with GITHUB_TOKEN at the moment (secondary rate limit). Run resolve again ${wait}`;
}
