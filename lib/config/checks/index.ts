import { mapped, type NonEmpty } from "../../policy/non-empty";
import type { ConfigContext } from "../context";
import type { GithubFacts } from "../github-facts";
import type { ConfigInput } from "../input";
import { areParsed, resolvedAccount } from "../normalize/config";
import { type Problem, pathText } from "../problem";
import type { AccountEntry } from "../schema/access-file";
import type { Account } from "../types";
import { environmentProblems } from "./environments";
import { formerNameProblems } from "./former-names";
import { tagProblems } from "./names";
import { originProblems } from "./origins";
import { publicationLevelProblems } from "./publication-levels";
import { publicationProblems } from "./publications";
import { publicRegistryProblems, registryProblems } from "./registry";
import { problemsOfParts, problemsOfRoles } from "./roles";
import { scopeProblems } from "./scopes";
import { spellingProblems, trustOwnerProblems } from "./spellings";
import { subjectProblems } from "./subjects";
import { templateProblems } from "./templates";

/** Checks that compare values. The schema checks each value alone. */
const CHECKS: readonly ((input: ConfigInput, known: GithubFacts) => readonly Problem[])[] = [
  spellingProblems,
  subjectProblems,
  environmentProblems,
  templateProblems,
  formerNameProblems,
  originProblems,
  trustOwnerProblems,
  publicationProblems,
  publicationLevelProblems,
  registryProblems,
  publicRegistryProblems,
  scopeProblems,
  tagProblems,
];

/** Accounts whose roles passed all checks, or every problem. */
export type CheckedAccounts = NonEmpty<Account> | { readonly problems: readonly Problem[] };

/**
 * Checks the values of a file or of props against each other, builds the policies of each role, and checks those.
 * @param input without the values that are invalid by themselves.
 * @param entries the same, if all values are valid.
 * @param problems known before: of single values, and of checks that only one source has.
 * @param context undefined if what the roles have in common is invalid.
 */
export function checkedAccounts(
  input: ConfigInput,
  entries: NonEmpty<AccountEntry> | undefined,
  problems: readonly Problem[],
  known: GithubFacts,
  context: ConfigContext | undefined,
): CheckedAccounts {
  const found = [...problems, ...CHECKS.flatMap((check) => check(input, known))];
  if (entries === undefined || found.length > 0 || context === undefined) {
    const ofParts = context === undefined ? [] : problemsOfParts(input, context);
    return { problems: withoutAttachedRisks([...found, ...ofParts]) };
  }
  const accounts = mapped(entries, (entry, index) =>
    resolvedAccount(entry, context, input.accounts[index]?.roles ?? []),
  );
  const ofRoles = problemsOfRoles(accounts, context.github, input);
  return ofRoles.length === 0 && areParsed(accounts) ? accounts : { problems: withoutAttachedRisks(ofRoles) };
}

/** Of a policy that a role cannot attach, what it may allow is no further problem. */
function withoutAttachedRisks(problems: readonly Problem[]): readonly Problem[] {
  const wrong = new Set(problems.flatMap(({ rule, path }) => (rule === undefined ? [pathText(path)] : [])));
  return problems.filter(({ rule, path }) => rule !== "R33" || !wrong.has(pathText(path)));
}
