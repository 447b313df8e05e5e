import { TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import type { Account, Config } from "../config/types";
import { address } from "../constructs/address";
import { oidcProviderResource, RoleResources } from "../constructs/base/iam-resources";
import { RemovedResource } from "../constructs/base/state-blocks";
import { escapeTemplate, resourceAddress } from "../constructs/terraform-text";
import { TestedAwsProvider } from "../constructs/tested-providers";
import { oidcProviderArn } from "../policy/arn";
import { registryHosts } from "../policy/ecr-policies";
import { roleSubjects } from "../policy/trust-policy";
import { AccessStack } from "./access-stack";
import { awsVersions, otherRegions, publicRepositories, registryResources, repositoryUrls } from "./registry";

/** Address of the OIDC provider, without its type. */
const OIDC_PROVIDER = "github";

/** The stack of one account: OIDC provider, ECR repositories, roles, and the outputs `roles` and `repositories`. */
export class AwsStack extends AccessStack {
  constructor(
    scope: Construct,
    account: Account,
    { github, state, providers: versions }: Pick<Config, "github" | "state" | "providers">,
  ) {
    super(scope, { stack: account.stack, state, providers: versions });
    const { ecr: registry } = account;
    const inAccount = {
      allowedAccountIds: [account.accountId],
      ...(account.assumeRoleArn !== undefined && { assumeRole: [{ roleArn: account.assumeRoleArn }] }),
      versions: awsVersions(versions.aws, registry),
    };
    new TestedAwsProvider(this, "aws", { region: account.region, ...inAccount });
    const providers = new Map(
      otherRegions(account).map(
        (region) =>
          [
            region,
            new TestedAwsProvider(this, `aws ${region}`, { alias: region, region, ...inAccount }),
          ] as const,
      ),
    );
    if (registry !== undefined) {
      registryResources(new Construct(this, "registry"), account, registry, providers);
    }
    publicRepositories(new Construct(this, "public"), account, providers);
    const oidcProvider = oidcProviderResource(new Construct(this, OIDC_PROVIDER), {
      mode: account.oidcProvider,
      issuerHost: github.issuerHost,
      audience: account.audience,
      arn: oidcProviderArn(account, github.issuerHost),
      tags: account.tags,
    });
    // Roles of other stacks and teams use the provider too. A stack that created it earlier must not destroy it.
    if (oidcProvider === undefined) {
      new RemovedResource(this, "removed", `aws_iam_openid_connect_provider.${OIDC_PROVIDER}`);
    }
    const dependsOn = oidcProvider === undefined ? [] : [resourceAddress(oidcProvider)];
    // In a scope of its own, a role can have the name of any other construct.
    const roles = new Construct(this, "ecr");
    const outputs = account.roles.map((role) => {
      const { roleArn } = new RoleResources(roles, address(role.name), {
        ...role,
        account,
        dependsOn,
      });
      return [
        role.name,
        {
          arn: escapeTemplate(roleArn),
          subjects: roleSubjects(role, github.issuerHost).map(escapeTemplate),
          audience: account.audience,
          registries: [
            ...new Set([role.ecr, ...role.furtherEcr].flatMap((ecr) => registryHosts(account, ecr))),
          ],
        },
      ] as const;
    });
    if (registry !== undefined) {
      new TerraformOutput(this, "repositories", {
        description: "By the name of the ECR repository: its addresses, one for each region.",
        value: repositoryUrls(account, registry),
      });
    }
    new TerraformOutput(this, "roles", {
      description: "By role name: ARN, allowed subjects and audience, and ECR registries.",
      value: Object.fromEntries(outputs),
    });
  }
}
