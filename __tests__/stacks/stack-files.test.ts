import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseConfig } from "../../lib/config/load";
import { createApp } from "../../lib/stacks/access-app";
import type { StackLanguage } from "../../lib/stacks/stack-language";
import { seed } from "./synthesized";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "stack-files-"));
});
afterEach(() => {
  delete process.env.SYNTH_HCL_OUTPUT;
  rmSync(folder, { recursive: true });
});

const STACK = "stacks/aws-123456789012";

/** The file of the stack in the manifest, and the files in its folder. */
function written(language?: StackLanguage): readonly [string, readonly string[]] {
  createApp(parseConfig(seed(), "access.yaml"), folder, language).synth();
  const { stacks }: { stacks: Readonly<Record<string, { synthesizedStackPath: string }>> } = JSON.parse(
    readFileSync(join(folder, "manifest.json"), "utf8"),
  );
  return [stacks["aws-123456789012"]?.synthesizedStackPath ?? "", readdirSync(join(folder, STACK)).sort()];
}

const JSON_FILES = [`${STACK}/cdk.tf.json`, ["cdk.tf.json"]];
const HCL_FILES = [`${STACK}/cdk.tf`, ["cdk.tf", "metadata.json"]];

test("an app removes the files of the other language and keeps all others", () => {
  expect(written()).toStrictEqual(JSON_FILES);
  expect(written("hcl")).toStrictEqual(HCL_FILES);
  writeFileSync(join(folder, STACK, "imports.tf"), "");
  expect(written("json")).toStrictEqual([`${STACK}/cdk.tf.json`, ["cdk.tf.json", "imports.tf"]]);
});

test.each([
  ["true", "json", HCL_FILES],
  ["false", "hcl", JSON_FILES],
] as const)(
  "SYNTH_HCL_OUTPUT=%s wins over %s, in the file and in the manifest",
  (value, language, expected) => {
    process.env.SYNTH_HCL_OUTPUT = value;
    expect(written(language)).toStrictEqual(expected);
  },
);
