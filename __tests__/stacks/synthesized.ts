import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseConfig } from "../../lib/config/load";
import { createApp } from "../../lib/stacks/app";

/** The Terraform JSON of one stack. */
export interface StackJson {
  readonly terraform: Readonly<Record<string, unknown>>;
  readonly provider: unknown;
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly data?: unknown;
  readonly output?: unknown;
  readonly import?: unknown;
  readonly removed?: unknown;
  readonly moved?: unknown;
}

/** Every stack of an access.yaml by name, synthesized by the app. */
export function synthesizedStacks(yaml: string): Readonly<Record<string, StackJson>> {
  const folder = mkdtempSync(join(tmpdir(), "stacks-"));
  try {
    createApp(parseConfig(yaml, "access.yaml"), folder).synth();
    const stacks = readdirSync(join(folder, "stacks"));
    return Object.fromEntries(
      stacks.map((stack) => [
        stack,
        JSON.parse(readFileSync(join(folder, "stacks", stack, "cdk.tf.json"), "utf8"), withoutNotes),
      ]),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The dependencies of each stack. */
export function dependencies(yaml: string): Readonly<Record<string, readonly string[]>> {
  const folder = mkdtempSync(join(tmpdir(), "stacks-"));
  try {
    createApp(parseConfig(yaml, "access.yaml"), folder).synth();
    const { stacks }: { stacks: Record<string, { dependencies: string[] }> } = JSON.parse(
      readFileSync(join(folder, "manifest.json"), "utf8"),
    );
    return Object.fromEntries(Object.entries(stacks).map(([name, stack]) => [name, stack.dependencies]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function withoutNotes(key: string, value: unknown): unknown {
  return key === "//" ? undefined : value;
}

/** The smallest file with further lines at the end, at the account and at the role. */
export function seed({ file = "", account = "", role = "" } = {}): string {
  return `github:
  owner: acme
accounts:
  - id: "123456789012"
    region: ap-northeast-2
${indented(account, 4)}    roles:
      - trust:
          - { repository: web, branch: main }
        ecr:
          repositories: [web]
${indented(role, 8)}${indented(file, 0)}`;
}

function indented(text: string, spaces: number): string {
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => `${" ".repeat(spaces)}${line}\n`)
    .join("");
}
