import { Testing } from "cdktf";
import type { Construct } from "constructs";

type Resources = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

/** Resources by type and name, without CDKTF's metadata. */
export function resourcesOf(json: string): Resources {
  const { resource = {} }: { resource?: Resources } = JSON.parse(json);
  return Object.fromEntries(
    Object.entries(resource).map(([type, byName]) => [
      type,
      Object.fromEntries(
        Object.entries(byName).map(([name, { "//": _, ...attributes }]) => [name, attributes]),
      ),
    ]),
  );
}

/** The resources of a construct in a plain CDKTF stack. Addresses are without CDKTF's hashes. */
export function synthesized(made: (scope: Construct) => void): Resources {
  return resourcesOf(Testing.synthScope(made).replace(/_[0-9A-F]{8}(?=["\\.])/g, ""));
}
