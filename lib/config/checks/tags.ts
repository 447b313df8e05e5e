import { MAX_TAGS } from "../../policy/iam-names";
import { accountsOf, at, isMap, type Place, rolesOf } from "../place";
import { givenText, type Path, type Problem } from "../problem";

/** Tags that IAM refuses together: it compares keys without case, and a role carries its account's tags and its own. */
export function tagProblems(file: Place): readonly Problem[] {
  return accountsOf(file).flatMap((account) => {
    const shared = keysOf(at(account, "tags"));
    return [
      ...tagsProblems(at(account, "tags").path, shared),
      ...rolesOf(account).flatMap((role) => {
        const tags = at(role, "tags");
        if (tags.value === undefined) return [];
        const own = keysOf(tags);
        const names = new Set(own.map(({ key }) => key));
        return tagsProblems(tags.path, [...shared.filter(({ key }) => !names.has(key)), ...own]);
      }),
    ];
  });
}

interface TagKey {
  readonly key: string;
  readonly path: Path;
}

function keysOf(tags: Place): readonly TagKey[] {
  return isMap(tags.value) ? Object.keys(tags.value).map((key) => ({ key, path: [...tags.path, key] })) : [];
}

function tagsProblems(path: Path, keys: readonly TagKey[]): readonly Problem[] {
  const problems: Problem[] = [];
  if (keys.length > MAX_TAGS) {
    problems.push({
      path,
      message: `makes too many tags; allowed: ${MAX_TAGS} with the account's; given: ${keys.length}`,
    });
  }
  const first = new Map<string, TagKey>();
  for (const tag of keys) {
    const other = first.get(tag.key.toLowerCase());
    if (other === undefined) {
      first.set(tag.key.toLowerCase(), tag);
      continue;
    }
    problems.push({
      path: tag.path,
      other: other.path,
      atKey: true,
      message: `is a tag's key for the second time; allowed: once, case not counted; given: ${givenText(tag.key)}`,
    });
  }
  return problems;
}
