import { TerraformStack, Testing } from "cdktf";
import type { Construct } from "constructs";

/** The lines of the error that a construct throws in a stack named `stack`; none if it throws no error. */
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
