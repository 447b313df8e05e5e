import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { App, Fn, Lazy, TerraformOutput, TerraformStack, Token } from "cdktf";
import { parsedConfig } from "../../lib/config/load";
import { accessApp } from "../../lib/stacks/access-app";
import { stackJson } from "../../lib/stacks/stack-json";
import { seed } from "./synthesized";

const folder = mkdtempSync(join(tmpdir(), "stack-json-"));
afterAll(() => rmSync(folder, { recursive: true }));

const EXAMPLES = join(__dirname, "..", "..", "examples");

/** Files with every kind of element: resources, imports, outputs, each backend, tags, several policies. */
const FILES: readonly (readonly [string, string])[] = [
  ...readdirSync(EXAMPLES).map(
    (name) => [`the example ${name}`, readFileSync(join(EXAMPLES, name, "access.yaml"), "utf8")] as const,
  ),
  ["the guide", seed()],
  [
    "signs of Terraform's templates",
    seed({ role: `description: "costs \${nothing} %{ at all } $\${x}"` }).replace(
      "branch: main",
      `environment: "a*b?c$d:e \${f} %{g}"`,
    ),
  ],
  ["an import", seed({ account: "oidcProvider: import", role: "tags: {}" })],
  ...[
    "s3: { bucket: acme, region: eu-west-1, create: true }",
    "s3: { bucket: acme, region: eu-west-1, create: migrated, kmsKeyId: alias/x }",
    "gcs: { bucket: acme }",
    "azurerm: { storage_account_name: acme }",
    "http: { address: 'https://example.com/{stack}' }",
    "pg: {}",
    "cloud: { organization: acme }",
    "remote: { organization: acme }",
    "partial: s3",
  ].map((state) => [`state in ${state}`, seed({ file: `state: { ${state} }` })] as const),
];

test.each(FILES)("the JSON is CDKTF's own, byte for byte: %s", (_, yaml) => {
  const app = accessApp(parsedConfig(yaml, "access.yaml"), folder);
  const stacks = app.node.children.filter(TerraformStack.isStack);

  expect(stacks.length).toBeGreaterThan(0);
  for (const stack of stacks) {
    expect(JSON.stringify(stackJson(stack))).toBe(JSON.stringify(ownJson(stack)));
  }
});

/** What CDKTF makes of a stack without this project's method. */
function ownJson(stack: TerraformStack): object {
  return TerraformStack.prototype.toTerraform.call(stack);
}

test("what CDKTF fills in later is filled in by CDKTF", () => {
  const stack = new TerraformStack(new App({ outdir: folder, stackTraces: false }), "open");
  const role = new IamRole(stack, "role", {
    assumeRolePolicy: Lazy.stringValue({ produce: () => "{}" }),
    maxSessionDuration: Token.asNumber("$".concat("{var.seconds}")),
    managedPolicyArns: Token.asList(Lazy.listValue({ produce: () => ["x"] })),
    tags: Token.asStringMap(Lazy.anyValue({ produce: () => ({ a: "b" }) })),
    name: Fn.upper("x"),
  });
  new TerraformOutput(stack, "arn", { value: role.arn });

  expect(JSON.stringify(stackJson(stack))).toBe(JSON.stringify(ownJson(stack)));
});
