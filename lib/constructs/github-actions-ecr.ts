import { GithubProvider } from "@cdktf/provider-github/lib/provider";
import { TerraformStack, Token } from "cdktf";
import { Construct } from "constructs";
import type {
  Config,
  GithubValue,
  PublicationKind,
  PublicationLevel,
  ValueContent,
  Visibility,
} from "../config/config";
import { DEFAULT_VALUES } from "../config/defaults";
import { givenText } from "../config/problem";
import { isSameName } from "../policy/github-names";
import type { WorkflowValues } from "../workflow/role-workflow-props";
import { address } from "./address";
import { checkedRole } from "./checked-role";
import { EcrRole, type EcrRoleProps, type RoleProps, type RoleTrustProps } from "./ecr-role";
import { GithubOidcProvider, type GithubOidcProviderProps } from "./github-oidc-provider";
import { GithubValues } from "./github-values";
import type { OneOf } from "./trust-props";
import { assertValid } from "./validation";

/** The values that workflows read, with the keys of access.yaml. */
export interface PublishProps {
  /** Secrets are masked in logs and dropped from job outputs. Default: `secrets`. */
  readonly as?: PublicationKind;
  /** Default: `repository`. */
  readonly to?: PublicationLevel | readonly PublicationLevel[];
  /** Which of an organization's repositories read its values. Default: `private`. */
  readonly visibility?: Visibility;
  /** `OWNER/NAME`. Default: those that `trust` names exactly. */
  readonly repositories?: readonly string[];
  /** What each name in GitHub holds. Default: `AWS_REGION`, `AWS_ACCOUNT_ID`, `AWS_ROLE_NAME`. */
  readonly values?: Readonly<Record<string, ValueContent>>;
  /** Before each name. Default: none. */
  readonly prefix?: string;
}

/** What a role is, who may take it, and what GitHub is told of it. */
export type GithubActionsEcrProps = Omit<RoleProps, "oidcProvider"> &
  OneOf<RoleTrustProps> & {
    /** A provider of this app, or what it is to be. Default: one that is made. */
    readonly oidcProvider?: GithubOidcProvider | GithubOidcProviderProps;
    /** What goes to GitHub; `false` for nothing. Default: the guide's three secrets in each repository that `trust` names exactly. */
    readonly publish?: PublishProps | false;
  };

/**
 * The whole job: the account's trust in GitHub, a role for the trusted workflows, and the values that they need. The stack has a
 * provider for AWS, and one for GitHub whose owner is that of the repositories.
 * @throws ConfigError with everything that is wrong with the props.
 * @example
 * ```ts
 * import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
 * import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
 * import { GithubProvider } from "@cdktf/provider-github/lib/provider";
 * import { App, TerraformStack } from "cdktf";
 * import { GithubActionsEcr } from "cdktf-github-actions-ecr";
 *
 * const stack = new TerraformStack(new App(), "web");
 * new AwsProvider(stack, "aws", { region: "ap-northeast-2" });
 * new GithubProvider(stack, "github", { owner: "acme" });
 * const web = new EcrRepository(stack, "web", { name: "web" });
 * const { role } = new GithubActionsEcr(stack, "ecr", {
 *   trust: [{ repository: "acme/web", branch: "main" }],
 *   ecr: { repositories: [web] },
 * });
 * console.log(role.roleName); // GitHubActionsECRRole
 * ```
 */
export class GithubActionsEcr extends Construct {
  /** The one that was given, or the one that was made. */
  readonly oidcProvider: GithubOidcProvider;
  /** The role that the workflows take. */
  readonly role: EcrRole;
  /** What goes to GitHub, as a `GithubWorkflow` wants to know it; nothing with `publish: false`. */
  readonly publish?: PublishProps & WorkflowValues;

  constructor(scope: Construct, id: string, { oidcProvider, publish, ...props }: GithubActionsEcrProps) {
    super(scope, id);
    this.oidcProvider =
      oidcProvider instanceof GithubOidcProvider
        ? oidcProvider
        : new GithubOidcProvider(this, "github", {
            ...(props.account !== undefined && { account: props.account }),
            ...oidcProvider,
          });
    const roleProps = { ...props, oidcProvider: this.oidcProvider } as EcrRoleProps;
    const { owners, roleArn } = checkedRole(this.node.path, roleProps, publish);
    assertValid(this, ownerProblems(this, owners));
    const [owner] = owners;
    if (publish !== false) this.publish = { ...publish, values: publish?.values ?? DEFAULT_VALUES };
    this.role = new EcrRole(this, "role", roleProps);
    const values = new Construct(this, "values");
    for (const [{ as, target }, texts] of groupedValues(owner?.values ?? [])) {
      new GithubValues(values, targetId(as, target), {
        as,
        target,
        values: Object.fromEntries(
          texts.map(({ name, value }) => [name, value === roleArn ? this.role.roleArn : value]),
        ),
      });
    }
  }
}

/** Values that would go to another owner than the one whose repositories are trusted: a provider of GitHub's has one. */
function ownerProblems(construct: Construct, [owner, other]: Config["owners"]): readonly string[] {
  if (owner === undefined) return [];
  if (other !== undefined) {
    return [
      `publish: expected GitHub repositories of one owner, got ${owner.name} and ${other.name}. Set publish: false and create a GithubValues with its own GithubProvider for each owner`,
    ];
  }
  const providers = TerraformStack.of(construct)
    .node.findAll()
    .filter((each) => each instanceof GithubProvider)
    .map(({ ownerInput }) => ownerInput ?? "");
  const isKnown = providers.length > 0 && providers.every((name) => name !== "" && !Token.isUnresolved(name));
  if (!isKnown || providers.some((name) => isSameName(name, owner.name))) return [];
  return [
    `publish: expected a GithubProvider of ${owner.name} in the stack, got one of ${givenText(providers[0])}. Add it, or set publish: false`,
  ];
}

/** Values by the place that they go to. */
function groupedValues(
  values: readonly GithubValue[],
): readonly (readonly [GithubValue, readonly GithubValue[]])[] {
  const groups = new Map<string, [GithubValue, GithubValue[]]>();
  for (const value of values) {
    const key = JSON.stringify([value.as, value.target]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value, [value]]);
    else group[1].push(value);
  }
  return [...groups.values()];
}

function targetId(as: GithubValue["as"], target: GithubValue["target"]): string {
  switch (target.level) {
    case "repository":
      return address(target.level, target.repository, as);
    case "environment":
      return address(target.level, target.repository, target.environment, as);
    case "organization":
      return address(target.level, as);
  }
}
