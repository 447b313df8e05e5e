/** What went wrong with a GitHub's API as a whole, in one line for the user. */
export class GithubError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "GithubError";
  }
}

/** What Octokit throws, as far as it is used here. */
export interface HttpError extends Error {
  /** 0 where no answer came and asking again is no use, 500 where none came. */
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

/** The words by which a limit on requests at once is known. */
export const SECONDARY_LIMIT = /\bsecondary rate\b/i;

/** Whether an answer is GitHub's own: JSON that says why. */
export function isGithubs({ response }: HttpError): boolean {
  const { data } = response ?? {};
  return typeof data === "object" && data !== null && "message" in data;
}

/** What GitHub says, on one line. */
export function reasonOf({ message }: Error): string {
  return message
    .replace(/ - https?:\/\/\S+$/, "")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 200);
}

/**
 * A failure that is not of one repository.
 * @param host that was asked.
 * @param route that was asked for, `GET /repos/…`.
 */
export function failure(error: HttpError, host: string, route: string): GithubError {
  const { status, response } = error;
  if (response === undefined) return unreachable(error, host);
  if (status >= 500) {
    return new GithubError(`${host} answers ${status} to ${route} again and again; run resolve again later`);
  }
  if (!isGithubs(error)) return stranger(host, route);
  if (isRateLimit(error)) return new GithubError(limitText(error, host));
  if (status === 401) {
    return new GithubError(
      `${host} does not accept GITHUB_TOKEN (401: ${reasonOf(error)}); needed: a token of this GitHub that has not expired`,
    );
  }
  return new GithubError(`${host} answers ${status} to ${route}: ${reasonOf(error)}`);
}

/** An answer that no GitHub gives. */
export function stranger(host: string, route: string): GithubError {
  return new GithubError(
    `${host} does not answer ${route} as GitHub's API does; name the API with --api-url URL or GITHUB_API_URL`,
  );
}

function unreachable(error: HttpError, host: string): GithubError {
  const reason = reasonOf(error) || codeOf(error) || "no answer";
  return new GithubError(`${host} cannot be reached: ${reason}; needed: a way to it over the network`);
}

/** What the network says in a word: `ENOTFOUND`. */
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
    return `${host} takes no more requests with GITHUB_TOKEN until ${when} (rate limit); run resolve again then`;
  }
  const seconds = Number(headers["retry-after"]);
  const wait = seconds > 0 ? `in ${seconds} s` : "later";
  return `${host} takes no more requests with GITHUB_TOKEN for now (secondary rate limit); run resolve again ${wait}`;
}
