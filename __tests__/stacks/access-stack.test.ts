import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Testing } from "cdktf";
import { Construct } from "constructs";
import { AccessStack } from "../../lib/stacks/access-stack";

function stackWith(...places: readonly (readonly [scope: string, id: string])[]): () => string {
  const stack = new AccessStack(Testing.app(), { stack: "aws-x", state: { kind: "partial", backend: "s3" } });
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
