import { MAX_VALUES } from "../../policy/github-names";
import { DEFAULT_ROLE_NAME, DEFAULT_VALUES, PLACEHOLDER } from "../defaults";
import { at, isMap, isValid, isValidThroughout, textOf } from "../draft";
import type { GithubFacts } from "../github-facts";
import type { ConfigInput } from "../input";
import { placeText, publicationScope, type Target, valueTargets } from "../normalize/publication";
import { type Path, type Problem, pathText } from "../problem";
import type { PublishDraft, RoleDraft } from "../schema/access-file";
import { groupedBy, someOf } from "./duplicates";

/** A role's values in one target. */
interface Written {
  readonly target: Target;
  readonly names: readonly string[];
  /** Where the file publishes them. */
  readonly path: Path;
  /** The account and the role's name. Two roles of one name are one mistake, which nameProblems reports. */
  readonly role: string;
}

/** What one target receives from the roles so far. */
interface Taken {
  readonly first: Written;
  /** By name in lower case. */
  readonly holders: Map<string, Written>;
  count: number;
}

/** Names that a role and an earlier one write to the same target. */
interface Collision {
  readonly written: Written;
  readonly holder: Written;
  readonly names: readonly string[];
}

/** A target that a role brings above GitHub's limit. */
interface Excess {
  readonly written: Written;
  readonly first: Written;
  readonly count: number;
  readonly limit: number;
}

/** Values that several roles publish to one target: two under one name, or more than GitHub allows there. */
export function publicationProblems({ accounts }: ConfigInput, { owner }: GithubFacts): readonly Problem[] {
  const targets = new Map<string, Taken>();
  const collisions: Collision[] = [];
  const excesses: Excess[] = [];
  for (const written of accounts.flatMap(({ roles }) => roles).flatMap((role) => writtenBy(role, owner))) {
    const key = `${written.target.as} ${placeText(written.target)}`.toLowerCase();
    const taken = targets.get(key) ?? { first: written, holders: new Map(), count: 0 };
    targets.set(key, taken);
    collisions.push(...collisionsOf(written, taken));
    excesses.push(...excessOf(written, taken));
    take(written, taken);
  }
  return [...collisionProblems(collisions), ...excessProblems(excesses)];
}

function take(written: Written, taken: Taken): void {
  taken.count += written.names.length;
  for (const name of written.names.map((each) => each.toLowerCase())) {
    if (!taken.holders.has(name)) taken.holders.set(name, written);
  }
}

function writtenBy(role: RoleDraft, defaultOwner: string): readonly Written[] {
  const publish = at(role, "publish");
  if (publish.value === false || !isValid(role) || !isValidThroughout(publish)) return [];
  const path = publish.value === undefined ? role.path : publish.path;
  const names = publishedNames(publish);
  return (
    valueTargets(publicationScope(role, defaultOwner))
      // Without a valid default owner, only targets that name another one are known.
      .filter((target) => target.owner !== "")
      .map((target) => ({ target, names, path, role: roleText(role) }))
  );
}

function roleText(role: RoleDraft): string {
  const name = at(role, "name");
  const text = name.value === undefined ? DEFAULT_ROLE_NAME : textOf(name);
  return text === undefined ? pathText(role.path) : `${accountText(role.path)} ${text.toLowerCase()}`;
}

/** The names of a role's values, with the prefix. */
export function publishedNames(publish: PublishDraft): readonly string[] {
  const values = at(publish, "values").value;
  const prefix = textOf(at(publish, "prefix")) ?? "";
  return Object.keys(isMap(values) ? values : DEFAULT_VALUES).map((name) => `${prefix}${name}`);
}

function collisionsOf(written: Written, { holders }: Taken): readonly Collision[] {
  const byHolder = new Map<Written, string[]>();
  for (const name of written.names) {
    const holder = holders.get(name.toLowerCase());
    if (holder !== undefined && holder.role !== written.role)
      byHolder.set(holder, [...(byHolder.get(holder) ?? []), name]);
  }
  return [...byHolder].map(([holder, names]) => ({ written, holder, names }));
}

/** One problem for two roles, or for all roles of two accounts. */
function collisionProblems(collisions: readonly Collision[]): readonly Problem[] {
  return groupedBy(collisions, ({ written, holder, names }) => {
    const isOneAccount = accountText(written.path) === accountText(holder.path);
    const places = [written, holder].map(({ path }) => (isOneAccount ? pathText(path) : accountText(path)));
    return [...places, kindOf(written), ...names].join(" ");
  }).map((group) => {
    const [{ written, holder, names }] = group;
    const targets = group.map((each) => each.written.target);
    const isOneRole = pathText(written.path) === pathText(holder.path);
    const fix = isOneRole
      ? `Use ${PLACEHOLDER} in publish.prefix, or publish to the repositories`
      : "Set publish.prefix or publish: false in one of them";
    return {
      path: written.path,
      ...(!isOneRole && { other: holder.path }),
      message: `another role also publishes the ${written.target.as} ${someOf(names)} ${targetsText(targets)}. ${fix}`,
    };
  });
}

/** Only for the role that exceeds the limit. */
function excessOf(written: Written, { first, count: earlier }: Taken): readonly Excess[] {
  const limit = MAX_VALUES[written.target.place.level][written.target.as];
  const count = earlier + written.names.length;
  return count <= limit || earlier > limit ? [] : [{ written, first, count, limit }];
}

/** One problem for all targets that a role brings above their limit. */
function excessProblems(excesses: readonly Excess[]): readonly Problem[] {
  return groupedBy(excesses, ({ written, limit }) =>
    [pathText(written.path), kindOf(written), limit].join(" "),
  ).map((group) => {
    const [{ written, first, count, limit }] = group;
    const { place, as } = written.target;
    return {
      path: written.path,
      ...(count > written.names.length && { other: first.path }),
      message: `expected at most ${limit} ${as} in one ${place.level}, got ${count} ${targetsText(group.map((each) => each.written.target))}. Publish fewer values, or to another level (publish.to)`,
    };
  });
}

function kindOf({ target }: Written): string {
  return `${target.as} ${target.place.level}`;
}

function accountText(path: Path): string {
  return pathText(path.slice(0, 2));
}

/** `in acme/web`, `in 12 repositories: acme/web, acme/api, acme/docs and 9 more`. */
function targetsText(targets: readonly Target[]): string {
  const names = [...new Set(targets.map(placeText))];
  return names.length === 1
    ? `in ${names.join("")}`
    : `in ${names.length} ${PLURAL[targets[0]?.place.level ?? "repository"]}: ${someOf(names)}`;
}

const PLURAL: Readonly<Record<Target["place"]["level"], string>> = {
  repository: "repositories",
  environment: "environments",
  organization: "organizations",
};
