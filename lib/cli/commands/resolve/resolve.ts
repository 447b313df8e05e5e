import { readFileSync } from "node:fs";
import { resolve as absolute } from "node:path";
import { at, textOf } from "../../../config/draft";
import type { Edit } from "../../../config/editing/edit";
import { editedText } from "../../../config/editing/edited-text";
import { ConfigError } from "../../../config/problem";
import { valuedFile } from "../../../config/read";
import { fileText, problemLines } from "../../../config/source/read-file";
import type { YamlFile } from "../../../config/source/yaml-file";
import { GITHUB_COM } from "../../../policy/github-issuer";
import { writeFile } from "../../files";
import { type CommandResult, EXIT } from "../../run-command";
import { type Change, changes } from "./changes";
import { type Comparison, comparisonWith } from "./comparison";
import { connect, type Outside } from "./connection";
import { existingImports, type Imports } from "./imports";
import { mismatches } from "./mismatches";
import { notes, unknownTemplates } from "./notes";
import { renameChange, renameEdits, renames } from "./renames";
import { changedLines, type ResolveReport, reportJson, reportText } from "./report";

export interface ResolveOptions {
  readonly config: string;
  readonly check: boolean;
  /** Whether to write what exists of what the file creates. */
  readonly import: boolean;
  readonly json: boolean;
}

const BYTE_ORDER_MARK = /^\uFEFF/;

/**
 * Compares the file with GitHub, and without `check` writes the differences into the file.
 * @throws ConfigError if the file cannot be read.
 * @throws GithubError if the requests fail.
 */
export async function resolve(
  { config: path, check, import: isImport, json }: ResolveOptions,
  outside: Outside,
): Promise<CommandResult> {
  const before = fileText(path, outside.cwd, "kept");
  const { file, text, comparison, requests, renamed } = await withRenames(before, path, outside, check);
  // Without --check, they are notes: resolve writes what it knows.
  const templates = check ? unknownTemplates(comparison) : [];
  const found = [
    ...mismatches(comparison),
    ...templates.map(({ problem }) => ({ problem, isOutdated: true })),
  ];
  const wanted = changes(comparison);
  const isRejected = check ? found.some(({ isOutdated }) => !isOutdated) : found.length > 0;
  const resolved = isRejected ? before : edited(text, valuesOf(wanted), file, path);
  const imports =
    isImport && !isRejected ? await importsOf(resolved, path, comparison.host, outside) : NO_IMPORTS;
  const allChanges = [...renamed, ...wanted, ...imports.changes];
  const after =
    imports.changes.length === 0
      ? resolved
      : edited(resolved, valuesOf(imports.changes), valuedFile(withoutMark(resolved), path), path);
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
    changes: allChanges,
    lines: changedLines(before, after),
    problems,
    notes: [
      ...notes(
        comparison,
        templates.map(({ repository }) => repository),
      ),
      ...imports.notes,
    ],
    warnings: imports.warnings,
    requests: requests + imports.requests,
  };
  if (isRejected) return { exit: EXIT.badInput, output: json ? reportJson(report) : "", lines: problems };
  const isDifferent = check && found.length + allChanges.length > 0;
  return {
    exit: isDifferent ? EXIT.failed : EXIT.done,
    output: json ? reportJson(report) : reportText(report),
  };
}

function withoutMark(text: string): string {
  return text.replace(BYTE_ORDER_MARK, "");
}

const NO_IMPORTS: Imports & { readonly requests: number } = {
  changes: [],
  warnings: [],
  notes: [],
  requests: 0,
};

async function importsOf(text: string, path: string, host: string, outside: Outside) {
  const { api, bar, requests } = await connect(host, outside);
  try {
    return { ...(await existingImports(withoutMark(text), path, api)), requests: requests() };
  } finally {
    bar.hide();
  }
}

interface Compared {
  readonly file: YamlFile;
  /** Of the file, with the renames. */
  readonly text: string;
  readonly comparison: Comparison;
  readonly requests: number;
  /** The renames that are in the text. */
  readonly renamed: readonly Change[];
}

/** Compares the file with GitHub. Without `check`, renames are made in its text first, so that the rest is compared under the new names. */
async function withRenames(
  before: string,
  path: string,
  outside: Outside,
  check: boolean,
): Promise<Compared> {
  const file = valuedFile(withoutMark(before), path);
  const first = await compared(file, outside);
  const { comparison } = first;
  const found = check ? [] : renames(comparison);
  if (found.length === 0) return { ...first, file, text: before, renamed: [] };
  const edits = found.flatMap((rename) => renameEdits(rename, comparison));
  const text = edited(before, edits, file, path);
  const renamedFile = valuedFile(withoutMark(text), path);
  const second = await compared(renamedFile, outside);
  return {
    ...second,
    file: renamedFile,
    text,
    requests: first.requests + second.requests,
    renamed: found.map((rename) => renameChange(rename, comparison)),
  };
}

async function compared(
  file: YamlFile,
  outside: Outside,
): Promise<{ readonly comparison: Comparison; readonly requests: number }> {
  const whole = { value: file.value, path: [] };
  const host = textOf(at(at(whole, "github"), "host")) ?? GITHUB_COM;
  const { api, bar, requests } = await connect(host, outside);
  try {
    const comparison = await comparisonWith(api, file.value, host, bar.show);
    return { comparison, requests: requests() };
  } finally {
    bar.hide();
  }
}

function valuesOf(wanted: readonly Change[]): readonly Edit[] {
  return wanted.map(({ path, to }) => ({ path, value: to }));
}

/** @throws ConfigError if a value shares a YAML anchor with another value. */
function edited(text: string, edits: readonly Edit[], file: YamlFile, path: string): string {
  const result = editedText(text, edits);
  if ("text" in result) return result.text;
  const message =
    "shares a YAML anchor with other values, so a change here would change them too. Replace the alias with the value itself";
  throw new ConfigError(problemLines([{ path: result.refused, message }], file, path));
}

/**
 * Replaces the text of a file.
 * @param cwd a relative path starts here.
 * @param before the text when the file was read.
 * @throws ConfigError if the file has another text now.
 */
export function rewriteFile(path: string, cwd: string, before: string, after: string): void {
  const file = absolute(cwd, path);
  writeFile(file, after, () => {
    if (readFileSync(file, "utf8") !== before) {
      throw new ConfigError([`${path}:1:1 changed while resolve was running. Run resolve again`]);
    }
  });
}
