import type { Rule } from "../policy/rules/rule";

/** Where the file says what a rule asks for, for those of which the rule's own words do not tell. */
const IN_THE_FILE: Readonly<Record<string, string>> = {
  R05: "an owner that may be trusted besides github.owner stands in github.owners or in an entry of trust",
  R13: "by github.environments, or in GitHub",
  R23: "write them and subject: immutable into github.owners and github.repositories",
  R35: "maxSessionSeconds, permissionsBoundaryArn",
};

/** What to change in the file, so that it breaks a rule no more. */
export function fixInFile({ id, fix }: Pick<Rule, "id" | "fix">): string {
  const place = IN_THE_FILE[id];
  return place === undefined ? fix : `${fix} (${place})`;
}
