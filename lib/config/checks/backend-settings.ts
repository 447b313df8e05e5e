import { STATE_NAMES } from "../defaults";
import { at, isMap, isValidThroughout, type Located } from "../draft";
import type { Problem } from "../problem";
import type { FileDraft } from "../schema/access-file";
import { PASSED_BACKENDS, type PassedBackend } from "../types";

/** The settings by which a backend keeps states apart. */
const LOCATIONS: Readonly<Record<PassedBackend, readonly string[]>> = {
  gcs: ["bucket", "prefix"],
  azurerm: ["storage_account_name", "container_name", "key"],
  http: ["address"],
  pg: ["schema_name"],
  cloud: ["organization", "workspaces.name", "workspaces.tags"],
  remote: ["organization", "workspaces.name", "workspaces.prefix"],
};

/** Settings of a backend with which all stacks would overwrite the same state. */
export function backendProblems(file: FileDraft): readonly Problem[] {
  return PASSED_BACKENDS.flatMap((name) => {
    const settings = at(at(file, "state"), name);
    if (!isMap(settings.value) || !isValidThroughout(settings)) return [];
    const whole: Located = { value: { ...STATE_NAMES[name], ...settings.value }, path: settings.path };
    const isApart = LOCATIONS[name].some((location) =>
      JSON.stringify(location.split(".").reduce(at, whole).value ?? "").includes("{stack}"),
    );
    if (isApart) return [];
    return [
      {
        path: settings.path,
        message: `expected {stack}, the stack's name, in ${LOCATIONS[name].join(" or ")}. Without it, all stacks overwrite the same state`,
      },
    ];
  });
}
