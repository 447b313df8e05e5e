import { type Rule, ruleLink, ruleTitle } from "../policy/rules/rule";

/**
 * The error for a violation in the file.
 * @param got what violates the rule, as it is shown.
 */
export function violationMessage(rule: Rule, got: string): string {
  const accept =
    rule.severity === "critical"
      ? ""
      : ` To accept this risk, add { rule: ${rule.id}, reason: ... } to acceptRisks.`;
  return `${ruleTitle(rule)}: ${rule.impact}, got ${got}. Fix: ${fixInFile(rule)}.${accept} ${ruleLink(rule)}`;
}

/**
 * The warning for a violation that needs no acceptance. The page of the rules has the fix.
 * @param where the role, and the place in it.
 * @param hint what is wrong with the value there.
 */
export function violationWarning(rule: Rule, where: string, hint?: string): string {
  return `${ruleTitle(rule)}, ${where}: ${rule.impact}${hint === undefined ? "" : ` (${hint})`}. ${ruleLink(rule)}`;
}

/** Fixes in the keys of access.yaml, for rules whose own text cannot name them. */
const FIXES_IN_FILE: Readonly<Record<string, string>> = {
  R05: "write the owner without wildcards, or add it to github.owners (the prop owners of a construct) if you trust it",
  R08: "trust a branch, a tag or an environment, such as branch: main",
  R09: "for pull requests, use a separate role that can only pull (access: pull). Or trust a branch or an environment",
  R13: "add the environment to github.environments, with reviewers, branches or protectedElsewhere: true",
  R23: "add the ids of the owner and the repository (resolve writes them) and set subject: immutable",
  R26: "set subject: immutable once GitHub sends ids",
  R33: "remove the policy from policies, or accept the risk if the workflow also deploys",
  R35: "set maxSessionSeconds: 3600 or permissionsBoundaryArn",
  R38: "add claims: { environment: ... } with the name to the trust entry, or rename the environment",
  R39: "set perRepository: true, with {repository} in name and ecr.repositories",
};

/** How to fix a violation of a rule in access.yaml. */
export function fixInFile({ id, fix }: Pick<Rule, "id" | "fix">): string {
  return FIXES_IN_FILE[id] ?? fix;
}
