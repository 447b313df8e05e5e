import { EcrLifecyclePolicy } from "@cdktf/provider-aws/lib/ecr-lifecycle-policy";
import { EcrPullThroughCacheRule } from "@cdktf/provider-aws/lib/ecr-pull-through-cache-rule";
import { EcrReplicationConfiguration } from "@cdktf/provider-aws/lib/ecr-replication-configuration";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { EcrRepositoryCreationTemplate } from "@cdktf/provider-aws/lib/ecr-repository-creation-template";
import { EcrRepositoryPolicy } from "@cdktf/provider-aws/lib/ecr-repository-policy";
import { EcrpublicRepository } from "@cdktf/provider-aws/lib/ecrpublic-repository";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import type { CreationTemplate, PublicRepository, PullThroughCache, Replication } from "../../config/types";
import type { ArnScope } from "../../policy/arn";
import { lifecycleDocument } from "../../policy/ecr-lifecycle";
import {
  type Encryption,
  type RepositorySettings,
  repositoryPolicy,
  type TagMutability,
} from "../../policy/ecr-registry";
import { RESOURCE } from "../address";
import { documentText, escapeTemplate, reference, tagged } from "../terraform-text";

/** Where resources of a registry are created. */
export interface RegistryPlace {
  readonly account: ArnScope;
  readonly region: string;
  /** The provider of the region. Undefined: the default provider. */
  readonly provider: TerraformProvider | undefined;
}

/** A repository to create or import. */
export interface ManagedRepository extends RepositorySettings {
  readonly name: string;
  readonly origin: "create" | "import";
}

/**
 * A repository with its lifecycle policy and its repository policy. Terraform refuses every plan that would destroy or replace it, unless
 * `forceDelete` is set.
 */
export class RepositoryResources extends Construct {
  /** The resource, for arguments that the props do not have. */
  readonly ecrRepository: EcrRepository;

  constructor(scope: Construct, id: string, repository: ManagedRepository, place: RegistryPlace) {
    super(scope, id);
    const { name, origin, scan, encryption, lifecycle, pull, grants, forceDelete, tags } = repository;
    const provider = place.provider === undefined ? {} : { provider: place.provider };
    const resource = new EcrRepository(this, RESOURCE, {
      name,
      ...mutabilityArguments(repository.tagMutability),
      ...(scan !== "registry" && { imageScanningConfiguration: { scanOnPush: scan === "onPush" } }),
      ...encryptionArguments(encryption),
      ...(forceDelete && { forceDelete }),
      ...lifecycleArguments(repository),
      ...tagged(tags),
      ...provider,
    });
    if (origin === "import") resource.importFrom(name, place.provider);
    const lifecyclePolicy = lifecycle && lifecycleDocument(lifecycle);
    if (lifecyclePolicy !== undefined) {
      new EcrLifecyclePolicy(new Construct(this, "lifecycle"), id, {
        repository: reference(resource, "name"),
        policy: documentText(lifecyclePolicy),
        ...provider,
      });
    }
    const policy = repositoryPolicy(place.account, place.region, pull, grants);
    if (policy !== undefined) {
      new EcrRepositoryPolicy(new Construct(this, "policy"), id, {
        repository: reference(resource, "name"),
        policy: documentText(policy),
        ...provider,
      });
    }
    this.ecrRepository = resource;
  }
}

/** Tags that an imported resource has, while the file has none. */
export const IGNORED_TAGS = ["tags", "tags_all"] as const;

/** What Terraform leaves alone. Without an argument, the provider would set AWS's default, and replace a repository with a KMS key. */
function lifecycleArguments({ origin, encryption, scan, forceDelete, tags }: ManagedRepository) {
  const ignoreChanges = [
    ...(encryption === undefined ? ["encryption_configuration"] : []),
    ...(scan === "registry" ? ["image_scanning_configuration"] : []),
    ...(origin === "import" && Object.keys(tags).length === 0 ? IGNORED_TAGS : []),
  ];
  const lifecycle = {
    ...(!forceDelete && { preventDestroy: true }),
    ...(ignoreChanges.length > 0 && { ignoreChanges }),
  };
  return Object.keys(lifecycle).length > 0 ? { lifecycle } : {};
}

/** A repository in ECR Public. Terraform refuses every plan that would destroy it, unless `forceDelete` is set. */
export function publicRepository(
  scope: Construct,
  id: string,
  repository: PublicRepository,
  provider: TerraformProvider | undefined,
): void {
  const { name, origin, description, about, usage, architectures, operatingSystems } = repository;
  const catalogData = {
    ...(description !== undefined && { description }),
    ...(about !== undefined && { aboutText: about }),
    ...(usage !== undefined && { usageText: usage }),
    ...(architectures.length > 0 && { architectures: [...architectures] }),
    ...(operatingSystems.length > 0 && { operatingSystems: [...operatingSystems] }),
  };
  const resource = new EcrpublicRepository(scope, id, {
    repositoryName: name,
    ...(Object.keys(catalogData).length > 0 && { catalogData: escapedTexts(catalogData) }),
    ...(repository.forceDelete ? { forceDestroy: true } : { lifecycle: { preventDestroy: true } }),
    ...tagged(repository.tags),
    ...(provider !== undefined && { provider }),
  });
  if (origin === "import") resource.importFrom(name, provider);
}

/** Terraform would read `${` in a text as a template. */
function escapedTexts<Texts extends Readonly<Record<string, string | string[]>>>(texts: Texts): Texts {
  return Object.fromEntries(
    Object.entries(texts).map(([key, value]) => [
      key,
      typeof value === "string" ? escapeTemplate(value) : value,
    ]),
  ) as Texts;
}

function mutabilityArguments(mutability: TagMutability) {
  switch (mutability.kind) {
    case "immutable":
      return { imageTagMutability: "IMMUTABLE" };
    case "mutable":
      return { imageTagMutability: "MUTABLE" };
    case "immutableExcept":
      return {
        imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
        imageTagMutabilityExclusionFilter: mutability.tags.map((filter) => ({
          filter,
          filterType: "WILDCARD",
        })),
      };
  }
}

function encryptionArguments(encryption: Encryption | undefined) {
  switch (encryption?.kind) {
    case undefined:
      return {};
    case "aes256":
      return { encryptionConfiguration: [{ encryptionType: "AES256" }] };
    case "kms":
      return { encryptionConfiguration: [{ encryptionType: "KMS" }] };
    case "kmsKey":
      return { encryptionConfiguration: [{ encryptionType: "KMS", kmsKey: encryption.kmsKeyArn }] };
  }
}

/** The settings of repositories that ECR creates at their first push. */
export function creationTemplate(
  scope: Construct,
  id: string,
  template: CreationTemplate,
  { account, region, provider }: RegistryPlace,
): EcrRepositoryCreationTemplate {
  const { prefix, tagMutability, encryption, lifecycle, pull, grants, tags, roleArn } = template;
  const lifecyclePolicy = lifecycle && lifecycleDocument(lifecycle);
  const policy = repositoryPolicy(account, region, pull, grants);
  return new EcrRepositoryCreationTemplate(scope, id, {
    prefix,
    appliedFor: ["CREATE_ON_PUSH"],
    ...mutabilityArguments(tagMutability),
    ...encryptionArguments(encryption),
    ...(lifecyclePolicy !== undefined && { lifecyclePolicy: documentText(lifecyclePolicy) }),
    ...(policy !== undefined && { repositoryPolicy: documentText(policy) }),
    ...(roleArn !== undefined && { customRoleArn: roleArn }),
    ...(Object.keys(tags).length > 0 && { resourceTags: tags }),
    ...(provider !== undefined && { provider }),
  });
}

/** A rule of the pull-through cache, and the lifecycle of the repositories that it creates. */
export function pullThroughCache(
  scope: Construct,
  id: string,
  { prefix, upstreamHost, credentialsArn, roleArn, lifecycle }: PullThroughCache,
  { provider }: RegistryPlace,
): void {
  const inRegion = provider === undefined ? {} : { provider };
  new EcrPullThroughCacheRule(scope, id, {
    ecrRepositoryPrefix: prefix,
    upstreamRegistryUrl: upstreamHost,
    ...(credentialsArn !== undefined && { credentialArn: credentialsArn }),
    ...(roleArn !== undefined && { customRoleArn: roleArn }),
    ...inRegion,
  });
  const lifecyclePolicy = lifecycle && lifecycleDocument(lifecycle);
  if (lifecyclePolicy === undefined) return;
  new EcrRepositoryCreationTemplate(new Construct(scope, "templates of caches"), id, {
    prefix,
    appliedFor: ["PULL_THROUGH_CACHE"],
    // ECR moves a tag of the cache when it moves upstream.
    imageTagMutability: "MUTABLE",
    lifecyclePolicy: documentText(lifecyclePolicy),
    ...inRegion,
  });
}

/** Where ECR copies the images of a region. A registry has one such configuration. */
export function replicationConfiguration(
  scope: Construct,
  id: string,
  rules: readonly Replication[],
): EcrReplicationConfiguration {
  return new EcrReplicationConfiguration(scope, id, {
    replicationConfiguration: {
      rule: rules.map(({ region, accountId, prefix }) => ({
        destination: [{ region, registryId: accountId }],
        ...(prefix !== undefined && { repositoryFilter: [{ filter: prefix, filterType: "PREFIX_MATCH" }] }),
      })),
    },
  });
}
