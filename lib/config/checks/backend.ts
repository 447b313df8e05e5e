import { PASSED_BACKENDS } from "../config";
import { STATE_NAMES } from "../defaults";
import { at, isMap, type Place } from "../place";
import type { Problem } from "../problem";

/** Settings of a backend that would put the states of all stacks in one place, each overwriting the others. */
export function backendProblems(file: Place): readonly Problem[] {
  return PASSED_BACKENDS.flatMap((name) => {
    const settings = at(at(file, "state"), name);
    if (!isMap(settings.value) || mentionsStack({ ...STATE_NAMES[name], ...settings.value })) return [];
    return [
      {
        path: settings.path,
        message:
          "gives every stack the same state; needed: {stack}, which stands for the stack's name, in a setting that says where the state lies",
      },
    ];
  });
}

function mentionsStack(value: unknown): boolean {
  if (typeof value === "string") return value.includes("{stack}");
  return typeof value === "object" && value !== null && Object.values(value).some(mentionsStack);
}
