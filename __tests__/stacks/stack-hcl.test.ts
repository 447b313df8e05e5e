import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "@cdktf/hcl2json";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { App, Lazy, TerraformLocal, TerraformOutput, TerraformStack, Token } from "cdktf";
import { parseConfig } from "../../lib/config/load";
import { createApp } from "../../lib/stacks/access-app";
import { stackHcl, stackMetadata } from "../../lib/stacks/stack-hcl";
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
const REFERENCES = ["depends_on", "from", "to"];

/** Without metadata. HCL reads a block as a list of one, JSON seldom does. References are in `${}`, except where JSON accepts nothing else. */
function alike(value: unknown): unknown {
  if (Array.isArray(value)) {
    const [first, ...others] = value;
    return others.length === 0 && typeof first === "object" ? alike(first) : value.map(alike);
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value)
    .filter(([key]) => key !== "//")
    .map(([key, inner]) => [key, REFERENCES.includes(key) ? bare(inner) : alike(inner)]);
  return Object.fromEntries(entries);
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
      required_providers: { aws: { source: "aws", version: ">= 5.100.0, < 7.0.0" } },
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
