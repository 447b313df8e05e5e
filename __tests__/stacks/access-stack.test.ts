import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Testing } from "cdktf";
import { Construct } from "constructs";
import { parseConfig } from "../../lib/config/load";
import { DEFAULT_VERSIONS } from "../../lib/config/provider-versions";
import { AccessStack, type StackLanguage } from "../../lib/stacks/access-stack";
import { createApp } from "../../lib/stacks/app";
import { seed } from "./synthesized";

function stackWith(...places: readonly (readonly [scope: string, id: string])[]): () => string {
  const stack = new AccessStack(Testing.app(), {
    stack: "aws-x",
    providers: DEFAULT_VERSIONS,
    state: { kind: "partial", backend: "s3" },
  });
  for (const [scope, id] of places) new IamRole(new Construct(stack, scope), id, { assumeRolePolicy: "{}" });
  return () => Testing.synth(stack);
}

test("the address of an element is its id, or the id of its construct if it is the Resource", () => {
  const { resource } = JSON.parse(stackWith(["a", "first"], ["second", "Resource"])());
  expect(Object.keys(resource.aws_iam_role)).toStrictEqual(["first", "second"]);
});

test("rejects two elements of one kind with the same address", () => {
  expect(stackWith(["a", "role"], ["b", "role"])).toThrow("two elements have the address IamRole.role");
});

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
