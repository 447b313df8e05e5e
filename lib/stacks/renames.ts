import { TerraformResource, type TerraformStack } from "cdktf";
import { Construct } from "constructs";
import type { Owner } from "../config/types";
import { MovedResource, RemovedResource } from "../constructs/base/state-blocks";
import { resourceAddress } from "../constructs/terraform-text";
import { isSameName } from "../policy/github-names";

/**
 * Moves the resources of renamed repositories from the addresses that they had under the former names.
 * @param addressesOf the addresses of a stack for an owner, in an order that does not depend on names.
 */
export function movedResources(
  stack: Construct,
  owner: Owner,
  addressesOf: (owner: Owner) => readonly string[],
): void {
  const scope = new Construct(stack, "moved");
  for (const { repository, formerNames } of owner.renamed) {
    const addresses = [...formerNames, undefined].map((name) => addressesOf(partOf(owner, repository, name)));
    // From each name to the next: Terraform allows one move to an address.
    for (const [step, after] of addresses.slice(1).entries()) {
      for (const [index, to] of after.entries()) {
        const from = addresses[step]?.[index];
        if (from !== undefined && from !== to) new MovedResource(scope, `${from} ${to}`, from, to);
      }
    }
  }
}

/**
 * Takes what Terraform no longer manages out of the state, also from the addresses under former names of its repository.
 * @param owner with the released parts only.
 */
export function releasedResources(
  stack: Construct,
  owner: Owner,
  addressesOf: (owner: Owner) => readonly string[],
): void {
  if (owner.environments.length + owner.templates.length + owner.values.length === 0) return;
  const scope = new Construct(stack, "removed");
  const former = owner.renamed.flatMap(({ repository, formerNames }) =>
    formerNames.flatMap((name) => addressesOf(partOf(owner, repository, name))),
  );
  const current = addressesOf({ ...owner, renamed: [], elsewhere: [] });
  for (const from of new Set([...current, ...former])) new RemovedResource(scope, from, from);
}

/** The addresses of all resources of a stack, in the order in which they were created. */
export function resourceAddresses(stack: TerraformStack): readonly string[] {
  return stack.node
    .findAll()
    .filter((construct) => TerraformResource.isTerraformResource(construct))
    .map(resourceAddress);
}

/** What a stack has for one repository, under another name if there is one. */
function partOf(owner: Owner, repository: string, name: string | undefined): Owner {
  const own = <Part extends { readonly repository: string | undefined }>(parts: readonly Part[]) =>
    parts.flatMap((part) => inRepository(part, repository, name));
  return {
    ...owner,
    renamed: [],
    elsewhere: [],
    environments: own(owner.environments),
    templates: own(owner.templates),
    values: owner.values.flatMap((value) => {
      const { target } = value;
      if (target.level === "organization") return [];
      return inRepository(target, repository, name).map((each) => ({ ...value, target: each }));
    }),
  };
}

function inRepository<Part extends { readonly repository: string | undefined }>(
  part: Part,
  repository: string,
  name: string | undefined,
): readonly Part[] {
  if (part.repository === undefined || !isSameName(part.repository, repository)) return [];
  return [name === undefined ? part : { ...part, repository: name }];
}
