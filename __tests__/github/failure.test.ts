import { failure, type HttpError, isRateLimit } from "../../lib/github/failure";

const HOST = "api.github.com";
const ROUTE = "GET /repos/acme/web";
const GITHUBS = { message: "…" };

function httpError(
  status: number,
  message: string,
  response?: Partial<HttpError["response"]>,
  cause?: Error,
): HttpError {
  return Object.assign(new Error(message, { cause }), {
    status,
    ...(response && { response: { headers: {}, data: GITHUBS, ...response } }),
  });
}

/** What `fetch` throws, as Octokit hands it on. */
function networkError(code: string, message: string): HttpError {
  const cause = new TypeError("fetch failed", { cause: Object.assign(new Error(message), { code }) });
  return httpError(0, message, undefined, cause);
}

const REST = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1795558800" };

test.each<[string, HttpError, string]>([
  [
    "a token that is none",
    httpError(401, "Bad credentials - https://docs.github.com/rest", {}),
    "api.github.com does not accept GITHUB_TOKEN (401: Bad credentials); needed: a token of this GitHub that has not expired",
  ],
  [
    "no more requests until a time",
    httpError(403, "API rate limit exceeded", { headers: REST }),
    "api.github.com takes no more requests with GITHUB_TOKEN until 2026-11-24T22:20:00Z (rate limit); run resolve again then",
  ],
  [
    "too many requests at once",
    httpError(403, "You have exceeded a secondary rate limit", { headers: { "retry-after": "90" } }),
    "api.github.com takes no more requests with GITHUB_TOKEN for now (secondary rate limit); run resolve again in 90 s",
  ],
  [
    "too many requests at once, for nobody knows how long",
    httpError(429, "Too many", {}),
    "api.github.com takes no more requests with GITHUB_TOKEN for now (secondary rate limit); run resolve again later",
  ],
  [
    "a fault of the server's",
    httpError(502, "<html>", { data: "<html>" }),
    "api.github.com answers 502 to GET /repos/acme/web again and again; run resolve again later",
  ],
  [
    "an error of another server",
    httpError(404, "<html>", { data: "<html>" }),
    "api.github.com does not answer GET /repos/acme/web as GitHub's API does; name the API with --api-url URL or GITHUB_API_URL",
  ],
  [
    "an answer of another kind, on one line",
    httpError(451, "Repository access\n  blocked", {}),
    "api.github.com answers 451 to GET /repos/acme/web: Repository access blocked",
  ],
  [
    "no network",
    networkError("ENOTFOUND", "getaddrinfo ENOTFOUND api.github.com"),
    "api.github.com cannot be reached: getaddrinfo ENOTFOUND api.github.com; needed: a way to it over the network",
  ],
  [
    "no network that says more than a code",
    networkError("ECONNREFUSED", ""),
    "api.github.com cannot be reached: ECONNREFUSED; needed: a way to it over the network",
  ],
  [
    "no answer in time",
    httpError(
      500,
      "The operation was aborted due to timeout",
      undefined,
      new DOMException("", "TimeoutError"),
    ),
    "api.github.com cannot be reached: The operation was aborted due to timeout; needed: a way to it over the network",
  ],
])("%s is told in one line", (_, error, message) => {
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
])("%o is a limit: %s", (error, isLimit) => {
  expect(isRateLimit(error)).toBe(isLimit);
});
