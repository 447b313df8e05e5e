import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "@cdktf/hcl2json";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { App, Lazy, TerraformLocal, TerraformOutput, TerraformStack, Token } from "cdktf";
import { parseConfig } from "../../lib/config/load";
import { createApp } from "../../lib/stacks/app";
import { type HclBlock, type HclValue, hclText, quoted, stackHcl, stackMetadata } from "../../lib/stacks/hcl";
import { seed } from "./synthesized";
import { FILES } from "./written-files";

const folder = mkdtempSync(join(tmpdir(), "stack-hcl-"));
afterAll(() => rmSync(folder, { recursive: true }));

function stacksOf(yaml: string): readonly TerraformStack[] {
  return createApp(parseConfig(yaml, "access.yaml"), folder).node.children.filter(TerraformStack.isStack);
}

test.each(FILES)("the HCL contains the same as the JSON: %s", async (_, yaml) => {
  const stacks = stacksOf(yaml);
  expect(stacks.length).toBeGreaterThan(0);
  for (const stack of stacks) {
    expect(alike(await parse("cdk.tf", stackHcl(stack)))).toStrictEqual(alike(stack.toTerraform()));
  }
});

/** Arguments that JSON writes without `${}`. */
const REFERENCES = ["depends_on", "from", "ignore_changes", "provider", "to"];

/** Without metadata. HCL reads a block as a list of one, JSON seldom does. References are in `${}`, except where JSON accepts nothing else. */
function alike(value: unknown): unknown {
  if (Array.isArray(value)) {
    const [first, ...others] = value;
    return others.length === 0 && typeof first === "object" ? alike(first) : value.map(alike);
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value)
    .filter(([key]) => key !== "//")
    .map(([key, inner]) => [key, REFERENCES.includes(key) && !hasBlock(inner) ? bare(inner) : alike(inner)]);
  return Object.fromEntries(entries);
}

/** The block of a provider has the name of the argument. */
function hasBlock(value: unknown): boolean {
  return [value].flat().some((each) => typeof each === "object");
}

function bare(reference: unknown): unknown {
  return Array.isArray(reference) ? reference.map(bare) : String(reference).replace(/^\$\{(.*)\}$/, "$1");
}

test("the HCL contains resolved tokens, moved blocks and dependencies", async () => {
  const stack = new TerraformStack(new App({ outdir: folder, stackTraces: false }), "open");
  const role = new IamRole(stack, "role", {
    assumeRolePolicy: Lazy.stringValue({ produce: () => `{"a":"$\${*}"}` }),
    maxSessionDuration: Token.asNumber("$".concat("{var.seconds}")),
    tags: Token.asStringMap(Lazy.anyValue({ produce: () => ({ "a b": "c" }) })),
  });
  role.moveFromId("aws_iam_role.old");
  new TerraformOutput(stack, "arn", { value: role.arn, dependsOn: [role], sensitive: true });

  const read = alike(await parse("cdk.tf", stackHcl(stack)));
  expect(read).toStrictEqual({
    ...Object(alike(stack.toTerraform())),
    terraform: { required_providers: {} },
  });
});

test("rejects a kind of block that the HCL would not contain", () => {
  const stack = new TerraformStack(new App({ outdir: folder, stackTraces: false }), "open");
  new TerraformLocal(stack, "local", "x");
  expect(() => stackHcl(stack)).toThrow("HCL has no locals yet");
});

test("the metadata for the CDKTF CLI contains everything except arguments", () => {
  const [stack] = stacksOf(seed({ role: "publish: false" }));
  expect(stack && stackMetadata(stack.toTerraform())).toStrictEqual({
    "//": {
      metadata: { version: "0.21.0", stackName: "aws-123456789012", backend: "local" },
      outputs: { "aws-123456789012": { roles: "roles" } },
    },
    terraform: {
      backend: { local: { path: "../../../terraform.aws-123456789012.tfstate" } },
      required_providers: { aws: { source: "hashicorp/aws", version: ">= 5.100.0, < 7.0.0" } },
      required_version: ">= 1.11",
    },
    resource: {
      aws_iam_openid_connect_provider: { github: noted("github/Resource", "github") },
      aws_iam_role: {
        GitHubActionsECRRole: noted("ecr/GitHubActionsECRRole/Resource", "GitHubActionsECRRole"),
      },
      aws_iam_policy: {
        GitHubActionsECRPolicy: noted(
          "ecr/GitHubActionsECRRole/GitHubActionsECRPolicy",
          "GitHubActionsECRPolicy",
        ),
      },
      aws_iam_role_policy_attachment: {
        GitHubActionsECRRole_GitHubActionsECRPolicy: noted(
          "ecr/GitHubActionsECRRole/GitHubActionsECRRole_GitHubActionsECRPolicy",
          "GitHubActionsECRRole_GitHubActionsECRPolicy",
        ),
      },
    },
    data: {},
  });
});

function noted(path: string, uniqueId: string): object {
  return { "//": { metadata: { path: `aws-123456789012/${path}`, uniqueId } } };
}

function block(
  header: string,
  values: Readonly<Record<string, HclValue>> = {},
  blocks: readonly HclBlock[] = [],
): HclBlock {
  return { header, values, blocks };
}

test.each<[title: string, blocks: readonly HclBlock[], expected: string]>([
  ["nothing is nothing", [], ""],
  ["an empty block takes one line", [block('backend "s3"')], 'backend "s3" {}\n'],
  [
    "blocks stand apart, and inner ones behind the arguments",
    [block("a", { b: 1 }, [block("c"), block("d", {}, [block("e", { f: true })])]), block("g", { h: null })],
    "a {\n  b = 1\n\n  c {}\n\n  d {\n    e {\n      f = true\n    }\n  }\n}\n\ng {\n  h = null\n}\n",
  ],
  [
    "equals signs of neighbours stand below each other, but not across a value of several lines",
    [block("a", { b: "1", ccc: "2", dd: { e: "3", ffff: { g: 4 }, "h i": 5, j: 6 }, k: "7", ll: "8" })],
    'a {\n  b   = "1"\n  ccc = "2"\n  dd = {\n    e = "3"\n    ffff = {\n      g = 4\n    }\n    "h i" = 5\n    j     = 6\n  }\n  k  = "7"\n  ll = "8"\n}\n',
  ],
  [
    "a list of one takes one line, a longer one a line for each",
    [block("a", { b: [], c: ["1"], dd: ["1", 2], e: [["1"], { f: "2" }], g: [{ h: 1 }], i: {} })],
    'a {\n  b = []\n  c = ["1"]\n  dd = [\n    "1",\n    2,\n  ]\n  e = [\n    ["1"],\n    {\n      f = "2"\n    },\n  ]\n  g = [\n    {\n      h = 1\n    },\n  ]\n  i = {}\n}\n',
  ],
  [
    "a text that is a reference is written as one, and no other text is",
    [
      block("a", {
        b: "$".concat("{c.d-e.f_1}"),
        g: "x$".concat("{c.d}"),
        h: "$".concat("{c}"),
        i: "$$".concat("{c.d}"),
      }),
    ],
    'a {\n  b = c.d-e.f_1\n  g = "x$'.concat('{c.d}"\n  h = c\n  i = "$$', '{c.d}"\n}\n'),
  ],
  [
    "a sign that is several characters takes one column",
    [block("a", { ë: 1, bb: 2 }), block("c", { "e\u0301": 1, bb: 2 })],
    'a {\n  "ë" = 1\n  bb  = 2\n}\n\nc {\n  "e\u0301" = 1\n  bb  = 2\n}\n',
  ],
])("%s", (_, blocks, expected) => {
  expect(hclText(blocks)).toBe(expected);
});

test.each([
  ['say "x"', '"say \\"x\\""'],
  ["a\\b", '"a\\\\b"'],
  ["a\nb\rc\td", '"a\\nb\\rc\\td"'],
  ["\u0000\u0007\u009f", '"\\u0000\\u0007\\u009f"'],
  ["ä 漢 😀 '", '"ä 漢 😀 \'"'],
  ["", '""'],
])("%j is %s between quotes", (text, expected) => {
  expect(quoted(text)).toBe(expected);
});
