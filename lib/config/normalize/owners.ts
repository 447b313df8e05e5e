import { isSameName } from "../../policy/github-names";
import type { Account, Environment, GithubValue, Owner, Publication, Template, ValueTarget } from "../config";
import type { FileContext } from "../file-context";
import type { GithubFacts } from "../github-facts";
import { type Target, valueTargets } from "./value-targets";

interface OwnerParts {
  readonly name: string;
  readonly values: GithubValue[];
  readonly environments: Environment[];
  readonly templates: Template[];
  readonly accountStacks: Set<string>;
}

/** Every owner for whom something is created: values, environments and templates. */
export function resolvedOwners(
  accounts: readonly Account[],
  { known, made, templates }: FileContext,
): readonly Owner[] {
  const owners = new Map<string, OwnerParts>();
  for (const { stack, roles } of accounts) {
    for (const { publish } of roles) {
      for (const target of valueTargets(publish)) {
        const owner = ownerIn(owners, target.owner);
        owner.accountStacks.add(stack);
        owner.values.push(...valuesAt(target, publish, known));
      }
    }
  }
  for (const { owner, ...environment } of made) ownerIn(owners, owner).environments.push(environment);
  for (const { owner, ...template } of templates) ownerIn(owners, owner).templates.push(template);
  return [...owners.values()].map((owner) => ({
    ...owner,
    stack: `github-${owner.name}`,
    accountStacks: [...owner.accountStacks],
  }));
}

function ownerIn(owners: Map<string, OwnerParts>, name: string): OwnerParts {
  const known = owners.get(name.toLowerCase());
  if (known !== undefined) return known;
  const owner: OwnerParts = { name, values: [], environments: [], templates: [], accountStacks: new Set() };
  owners.set(name.toLowerCase(), owner);
  return owner;
}

function valuesAt(target: Target, publish: Publication, known: GithubFacts): readonly GithubValue[] {
  const place = resolvedTarget(target, publish, known);
  return publish.values.map(({ name, text }) => ({ as: target.as, target: place, name, value: text }));
}

/** @throws TypeError if an id is missing or no repository is named, which `checks` reports before. */
function resolvedTarget({ owner, place }: Target, publish: Publication, known: GithubFacts): ValueTarget {
  if (place.level !== "organization") return place;
  if (publish.visibility !== "selected") return { level: "organization", visibility: publish.visibility };
  const [first, ...others] = publish.repositories
    .filter((repository) => isSameName(repository.owner, owner))
    .map(({ name }) => {
      const id = known.repositories.get(`${owner}/${name}`.toLowerCase())?.id;
      if (id === undefined) throw new TypeError("an id is missing");
      return id;
    });
  if (first === undefined) throw new TypeError("no repository is selected");
  return { level: "organization", visibility: "selected", repositoryIds: [first, ...others] };
}
