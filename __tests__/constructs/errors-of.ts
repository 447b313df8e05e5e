import { TerraformStack, Testing } from "cdktf";
import type { Construct } from "constructs";

/** What a construct says that is refused in a stack called `stack`, line by line; nothing where it is not. */
export function errorsOf(made: (scope: Construct) => void): readonly string[] {
  const stack = new TerraformStack(Testing.app(), "stack");
  try {
    made(stack);
  } catch (error) {
    if (error instanceof Error) return error.message.split("\n");
    throw error;
  }
  return [];
}
