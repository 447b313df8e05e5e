import { PASSED_BACKENDS, type PassedBackend } from "../config";
import { STATE_NAMES } from "../defaults";
import { at, isMap, type Place } from "../place";
import type { Problem } from "../problem";

/** The settings by which a backend tells one state from another. */
const LOCATIONS: Readonly<Record<PassedBackend, readonly string[]>> = {
  gcs: ["bucket", "prefix"],
  azurerm: ["storage_account_name", "container_name", "key"],
  http: ["address"],
  pg: ["schema_name"],
  cloud: ["organization", "workspaces.name", "workspaces.tags"],
  remote: ["organization", "workspaces.name", "workspaces.prefix"],
};

/** Settings of a backend that would put the states of all stacks in one place, each overwriting the others. */
export function backendProblems(file: Place): readonly Problem[] {
  return PASSED_BACKENDS.flatMap((name) => {
    const settings = at(at(file, "state"), name);
    if (!isMap(settings.value)) return [];
    const whole: Place = { value: { ...STATE_NAMES[name], ...settings.value }, path: settings.path };
    const isApart = LOCATIONS[name].some((location) =>
      JSON.stringify(location.split(".").reduce(at, whole).value ?? "").includes("{stack}"),
    );
    if (isApart) return [];
    return [
      {
        path: settings.path,
        message: `gives every stack the same state; needed: {stack}, which stands for the stack's name, in ${LOCATIONS[name].join(" or ")}`,
      },
    ];
  });
}
