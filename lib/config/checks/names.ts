import { MAX_TAGS } from "../../policy/iam-limits";
import { givenText } from "../../policy/text-rule";
import { DEFAULT_ROLE_NAME, defaultPolicyName } from "../defaults";
import { at, isValid, keysOf, type Located, textOf } from "../draft";
import type { ConfigInput } from "../input";
import { type Path, type Problem, pathText } from "../problem";
import {
  type AccountDraft,
  accountsOf,
  type FileDraft,
  type RoleDraft,
  rolesOf,
} from "../schema/access-file";
import { groupedBy, timesText } from "./duplicates";

/** A name that must be unique, with the place where it is written or is the default. */
interface Named {
  readonly name: string;
  readonly path: Path;
  readonly isDefault: boolean;
}

const IGNORING_CASE = " (case is ignored)";

/** Names that must be unique in AWS, Terraform or a file system. All of them ignore case. */
export function nameProblems(file: FileDraft): readonly Problem[] {
  const accounts = accountsOf(file);
  return [
    ...repeated(
      accounts.flatMap((account) => named(at(account, "id"))),
      "account id",
      ". Write the account once, with all its roles. For several regions, list them in ecr.region",
    ),
    ...repeated(accountNames(accounts), "account name", IGNORING_CASE),
    ...accounts.flatMap((account) => [
      ...repeated(
        rolesOf(account).flatMap(roleNames),
        "role name",
        ` in this account${IGNORING_CASE}`,
        roleNameHint,
      ),
      ...repeated(policyNames(rolesOf(account)), "policy name", ` in this account${IGNORING_CASE}`),
    ]),
  ];
}

function roleNameHint(first: Named, second: Named): string {
  if (!first.isDefault && !second.isDefault) return "";
  return `${second.isDefault ? ". Add name: to this role" : ""}. A role without name is ${DEFAULT_ROLE_NAME}`;
}

function roleNames(role: RoleDraft): readonly Named[] {
  return named(at(role, "name"), role, DEFAULT_ROLE_NAME);
}

/** Two roles with one name have policies with one name by default, which is the same mistake. */
function policyNames(roles: readonly RoleDraft[]): readonly Named[] {
  const seen = new Set<string>();
  return roles.flatMap((role) => {
    const policyName = at(role, "policyName");
    return roleNames(role).flatMap(({ name }) => {
      if (policyName.value === undefined && seen.has(name.toLowerCase())) return [];
      seen.add(name.toLowerCase());
      return named(policyName, role, defaultPolicyName(name));
    });
  });
}

/** Two accounts with one id have one name by default, which is the same mistake. */
function accountNames(accounts: readonly AccountDraft[]): readonly Named[] {
  const seen = new Set<string>();
  return accounts.flatMap((account) => {
    const id = textOf(at(account, "id"));
    const isRepeated = id !== undefined && seen.has(id);
    if (id !== undefined) seen.add(id);
    return named(at(account, "name"), account, isRepeated ? undefined : id);
  });
}

/** @param holder has the default name if none is written. */
function named(place: Located, holder: Located = place, byDefault?: string): readonly Named[] {
  if (place.value === undefined)
    return byDefault === undefined || !isValid(holder)
      ? []
      : [{ name: byDefault, path: holder.path, isDefault: true }];
  const name = textOf(place);
  return name === undefined ? [] : [{ name, path: place.path, isDefault: false }];
}

function repeated(
  list: readonly Named[],
  noun: string,
  rest: string,
  hint: (first: Named, second: Named) => string = () => "",
): readonly Problem[] {
  return groupedBy(list, ({ name }) => name.toLowerCase()).flatMap(([first, second, ...others]) =>
    second === undefined
      ? []
      : [
          {
            path: second.path,
            other: first.path,
            message: `duplicate ${noun} ${timesText(givenText(second.name), others.length + 2)}${rest}${hint(first, second)}`,
          },
        ],
  );
}

/** Tags that IAM rejects together. It ignores case in keys, and a role has its account's tags and its own. */
export function tagProblems({ accounts }: ConfigInput): readonly Problem[] {
  return accounts.flatMap((account) => {
    const shared = tagKeys(account.tags);
    const roles = account.roles
      .map((role) => at(role, "tags"))
      .map(({ path, value }) => {
        const own = tagKeys({ path, value });
        const names = new Set(own.map(({ key }) => key));
        return { path, own, inherited: shared.filter(({ key }) => !names.has(key)) };
      });
    const pairs = [
      ...pairsOf(shared),
      ...roles.flatMap(({ own, inherited }) => pairsOf([...inherited, ...own], new Set(own))),
    ];
    return [
      ...tooMany(account.tags.path, shared.length),
      // Too many tags of the account are one mistake.
      ...(shared.length > MAX_TAGS
        ? []
        : roles.flatMap(({ path, own, inherited }) => tooMany(path, own.length + inherited.length))),
      ...repeatedKeys(pairs),
    ];
  });
}

interface TagKey {
  readonly key: string;
  readonly path: Path;
}

interface Pair {
  readonly first: TagKey;
  readonly second: TagKey;
}

function tagKeys(tags: Located): readonly TagKey[] {
  return keysOf(tags).map(({ value, path }) => ({ key: value, path }));
}

function tooMany(path: Path, count: number): readonly Problem[] {
  if (count <= MAX_TAGS) return [];
  return [{ path, message: `expected at most ${MAX_TAGS} tags with those of the account, got ${count}` }];
}

/** @param own the keys of the role; pairs of two keys of the account belong to the account. */
function pairsOf(keys: readonly TagKey[], own?: ReadonlySet<TagKey>): readonly Pair[] {
  const first = new Map<string, TagKey>();
  return keys.flatMap((tag) => {
    const other = first.get(tag.key.toLowerCase());
    if (other === undefined) {
      first.set(tag.key.toLowerCase(), tag);
      return [];
    }
    return own === undefined || own.has(tag) ? [{ first: other, second: tag }] : [];
  });
}

/** One problem for all roles that repeat one key of the account. */
function repeatedKeys(pairs: readonly Pair[]): readonly Problem[] {
  return groupedBy(pairs, ({ first, second }) => `${pathText(first.path)} ${second.key}`).map(
    ([{ first, second }, ...more]) => ({
      path: second.path,
      other: first.path,
      atKey: true,
      message: `duplicate tag key ${timesText(givenText(second.key), more.length + 2)} (case is ignored)`,
    }),
  );
}
