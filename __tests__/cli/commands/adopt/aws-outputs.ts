import type { Account, Config } from "../../../../lib/config/types";
import { oidcProviderArn, policyArn, roleArn } from "../../../../lib/policy/arn";
import { repositoryPolicy } from "../../../../lib/policy/ecr-registry";

/** The outputs of the AWS CLI for the accounts of a config, as if its stacks were applied. */
export function outputsOf({ accounts, github }: Config): readonly object[] {
  return accounts.flatMap((account) => [
    authorizationDetails(account),
    { Roles: account.roles.map((role) => roleSettings(account, role)) },
    {
      OpenIDConnectProviderList: [{ Arn: oidcProviderArn(account, github.issuerHost) }],
    },
    ...repositoryOutputs(account),
    {
      ResourceTagMappingList: [
        ...account.roles.flatMap(({ path, policies, tags }) =>
          policies.map(({ name }) => ({ ResourceARN: policyArn(account, path, name), Tags: tagList(tags) })),
        ),
        ...managedRepositories(account).map(({ arn, tags }) => ({ ResourceARN: arn, Tags: tagList(tags) })),
      ],
    },
  ]);
}

/** The provider of an account, of which the output does not name the account. */
export function providerOutput({ github }: Config, { audience, tags }: Account): object {
  return {
    Url: github.issuerHost,
    ClientIDList: [audience],
    ThumbprintList: [],
    Tags: tagList(tags),
  };
}

/** Like IAM, with percent-encoded policies. */
function authorizationDetails(account: Account): object {
  return {
    RoleDetailList: account.roles.map((role) => ({
      Path: role.path,
      RoleName: role.name,
      RoleId: "AROAEXAMPLE",
      Arn: roleArn(account, role.path, role.name),
      AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(role.trustPolicy)),
      RolePolicyList: [],
      AttachedManagedPolicies: role.policies.map(({ name }) => ({
        PolicyName: name,
        PolicyArn: policyArn(account, role.path, name),
      })),
      ...(role.permissionsBoundaryArn !== undefined && {
        PermissionsBoundary: {
          PermissionsBoundaryType: "Policy",
          PermissionsBoundaryArn: role.permissionsBoundaryArn,
        },
      }),
      Tags: tagList(role.tags),
    })),
    Policies: account.roles.flatMap((role) =>
      role.policies.map(({ name, document }) => ({
        PolicyName: name,
        Arn: policyArn(account, role.path, name),
        Path: role.path,
        AttachmentCount: 1,
        PolicyVersionList: [{ VersionId: "v1", IsDefaultVersion: true, Document: document }],
      })),
    ),
  };
}

function roleSettings(account: Account, role: Account["roles"][number]): object {
  return {
    RoleName: role.name,
    Arn: roleArn(account, role.path, role.name),
    MaxSessionDuration: role.maxSessionSeconds,
    ...(role.description !== undefined && { Description: role.description }),
  };
}

function managedRepositories({ ecr, partition, accountId }: Account) {
  return (ecr?.repositories ?? []).flatMap((repository) =>
    repository.origin === "existing"
      ? []
      : repository.regions.map((region) => ({
          arn: `arn:${partition}:ecr:${region}:${accountId}:repository/${repository.name}`,
          ...repository,
        })),
  );
}

function repositoryOutputs(account: Account): readonly object[] {
  if (account.ecr === undefined) return [];
  return [
    {
      repositories: [
        ...account.ecr.repositories.flatMap(({ origin, name, regions }) =>
          origin === "existing" ? regions.map((region) => existingRepository(account, region, name)) : [],
        ),
        ...managedRepositories(account).map(({ arn, name, tagMutability, scan, encryption }) => ({
          repositoryArn: arn,
          registryId: account.accountId,
          repositoryName: name,
          imageTagMutability: {
            immutable: "IMMUTABLE",
            mutable: "MUTABLE",
            immutableExcept: "IMMUTABLE_WITH_EXCLUSION",
          }[tagMutability.kind],
          ...(tagMutability.kind === "immutableExcept" && {
            imageTagMutabilityExclusionFilters: tagMutability.tags.map((filter) => ({
              filterType: "WILDCARD",
              filter,
            })),
          }),
          imageScanningConfiguration: { scanOnPush: scan === "onPush" },
          encryptionConfiguration: {
            encryptionType: encryption?.kind === "kms" || encryption?.kind === "kmsKey" ? "KMS" : "AES256",
            ...(encryption?.kind === "kmsKey" && { kmsKey: encryption.kmsKeyArn }),
          },
        })),
      ],
    },
    ...managedRepositories(account).flatMap(({ arn, name, pull, grants }) => {
      const [, , , region = ""] = arn.split(":");
      const policy = repositoryPolicy(account, region, pull, grants);
      return policy === undefined
        ? []
        : [{ registryId: account.accountId, repositoryName: name, policyText: JSON.stringify(policy) }];
    }),
  ];
}

function existingRepository({ partition, accountId }: Account, region: string, name: string): object {
  return {
    repositoryArn: `arn:${partition}:ecr:${region}:${accountId}:repository/${name}`,
    registryId: accountId,
    repositoryName: name,
    imageTagMutability: "MUTABLE",
  };
}

function tagList(tags: Readonly<Record<string, string>>): readonly object[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
