import { checkedAccounts } from "../config/checks";
import { replacedStringProblems } from "../config/checks/replaced-strings";
import { type ConfigContext, configContext } from "../config/context";
import { at, isMap, isValidThroughout, textOf, validValues } from "../config/draft";
import { githubFacts } from "../config/github-facts";
import type { ConfigInput } from "../config/input";
import type { Path, Problem } from "../config/problem";
import type { AccountEntry, RoleDraft } from "../config/schema/access-file";
import { ecrScope } from "../config/schema/hints";
import { schemaProblems } from "../config/schema/schema-problems";
import type { Account } from "../config/types";
import { mapped } from "../policy/non-empty";
import type { RoleInput } from "./role-input";
import { type PropsDraft, roleProps, type ValidProps } from "./role-schema";
import { githubOfProps } from "./trust-facts";

/** The account of the props with its role, and what its values follow from. */
interface CheckedProps {
  readonly account: Account;
  readonly context: ConfigContext;
}

/** Checks the props of a role like a file that has only this role: with the schema, and with the checks of `lib/config`. */
export function checkedProps(input: RoleInput): CheckedProps | { readonly problems: readonly Problem[] } {
  const { value } = input;
  const parsed = roleProps.safeParse(value);
  const invalid = parsed.success ? [] : schemaProblems(parsed.error, { value, schema: roleProps, scopeAt });
  const alone = [
    ...input.problems,
    ...invalid.filter(({ path }) => !input.problems.some((known) => isWithin(path, known.path))),
  ];
  const draft: PropsDraft = { value: validValues(value, alone), path: [] };
  const { github, problems } = githubOfProps(draft, input.protectedEntries);
  const valid: PropsDraft = { value: validValues(draft.value, problems), path: [] };
  const checked: ConfigInput = {
    github,
    accounts: [
      {
        id: at(at(valid, "account"), "accountId"),
        region: at(at(valid, "account"), "region"),
        audience: at(at(valid, "oidcProvider"), "audience"),
        trustPolicyCharacters: at(valid, "trustPolicyCharacters"),
        policiesPerRole: NONE,
        assumeRoleArn: NONE,
        tags: NONE,
        ecr: NONE,
        ecrPublic: NONE,
        roles: [roleDraft(valid)],
      },
    ],
  };
  const known = githubFacts(github);
  const host = textOf(github.host);
  const context =
    host === undefined || !isValidThroughout(at(valid, "owners"))
      ? undefined
      : configContext(checked, known, {
          host,
          enterprise: textOf(github.enterprise),
          protectedEnvironments: github.environments.flatMap(({ name, repositories }) =>
            repositories.map((repository) => `${textOf(repository)}:${textOf(name)}`),
          ),
        });
  const accounts = checkedAccounts(
    checked,
    parsed.success && alone.length === 0 ? [accountEntry(parsed.data)] : undefined,
    [...alone, ...problems, ...replacedStringProblems(valid)],
    known,
    context,
  );
  if ("problems" in accounts) return accounts;
  if (context === undefined) return { problems: alone };
  return { account: accounts[0], context };
}

const NONE = { value: undefined, path: [] };

/** Whether a path is that of a value, or of something in it. */
function isWithin(path: Path, above: Path): boolean {
  return above.every((part, index) => part === path[index]);
}

/** The account of the role, for hints. */
function scopeAt([, element]: Path, value: unknown) {
  const props: PropsDraft = { value, path: [] };
  const account = at(props, "account");
  return ecrScope(at(props, "ecr"), element, { id: at(account, "accountId"), region: at(account, "region") });
}

/** The role as in access.yaml: its trust without what is known about the repositories. */
function roleDraft({ value, path }: PropsDraft): RoleDraft {
  if (!isMap(value)) return { value, path };
  const { account, oidcProvider, trustPolicyCharacters, owners, trust, ...role } = value;
  return {
    value: {
      ...role,
      ...(trust !== undefined && { trust: Array.isArray(trust) ? trust.map(entryDraft) : trust }),
    },
    path,
  };
}

/** If the ids of an entry are wrong, nothing follows from the entry. */
function entryDraft(entry: unknown): unknown {
  if (!isMap(entry)) return entry;
  const { ids, subjectFormat, template, ...rest } = entry;
  return isValidThroughout({ value: [ids, subjectFormat, template], path: [] }) ? rest : null;
}

function accountEntry(props: ValidProps): AccountEntry {
  const { account, oidcProvider, trustPolicyCharacters, owners, trust, ...role } = props;
  return {
    id: account.accountId,
    region: account.region,
    audience: oidcProvider.audience,
    trustPolicyCharacters,
    roles: [
      {
        ...role,
        trust:
          trust &&
          mapped(trust, ({ ids, subjectFormat, template, repository, ...entry }) => ({
            ...entry,
            repository: repository === undefined ? undefined : ([repository] as const),
          })),
      },
    ],
  };
}
