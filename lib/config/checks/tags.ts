import { MAX_TAGS } from "../../policy/iam-names";
import { accountsOf, at, keysOf, type Place, rolesOf } from "../place";
import { givenText, type Path, type Problem, pathText } from "../problem";
import { groupedBy, timesText } from "./some-of";

/** Tags that IAM rejects together. It ignores case in keys, and a role has its account's tags and its own. */
export function tagProblems(file: Place): readonly Problem[] {
  return accountsOf(file).flatMap((account) => {
    const shared = tagKeys(at(account, "tags"));
    const roles = rolesOf(account)
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
      ...tooMany(at(account, "tags").path, shared.length),
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

function tagKeys(tags: Place): readonly TagKey[] {
  return keysOf(tags).map(({ value, path }) => ({ key: String(value), path }));
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
