import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { App, Fn, Lazy, TerraformOutput, TerraformStack, Token } from "cdktf";
import { parseConfig } from "../../lib/config/load";
import { createApp } from "../../lib/stacks/access-app";
import { stackJson } from "../../lib/stacks/stack-json";
import { FILES } from "./written-files";

const folder = mkdtempSync(join(tmpdir(), "stack-json-"));
afterAll(() => rmSync(folder, { recursive: true }));

test.each(FILES)("the JSON equals CDKTF's own byte for byte: %s", (_, yaml) => {
  const app = createApp(parseConfig(yaml, "access.yaml"), folder);
  const stacks = app.node.children.filter(TerraformStack.isStack);

  expect(stacks.length).toBeGreaterThan(0);
  for (const stack of stacks) {
    expect(JSON.stringify(stackJson(stack))).toBe(JSON.stringify(ownJson(stack)));
  }
});

/** The JSON of a stack by CDKTF's own method. */
function ownJson(stack: TerraformStack): object {
  return TerraformStack.prototype.toTerraform.call(stack);
}

test("CDKTF resolves its tokens", () => {
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
