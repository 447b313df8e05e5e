import { editedText } from "../../config/editing/edited-text";
import { fileText } from "../../config/file/file-text";
import { problemLines } from "../../config/file/problem-lines";
import { valuedFile } from "../../config/file/valued-file";
import type { YamlFile } from "../../config/file/yaml-file";
import { namedRepositories } from "../../config/named-repositories";
import { at, textOf } from "../../config/place";
import { ConfigError } from "../../config/problem";
import { githubApi } from "../../github/api";
import { GithubError } from "../../github/failure";
import type { Patience } from "../../github/octokit";
import { GITHUB_COM, githubAt } from "../../policy/github-issuer";
import { type CommandResult, EXIT } from "../run-command";
import { apiUrl, type NamedApi } from "./api-url";
import { asked } from "./asked";
import { changedLines } from "./changed-lines";
import { type Change, changes } from "./changes";
import type { Comparison } from "./comparison";
import { findings } from "./findings";
import { notes } from "./notes";
import { progressBar } from "./progress";
import { type Found, reportJson, reportText } from "./report";
import { rewriteFile } from "./rewritten-file";

export interface ResolveOptions {
  readonly config: string;
  readonly check: boolean;
  readonly json: boolean;
}

/** What a run meets outside of the file. */
export interface Outside {
  /** From which a relative path leads to the file. */
  readonly cwd: string;
  readonly token: string | undefined;
  readonly api: NamedApi;
  readonly patience: Patience;
  readonly stderr: { readonly isTTY?: boolean; readonly write: (text: string) => unknown };
}

const BYTE_ORDER_MARK = /^\uFEFF/;

/**
 * Compares the file with GitHub, and writes into it what GitHub says, unless asked only to check.
 * @throws ConfigError for a file that cannot be read.
 * @throws GithubError where GitHub cannot be asked.
 */
export async function resolve(
  { config: path, check, json }: ResolveOptions,
  outside: Outside,
): Promise<CommandResult> {
  const before = fileText(path, outside.cwd, "kept");
  const file = valuedFile(before.replace(BYTE_ORDER_MARK, ""), path);
  const { comparison, requests } = await compared(file, outside);
  const found = findings(comparison);
  const wanted = changes(comparison);
  const isRefused = check ? found.some(({ isBehind }) => !isBehind) : found.length > 0;
  const after = isRefused ? before : edited(before, wanted, file, path);
  if (!check && after !== before) rewriteFile(path, outside.cwd, before, after);
  const problems = problemLines(
    found.map(({ problem }) => problem),
    file,
    path,
  );
  const report: Found = {
    path,
    host: comparison.host,
    isCheck: check,
    changes: wanted,
    lines: changedLines(before, after),
    problems,
    notes: notes(comparison),
    requests,
  };
  if (isRefused) return { exit: EXIT.badInput, output: json ? reportJson(report) : "", lines: problems };
  const isBehind = check && found.length + wanted.length > 0;
  return {
    exit: isBehind ? EXIT.failed : EXIT.done,
    output: json ? reportJson(report) : reportText(report),
  };
}

/** The file beside what GitHub says of what it names. */
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
      // Requests of the same time are all asked to wait; one of them says it.
      if (Date.now() < waitingUntil) return;
      waitingUntil = Date.now() + seconds * patience.second;
      bar.hide();
      stderr.write(`${host} asks to wait for ${seconds} s\n`);
    },
    onRequest: () => {
      requests++;
    },
  });
  const names = namedRepositories(whole);
  try {
    const answers = await asked(names, api, bar.show);
    const isServer = githubAt(host, undefined).kind === "server";
    return { comparison: { file: whole, named: names, asked: answers, host, isServer }, requests };
  } finally {
    bar.hide();
  }
}

/** @throws GithubError where there is none, or none that a request can carry. */
function usableToken(given: string | undefined): string {
  const token = given?.trim() ?? "";
  const needed =
    "needed: a token with the rights Metadata: read and Actions: read for the repositories of the file";
  if (token === "") throw new GithubError(`GITHUB_TOKEN is not set; ${needed}`);
  if (!/^[!-~]+$/.test(token))
    throw new GithubError(`GITHUB_TOKEN holds characters that no token has; ${needed}`);
  return token;
}

/** @throws ConfigError where a value cannot be written without another. */
function edited(text: string, wanted: readonly Change[], file: YamlFile, path: string): string {
  const result = editedText(
    text,
    wanted.map((change) => ({ path: change.path, value: change.to })),
  );
  if ("text" in result) return result.text;
  const message =
    "shares its place with others by an anchor, so that GitHub's answer for one would stand for all; needed: the value itself in place of the alias";
  throw new ConfigError(problemLines([{ path: result.refused, message }], file, path));
}
