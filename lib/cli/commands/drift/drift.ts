import { ConfigError } from "../../../config/problem";
import { loadFile } from "../../../config/read";
import { problemLines } from "../../../config/source/read-file";
import type { Config } from "../../../config/types";
import type { AwsInventory } from "../../../inventory/account";
import type { Region } from "../../../policy/json-text";
import type { Severity } from "../../../policy/rules/rule";
import { counted } from "../../../report/words";
import type { InputIo } from "../../io";
import { lineText, shortText } from "../../output";
import { type CommandResult, EXIT } from "../../run-command";
import { artifactUri, fingerprints, MAX_RESULTS, messageText, physicalLocation, sarifLog } from "../../sarif";
import { readInventories } from "../adopt/adopt";
import { connect, type Outside } from "../resolve/connection";
import { awsComparison } from "./aws";
import {
  DIFFERENCES,
  type DifferenceKind,
  differenceLine,
  type PlacedDifference,
  placed,
} from "./difference";
import { githubComparison } from "./github";

export interface DriftOptions {
  readonly config: string;
  readonly offline: boolean;
  readonly knownRole?: readonly string[];
  readonly ignore?: readonly DifferenceKind[];
  readonly json: boolean;
  readonly sarif: boolean;
}

interface DriftReport {
  /** The access file, as the user gave it. */
  readonly file: string;
  readonly differences: readonly PlacedDifference[];
  readonly notCompared: readonly string[];
  /** The accounts and the owners that were compared. */
  readonly compared: readonly string[];
  readonly requests: number;
}

/**
 * Compares a file with AWS and GitHub.
 * @param paths of outputs of the AWS CLI; `-` is standard input. None: only GitHub is compared.
 * @throws ConfigError with every problem of the inputs.
 * @throws GithubError if the requests fail.
 */
export async function drift(
  paths: readonly string[],
  { config: path, offline, knownRole = [], ignore = [], json, sarif }: DriftOptions,
  outside: Outside & InputIo,
): Promise<CommandResult> {
  if (offline && paths.length === 0) {
    throw new ConfigError([
      "expected outputs of the AWS CLI beside --offline, got none. There is nothing to compare",
    ]);
  }
  const { config, source } = loadFile(path, outside.cwd);
  const inventories = paths.length === 0 ? [] : await readInventories(paths, outside);
  const known = ownInventories(config, inventories, paths.length > 0);
  const file = { value: source.value, path: [] };
  const aws = paths.length === 0 ? NOT_COMPARED : awsComparison(config, file, known, knownRole);
  const github = offline ? NOT_ASKED : await askedGithub(config, file, outside);
  const problems = problemLines(github.problems, source, path);
  if (problems.length > 0) throw new ConfigError(problems);
  const report: DriftReport = {
    file: path,
    differences: [...aws.differences, ...github.differences]
      .filter(({ kind }) => !ignore.includes(kind))
      .map((each) => placed(each, source)),
    notCompared: [
      ...aws.notCompared,
      ...github.notCompared,
      ...ignore.map((kind) => `${kind}, because of --ignore`),
    ],
    compared: [
      ...known.map(({ scope }) => `account ${scope.accountId}`),
      ...(offline ? [] : [config.github.host]),
    ],
    requests: github.requests,
  };
  const text = sarif ? sarifText : json ? jsonText : plainText;
  return { exit: report.differences.length > 0 ? EXIT.failed : EXIT.done, output: text(report) };
}

const NOT_COMPARED = {
  differences: [],
  notCompared: ["AWS, because no output of the AWS CLI is given"],
};

const NOT_ASKED = {
  differences: [],
  notCompared: ["GitHub, because of --offline"],
  problems: [],
  requests: 0,
};

/**
 * The accounts that the file has.
 * @throws ConfigError if none is of the file.
 */
function ownInventories(
  { accounts }: Config,
  inventories: readonly AwsInventory[],
  isGiven: boolean,
): readonly AwsInventory[] {
  const ids = accounts.map(({ accountId }) => accountId);
  const known = inventories.filter(({ scope }) => ids.includes(scope.accountId));
  if (known.length > 0 || !isGiven) return known;
  const given = inventories.map(({ scope }) => scope.accountId).join(", ") || "outputs without an account";
  throw new ConfigError([`expected outputs of an account of the file (${ids.join(", ")}), got ${given}`]);
}

async function askedGithub(config: Config, file: Parameters<typeof githubComparison>[1], outside: Outside) {
  const { api, bar, requests } = await connect(config.github.host, outside);
  try {
    return { ...(await githubComparison(config, file, api, bar.show)), requests: requests() };
  } finally {
    bar.hide();
  }
}

/** For people: a line for each difference. */
function plainText({ file, differences, notCompared, compared }: DriftReport): string {
  const lines = [
    differences.length === 0
      ? `${file} agrees with ${compared.join(", ")}`
      : `${file} differs from ${compared.join(", ")}: ${counted(differences.length, "difference")}`,
    ...differences.map((each) => shortText(lineText(differenceLine(file, each)))),
    ...notCompared.map((each) => `note: not compared: ${lineText(each)}`),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/** For machines. Values are complete. */
function jsonText({ file, differences, notCompared, compared, requests }: DriftReport): string {
  const json = {
    file,
    compared,
    differences: differences.map(({ kind, path, place, message, expected, got }) => ({
      kind,
      severity: DIFFERENCES[kind].severity,
      place: path === undefined ? null : { path, ...place },
      message,
      expected: expected ?? null,
      got: got ?? null,
    })),
    notCompared,
    requests,
  };
  return `${JSON.stringify(json, undefined, 2)}\n`;
}

const LEVELS = {
  critical: "error",
  high: "error",
  medium: "warning",
  low: "note",
} as const satisfies Readonly<Record<Severity, string>>;
const SCORES = { critical: "9.5", high: "8.0", medium: "5.0", low: "2.0" } as const satisfies Readonly<
  Record<Severity, string>
>;

const FIRST: Region = { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };

/** For code scanning. What has no place in the file is at its beginning. */
function sarifText({ file, differences, notCompared }: DriftReport): string {
  const kinds = Object.entries(DIFFERENCES);
  const shown = differences.slice(0, MAX_RESULTS);
  const prints = fingerprints(shown.map(({ kind, message }) => [kind, message]));
  return sarifLog({
    rules: kinds.map(([id, { severity, text }]) => ({
      id,
      name: id,
      shortDescription: { text: `${text}.` },
      help: { text: "See docs/guide/drift.md." },
      defaultConfiguration: { level: LEVELS[severity] },
      properties: { "security-severity": SCORES[severity], tags: ["security"], precision: "high" },
    })),
    isSuccessful: true,
    notifications: notCompared.map((text) => ({
      level: "warning",
      message: { text: messageText(`not compared: ${text}`) },
    })),
    results: shown.map(({ kind, place, message }, index) => ({
      ruleId: kind,
      ruleIndex: kinds.findIndex(([id]) => id === kind),
      level: LEVELS[DIFFERENCES[kind].severity],
      message: { text: messageText(shortText(message)) },
      locations: [
        physicalLocation(artifactUri(file), place === undefined ? FIRST : { start: place, end: place }),
      ],
      partialFingerprints: { primaryLocationLineHash: prints[index] },
    })),
  });
}
