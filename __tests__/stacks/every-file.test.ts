import { TerraformStack } from "cdktf";
import fc from "fast-check";
import { managedParts } from "../../lib/config/github-origins";
import type { Config, Owner } from "../../lib/config/types";
import { createApp } from "../../lib/stacks/app";
import { folderOfAllTests } from "../support/folder";
import { anyFile, configOf, type Part, RIGHT, WILD } from "./any-file";

const folder = folderOfAllTests();

/** The number of resources of an owner whose parts are all managed. */
function resourceCount({ values, environments, templates }: Owner): number {
  const policies = environments.flatMap(({ branches, tags }) => [...branches, ...tags]);
  return values.length + environments.length + policies.length + templates.length;
}

/** The number of resources in the JSON of each GitHub stack. */
function synthesizedCounts(config: Config): readonly number[] {
  return createApp(config, folder.path)
    .node.children.filter(
      (child): child is TerraformStack =>
        TerraformStack.isStack(child) && child.node.id.startsWith("github-"),
    )
    .map((stack) => {
      const { resource = {} }: { resource?: Record<string, object> } = JSON.parse(
        JSON.stringify(stack.toTerraform()),
      );
      return Object.values(resource).reduce((sum, byName) => sum + Object.keys(byName).length, 0);
    });
}

test.each<[string, Part, number]>([
  ["right value by value", RIGHT, 20],
  ["wrong in some of its parts", WILD, 1],
])(
  "a file that is %s has problems, or synthesizes whole",
  (_, part, leastSynthesized) => {
    let synthesized = 0;
    fc.assert(
      fc.property(anyFile(part), (text) => {
        const config = configOf(text);
        if (config === undefined) return;
        synthesized++;
        expect(synthesizedCounts(config)).toStrictEqual(
          config.owners.map((owner) => resourceCount(managedParts(owner))),
        );
      }),
      { numRuns: 300 },
    );
    expect(synthesized).toBeGreaterThanOrEqual(leastSynthesized);
  },
  60_000,
);
