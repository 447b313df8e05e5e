import { failure, type HttpError, isRateLimit } from "../../lib/github/failure";

const HOST = "api.github.com";
const ROUTE = "GET /repos/acme/web";
const GITHUB_BODY = { message: "…" };

function httpError(
  status: number,
  message: string,
  response?: Partial<HttpError["response"]>,
  cause?: Error,
): HttpError {
  return Object.assign(new Error(message, { cause }), {
    status,
    ...(response && { response: { headers: {}, data: GITHUB_BODY, ...response } }),
  });
}

/** An error of `fetch`, as Octokit passes it on. */
function networkError(code: string, message: string): HttpError {
  const cause = new TypeError("fetch failed", { cause: Object.assign(new Error(message), { code }) });
  return httpError(0, message, undefined, cause);
}

const REST = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1795558800" };

test.each<[string, HttpError, string]>([
  [
    "an invalid token",
    httpError(401, "Bad credentials - https://docs.github.com/rest", {}),
    "api.github.com rejected GITHUB_TOKEN (401: Bad credentials). Use a token of this GitHub host that has not expired",
  ],
  [
    "no more requests until a time",
    httpError(403, "API rate limit exceeded", { headers: REST }),
    "api.github.com accepts no more requests with GITHUB_TOKEN until 2026-11-24T22:20:00Z (rate limit). Run resolve again then",
  ],
  [
    "too many requests at once",
    httpError(403, "You have exceeded a secondary rate limit", { headers: { "retry-after": "90" } }),
    "api.github.com accepts no requests with GITHUB_TOKEN at the moment (secondary rate limit). Run resolve again in 90 s",
  ],
  [
    "too many requests at once, without a time",
    httpError(429, "Too many", {}),
    "api.github.com accepts no requests with GITHUB_TOKEN at the moment (secondary rate limit). Run resolve again later",
  ],
  [
    "an error of the server",
    httpError(502, "<html>", { data: "<html>" }),
    "api.github.com answered GET /repos/acme/web with 502 several times. Run resolve again later",
  ],
  [
    "an error of another server",
    httpError(404, "<html>", { data: "<html>" }),
    "api.github.com does not answer GET /repos/acme/web like GitHub's API. Set the URL of the API with --api-url URL or GITHUB_API_URL",
  ],
  [
    "another answer, on one line",
    httpError(451, "Repository access\n  blocked", {}),
    "api.github.com answered GET /repos/acme/web with 451: Repository access blocked",
  ],
  [
    "no network",
    networkError("ENOTFOUND", "getaddrinfo ENOTFOUND api.github.com"),
    "cannot reach api.github.com: getaddrinfo ENOTFOUND api.github.com. Check the network connection, or write the ids by hand. See docs/guide/ids.md#write-the-ids-by-hand",
  ],
  [
    "no network, with only a code",
    networkError("ECONNREFUSED", ""),
    "cannot reach api.github.com: ECONNREFUSED. Check the network connection, or write the ids by hand. See docs/guide/ids.md#write-the-ids-by-hand",
  ],
  [
    "no answer in time",
    httpError(
      500,
      "The operation was aborted due to timeout",
      undefined,
      new DOMException("", "TimeoutError"),
    ),
    "cannot reach api.github.com: The operation was aborted due to timeout. Check the network connection, or write the ids by hand. See docs/guide/ids.md#write-the-ids-by-hand",
  ],
])("%s is reported in one line", (_, error, message) => {
  expect(failure(error, HOST, ROUTE).message).toBe(message);
});

test.each<[HttpError, boolean]>([
  [
    httpError(403, "Resource not accessible by personal access token", {
      headers: { "x-ratelimit-remaining": "4999" },
    }),
    false,
  ],
  [httpError(403, "", { headers: REST }), true],
  [httpError(404, "", { headers: REST }), false],
  [httpError(429, "", {}), true],
  [httpError(403, "Secondary rate limit", {}), true],
])("%o is a rate limit: %s", (error, isLimit) => {
  expect(isRateLimit(error)).toBe(isLimit);
});
