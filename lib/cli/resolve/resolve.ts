import { at, textOf } from "../../config/draft";
import { editedText } from "../../config/editing/edited-text";
import { valuedFile } from "../../config/load";
import { namedRepositories } from "../../config/named-repositories";
import { ConfigError } from "../../config/problem";
import { fileText, problemLines } from "../../config/source/read-file";
import type { YamlFile } from "../../config/source/yaml-file";
import { githubApi } from "../../github/api";
import { GithubError } from "../../github/failure";
import type { Patience } from "../../github/octokit";
import { GITHUB_COM, githubAt } from "../../policy/github-issuer";
import { type CommandResult, EXIT } from "../run-command";
import { apiUrl, type NamedApi } from "./api-url";
import { changedLines } from "./changed-lines";
import { type Change, changes } from "./changes";
import type { Comparison } from "./comparison";
import { mismatches } from "./mismatches";
import { notes } from "./notes";
import { progressBar } from "./progress";
import { type ResolveReport, reportJson, reportText } from "./report";
import { rewriteFile } from "./rewritten-file";
import { takeSnapshot } from "./snapshot";

export interface ResolveOptions {
  readonly config: string;
  readonly check: boolean;
  readonly json: boolean;
}

/** What a run needs besides the file. */
export interface Outside {
  /** A relative path starts here. */
  readonly cwd: string;
  readonly token: string | undefined;
  readonly api: NamedApi;
  readonly patience: Patience;
  readonly stderr: { readonly isTTY?: boolean; readonly write: (text: string) => unknown };
}

const BYTE_ORDER_MARK = /^\uFEFF/;

/**
 * Compares the file with GitHub, and without `check` writes the differences into the file.
 * @throws ConfigError if the file cannot be read.
 * @throws GithubError if the requests fail.
 */
export async function resolve(
  { config: path, check, json }: ResolveOptions,
  outside: Outside,
): Promise<CommandResult> {
  const before = fileText(path, outside.cwd, "kept");
  const file = valuedFile(before.replace(BYTE_ORDER_MARK, ""), path);
  const { comparison, requests } = await compared(file, outside);
  const found = mismatches(comparison);
  const wanted = changes(comparison);
  const isRejected = check ? found.some(({ isOutdated }) => !isOutdated) : found.length > 0;
  const after = isRejected ? before : edited(before, wanted, file, path);
  if (!check && after !== before) rewriteFile(path, outside.cwd, before, after);
  const problems = problemLines(
    found.map(({ problem }) => problem),
    file,
    path,
  );
  const report: ResolveReport = {
    path,
    host: comparison.host,
    isCheck: check,
    changes: wanted,
    lines: changedLines(before, after),
    problems,
    notes: notes(comparison),
    requests,
  };
  if (isRejected) return { exit: EXIT.badInput, output: json ? reportJson(report) : "", lines: problems };
  const isDifferent = check && found.length + wanted.length > 0;
  return {
    exit: isDifferent ? EXIT.failed : EXIT.done,
    output: json ? reportJson(report) : reportText(report),
  };
}

async function compared(
  file: YamlFile,
  { token, api: named, patience, stderr }: Outside,
): Promise<{ readonly comparison: Comparison; readonly requests: number }> {
  const whole = { value: file.value, path: [] };
  const host = textOf(at(at(whole, "github"), "host")) ?? GITHUB_COM;
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
  const names = namedRepositories(whole);
  try {
    const snapshot = await takeSnapshot(names, api, bar.show);
    const isServer = githubAt(host, undefined).kind === "server";
    return { comparison: { file: whole, named: names, snapshot, host, isServer }, requests };
  } finally {
    bar.hide();
  }
}

/** @throws GithubError if there is no token, or one with characters that a header cannot have. */
function usableToken(given: string | undefined): string {
  const token = given?.trim() ?? "";
  const needed =
    "Use a token with the permissions Metadata: read and Actions: read for the repositories of the file";
  if (token === "") throw new GithubError(`GITHUB_TOKEN is not set. ${needed}`);
  if (!/^[!-~]+$/.test(token))
    throw new GithubError(`GITHUB_TOKEN contains characters that no token has. ${needed}`);
  return token;
}

/** @throws ConfigError if a value shares a YAML anchor with another value. */
function edited(text: string, wanted: readonly Change[], file: YamlFile, path: string): string {
  const result = editedText(
    text,
    wanted.map((change) => ({ path: change.path, value: change.to })),
  );
  if ("text" in result) return result.text;
  const message =
    "shares a YAML anchor with other values, so a change here would change them too. Replace the alias with the value itself";
  throw new ConfigError(problemLines([{ path: result.refused, message }], file, path));
}
