import type { Octokit } from "@octokit/core";
import { codeOf, type HttpError, isHttpError, notGithub, SECONDARY_LIMIT } from "./failure";
import { octokitPackages } from "./octokit-packages";

/** How long to wait for GitHub. */
export interface Patience {
  /** The length of a second that GitHub asks to wait, in milliseconds. Tests shorten it. */
  readonly second: number;
  /** The timeout of a request, in milliseconds. */
  readonly answer: number;
}

export const PATIENCE: Patience = { second: 1_000, answer: 30_000 };

/** Longer waits are not worth it. The user runs the command again. */
const MAX_WAIT_SECONDS = 60;
const MAX_WAITS = 2;

/** Network errors after which a retry may help. */
const TEMPORARY: readonly (string | undefined)[] = [
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

/** Statuses for which `Response` rejects a body. */
const WITHOUT_BODY = [204, 205, 304];

export interface Connection {
  readonly baseUrl: string;
  readonly token: string;
  readonly patience: Patience;
  /** Called before each wait that GitHub asks for. */
  readonly onWait: (seconds: number) => void;
  /** Called for each request, including retries. */
  readonly onRequest: () => void;
}

/** Octokit with retries after rate limits and temporary failures, without logging, and with a check of each answer. */
export async function octokitFor({ baseUrl, token, patience, onWait, onRequest }: Connection) {
  const [{ Octokit }, { throttling }, { retry }, { paginateRest }] = await octokitPackages();
  const isWorthIt = (seconds: number, _: unknown, __: unknown, waits: number): boolean => {
    if (seconds > MAX_WAIT_SECONDS || waits >= MAX_WAITS) return false;
    onWait(seconds);
    return true;
  };
  // The first plugin is the innermost, so it sees each answer before the others.
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
    // A retry does not help after an error of the client. The throttling plugin handles rate limits.
    retry: {
      retryAfterBaseValue: patience.second,
      doNotRetry: [400, 401, 403, 404, 409, 410, 422, 429, 451],
    },
  });
}

function silent(): void {}

/** Reads the whole body, so that a broken connection is a network error and not an empty answer. */
function wholeAnswers(milliseconds: number, onRequest: () => void): typeof fetch {
  return async (input, init) => {
    onRequest();
    const response = await fetch(input, { ...init, signal: AbortSignal.timeout(milliseconds) });
    const body = await response.arrayBuffer();
    return new Response(WITHOUT_BODY.includes(response.status) ? null : body, response);
  };
}

/** Marks each failure in the way that the other plugins expect. */
function strict(token: string) {
  return ({ hook }: Octokit): Record<string, never> => {
    hook.after("request", ({ data }, { method, url, baseUrl }) => {
      if (typeof data !== "object" || data === null)
        throw notGithub(new URL(baseUrl).host, `${method} ${url}`);
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
  if (error.response === undefined && !TEMPORARY.includes(codeOf(error))) error.status = 0;
  // The throttling plugin detects a secondary rate limit only by the message, but GitHub also sends this header.
  const asksToWait = error.response?.headers["retry-after"] !== undefined;
  if (asksToWait && [403, 429].includes(error.status) && !SECONDARY_LIMIT.test(error.message)) {
    error.message = `${error.message} (secondary rate limit)`;
  }
}

/** Below the number of parallel requests at which GitHub answers with a secondary rate limit. */
const AT_ONCE = 8;

/** The results of tasks in their order. After a failure, no further task starts. */
export async function inParallel<Task, Result>(
  tasks: readonly Task[],
  result: (task: Task) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const rest = tasks.entries();
  let hasFailed = false;
  async function worker(): Promise<void> {
    for (const [index, task] of rest) {
      if (hasFailed) return;
      try {
        results[index] = await result(task);
      } catch (error) {
        hasFailed = true;
        throw error;
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}
