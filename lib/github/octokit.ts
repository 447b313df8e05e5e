import type { Octokit } from "@octokit/core";
import { codeOf, type HttpError, isHttpError, SECONDARY_LIMIT, stranger } from "./failure";

/** How long to wait. */
export interface Patience {
  /** What a second that GitHub asks to wait takes, in milliseconds. */
  readonly second: number;
  /** For an answer, in milliseconds. */
  readonly answer: number;
}

export const PATIENCE: Patience = { second: 1_000, answer: 30_000 };

/** The longest wait that is worth it, and how often. */
const MAX_WAIT_SECONDS = 60;
const MAX_WAITS = 2;

/** Failures of the network after which asking again may help. */
const PASSING: readonly (string | undefined)[] = [
  "EAI_AGAIN",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "TimeoutError",
  "UND_ERR_BODY_TIMEOUT",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_SOCKET",
];

/** Bodies that may not be. */
const WITHOUT_BODY = [204, 205, 304];

export interface Connection {
  readonly baseUrl: string;
  readonly token: string;
  readonly patience: Patience;
  /** Told before each wait that GitHub asks for. */
  readonly onWait: (seconds: number) => void;
  /** Told of each request, repeated ones too. */
  readonly onRequest: () => void;
}

/** Octokit as this program uses it: patient with limits and with failures that pass, silent, and strict about answers. */
export async function octokitFor({ baseUrl, token, patience, onWait, onRequest }: Connection) {
  const [{ Octokit }, { throttling }, { retry }, { paginateRest }] = await Promise.all([
    import("@octokit/core"),
    import("@octokit/plugin-throttling"),
    import("@octokit/plugin-retry"),
    import("@octokit/plugin-paginate-rest"),
  ]);
  const isWorthIt = (seconds: number, _: unknown, __: unknown, waits: number): boolean => {
    if (seconds > MAX_WAIT_SECONDS || waits >= MAX_WAITS) return false;
    onWait(seconds);
    return true;
  };
  // The first is the innermost: it sees each answer before the others do.
  return new (Octokit.plugin(strict(token), throttling, retry, paginateRest))({
    auth: token,
    baseUrl,
    userAgent: "cdktf-github-actions-ecr",
    log: { debug: silent, info: silent, warn: silent, error: silent },
    request: { fetch: wholeAnswers(patience.answer, onRequest) },
    throttle: {
      retryAfterBaseValue: patience.second,
      onRateLimit: isWorthIt,
      onSecondaryRateLimit: isWorthIt,
    },
    // What the client did wrong stays wrong; limits are the other plugin's.
    retry: {
      retryAfterBaseValue: patience.second,
      doNotRetry: [400, 401, 403, 404, 409, 410, 422, 429, 451],
    },
  });
}

function silent(): void {}

/** Answers whose body has arrived: a connection that breaks in the middle is a failure of the network, not an empty answer. */
function wholeAnswers(milliseconds: number, onRequest: () => void): typeof fetch {
  return async (input, init) => {
    onRequest();
    const response = await fetch(input, { ...init, signal: AbortSignal.timeout(milliseconds) });
    const body = await response.arrayBuffer();
    return new Response(WITHOUT_BODY.includes(response.status) ? null : body, response);
  };
}

/** Tells failures apart by what the other plugins go by. */
function strict(token: string) {
  return ({ hook }: Octokit): Record<string, never> => {
    hook.after("request", ({ data }, { method, url, baseUrl }) => {
      if (typeof data !== "object" || data === null)
        throw stranger(new URL(baseUrl).host, `${method} ${url}`);
    });
    hook.error("request", (error) => {
      if (isHttpError(error)) classify(error, token);
      throw error;
    });
    return {};
  };
}

function classify(error: HttpError, token: string): void {
  error.message = error.message.replaceAll(token, "***");
  if (error.response === undefined && !PASSING.includes(codeOf(error))) error.status = 0;
  // The plugin knows a limit on requests at once by its words alone, and GitHub by this header too.
  const asksToWait = error.response?.headers["retry-after"] !== undefined;
  if (asksToWait && [403, 429].includes(error.status) && !SECONDARY_LIMIT.test(error.message)) {
    error.message = `${error.message} (secondary rate limit)`;
  }
}
