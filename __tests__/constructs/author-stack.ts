import { GithubProvider } from "@cdktf/provider-github/lib/provider";
import { TerraformStack, Testing } from "cdktf";
import { documentIn } from "./encoded-document";

/** A stack with the GitHub provider of an owner, without this project's stack class. */
export function authorStack(): TerraformStack {
  const stack = new TerraformStack(Testing.app(), "stack");
  new GithubProvider(stack, "github", { owner: "acme" });
  return stack;
}

/** The stack as CDKTF synthesizes it after its validations, with parsed policies, without metadata and without the providers. */
export function documentOf(stack: TerraformStack): unknown {
  const {
    provider: _,
    terraform: __,
    ...document
  } = JSON.parse(Testing.synth(stack, true), (key, value: unknown) => {
    if (key === "//") return undefined;
    return key === "policy" ? documentIn(value) : value;
  });
  return document;
}
