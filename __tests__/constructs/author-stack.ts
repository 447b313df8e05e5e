import { GithubProvider } from "@cdktf/provider-github/lib/provider";
import { TerraformStack, Testing } from "cdktf";

/** A stack as somebody writes it who knows CDKTF, with the provider for an owner. */
export function authorStack(): TerraformStack {
  const stack = new TerraformStack(Testing.app(), "stack");
  new GithubProvider(stack, "github", { owner: "acme" });
  return stack;
}

/** What CDKTF makes of it, after its own validations; without its notes, and without what the provider says of itself. */
export function documentOf(stack: TerraformStack): unknown {
  const {
    provider: _,
    terraform: __,
    ...document
  } = JSON.parse(Testing.synth(stack, true), (key, value: unknown) => (key === "//" ? undefined : value));
  return document;
}
