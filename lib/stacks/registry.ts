import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { AWS_VERSION_OF, compareVersions, versionRange } from "../config/provider-versions";
import type { Account, Registry } from "../config/types";
import { address } from "../constructs/address";
import {
  creationTemplate,
  publicRepository,
  pullThroughCache,
  type RegistryPlace,
  RepositoryResources,
  replicationConfiguration,
} from "../constructs/base/ecr-resources";
import { RemovedResource } from "../constructs/base/state-blocks";
import { ECR_PUBLIC_REGION, registryHost } from "../policy/ecr-names";

/** The resource types of a repository. A repository that is no longer managed keeps all of them. */
const REPOSITORY_TYPES = ["aws_ecr_repository", "aws_ecr_lifecycle_policy", "aws_ecr_repository_policy"];

/** The regions of a registry other than that of its account. Terraform needs their providers also to remove resources from its state. */
export function otherRegions({ region, ecr, ecrPublic }: Account): readonly string[] {
  const regions = [
    ...[...(ecr?.repositories ?? []), ...(ecr?.createOnPush ?? []), ...(ecr?.pullThroughCache ?? [])].flatMap(
      (each) => each.regions,
    ),
    ...(ecrPublic.length > 0 ? [ECR_PUBLIC_REGION] : []),
  ];
  return [...new Set(regions)].filter((each) => each !== region);
}

/** What is created once in each of its regions. */
interface Placed {
  readonly regions: readonly string[];
}

/** @param providers of the other regions. */
export function registryResources(
  scope: Construct,
  account: Account,
  registry: Registry,
  providers: ReadonlyMap<string, TerraformProvider>,
): void {
  const inEach = <Element extends Placed>(
    elements: readonly Element[],
    nameOf: (element: Element) => string,
    create: (element: Element, id: string, place: RegistryPlace) => void,
  ): void => {
    for (const element of elements) {
      for (const region of element.regions) {
        const id = addressIn(nameOf(element), region, account);
        create(element, id, { account, region, provider: providers.get(region) });
      }
    }
  };
  const repositories = new Construct(scope, "repositories");
  const removed = new Construct(scope, "removed");
  inEach(
    registry.repositories,
    ({ name }) => name,
    (repository, id, place) => {
      if (repository.origin !== "existing") new RepositoryResources(repositories, id, repository, place);
      else
        for (const type of REPOSITORY_TYPES) new RemovedResource(removed, `${type} ${id}`, `${type}.${id}`);
    },
  );
  const templates = new Construct(scope, "templates");
  inEach(
    registry.createOnPush,
    ({ prefix }) => prefix,
    (template, id, place) => {
      creationTemplate(templates, id, template, place);
    },
  );
  const caches = new Construct(scope, "caches");
  inEach(
    registry.pullThroughCache,
    ({ prefix }) => prefix,
    (cache, id, place) => {
      pullThroughCache(new Construct(caches, id), id, cache, place);
    },
  );
  if (registry.replication.length > 0) {
    replicationConfiguration(scope, "replication", registry.replication);
  }
}

/** The repositories of an account in ECR Public, which has its API in one region. */
export function publicRepositories(
  scope: Construct,
  { ecrPublic }: Account,
  providers: ReadonlyMap<string, TerraformProvider>,
): void {
  for (const repository of ecrPublic) {
    publicRepository(scope, address(repository.name), repository, providers.get(ECR_PUBLIC_REGION));
  }
}

/** No repository has three underscores in its name, so that the address of another region belongs to no other repository. */
function addressIn(name: string, region: string, account: Account): string {
  return region === account.region ? address(name) : address(`${name}___${region}`);
}

/** The addresses of the repositories of a registry for Docker, by name. */
export function repositoryUrls(
  account: Account,
  registry: Registry,
): Readonly<Record<string, readonly string[]>> {
  const urls = new Map<string, readonly string[]>();
  for (const { name, regions } of registry.repositories) {
    const own = regions.map((region) => `${registryHost(account, region)}/${name}`);
    urls.set(name, [...(urls.get(name) ?? []), ...own]);
  }
  return Object.fromEntries(urls);
}

/** The versions of the AWS provider that a stack allows: those of the file, without those that its registry cannot be created with. */
export function awsVersions(versions: string, registry: Registry | undefined): string {
  const needed = registry && neededVersion(registry);
  const { lowest } = versionRange(versions);
  if (needed === undefined || (lowest !== undefined && compareVersions(lowest.version, needed) >= 0))
    return versions;
  return versions.replace(`>= ${lowest?.version}`, `>= ${needed}`);
}

/** Undefined: any that is tested. */
function neededVersion(registry: Registry): string | undefined {
  if (registry.createOnPush.length > 0) return AWS_VERSION_OF.createOnPush;
  const hasExceptions = registry.repositories.some(
    (each) => each.origin !== "existing" && each.tagMutability.kind === "immutableExcept",
  );
  return hasExceptions ? AWS_VERSION_OF.tagExceptions : undefined;
}
