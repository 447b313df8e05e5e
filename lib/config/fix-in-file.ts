import type { Rule } from "../policy/rules/rule";

/** Fixes in the keys of access.yaml, for rules whose own text cannot name them. */
const FIXES_IN_FILE: Readonly<Record<string, string>> = {
  R05: "write the owner without wildcards, or add it to github.owners if you trust it",
  R08: "trust a branch, a tag or an environment, such as branch: main",
  R09: "use a separate role with access: pull for pull requests, or trust a branch or an environment",
  R13: "add the environment to github.environments, with reviewers, branches or protectedElsewhere: true",
  R23: "add the ids of the owner and the repository (resolve writes them) and set subject: immutable",
  R26: "set subject: immutable once GitHub sends ids",
  R35: "set maxSessionSeconds: 3600 or permissionsBoundaryArn",
};

/** How to fix a violation of a rule in access.yaml. */
export function fixInFile({ id, fix }: Pick<Rule, "id" | "fix">): string {
  return FIXES_IN_FILE[id] ?? fix;
}
