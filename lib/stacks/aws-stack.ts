import { TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import type { Account, Config } from "../config/types";
import { address } from "../constructs/address";
import { RoleResources } from "../constructs/base/role-resources";
import { GithubOidcProvider } from "../constructs/github-oidc-provider";
import { escapeTemplate } from "../constructs/terraform-text";
import { registryHost } from "../policy/ecr";
import { roleSubjects } from "../policy/trust-policy";
import { AccessStack } from "./access-stack";
import { CoveredAwsProvider } from "./providers";

/** The stack of one account: OIDC provider, roles, and the output `roles`. */
export class AwsStack extends AccessStack {
  constructor(scope: Construct, account: Account, { github, state }: Pick<Config, "github" | "state">) {
    super(scope, { stack: account.stack, state });
    new CoveredAwsProvider(this, "aws", {
      region: account.region,
      allowedAccountIds: [account.accountId],
      ...(account.assumeRoleArn !== undefined && { assumeRole: [{ roleArn: account.assumeRoleArn }] }),
    });
    const oidcProvider = new GithubOidcProvider(this, "github", {
      account,
      mode: account.oidcProvider,
      host: github.host,
      enterprise: github.enterprise,
      audience: account.audience,
      tags: account.tags,
    });
    // In a scope of its own, a role can have the name of any other construct.
    const roles = new Construct(this, "ecr");
    const outputs = account.roles.map((role) => {
      const { roleArn } = new RoleResources(roles, address(role.name), {
        ...role,
        account,
        dependsOn: oidcProvider.addresses,
      });
      return [
        role.name,
        {
          arn: escapeTemplate(roleArn),
          subjects: roleSubjects(role, github.issuerHost).map(escapeTemplate),
          audience: account.audience,
          registries: role.ecr.regions.map((region) => registryHost(account, region)),
        },
      ] as const;
    });
    new TerraformOutput(this, "roles", {
      description: "By role name: ARN, allowed subjects and audience, and ECR registries.",
      value: Object.fromEntries(outputs),
    });
  }
}
