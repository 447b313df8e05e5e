import { GithubProvider } from "@cdktf/provider-github/lib/provider";
import { TerraformStack, Token } from "cdktf";
import { Construct } from "constructs";
import { DEFAULT_VALUES } from "../config/defaults";
import type { GithubValue, PublicationKind, PublicationLevel, Visibility } from "../config/types";
import { isSameName } from "../policy/github-names";
import type { ValueContent } from "../policy/published-values";
import { givenText } from "../policy/text-rule";
import type { WorkflowValues } from "../workflow/generate-props";
import { address } from "./address";
import { EcrRole } from "./ecr-role";
import { GithubOidcProvider, type GithubOidcProviderProps } from "./github-oidc-provider";
import { GithubValues } from "./github-values";
import { type PublishedOwner, resolvedRole } from "./resolved-role";
import type { EcrRoleProps, OneOf, RoleProps, RoleTrustProps } from "./role-props";
import { assertValid } from "./validation";

/** The values that workflows read. The keys are those of `publish` in access.yaml. */
export interface PublishProps {
  /** GitHub masks `secrets` in logs and removes them from job outputs. It does not for `variables`. Default: `secrets`. */
  readonly as?: PublicationKind;
  /** Where GitHub keeps the values; a list for several places. Default: `repository`. */
  readonly to?: PublicationLevel | readonly PublicationLevel[];
  /** Which repositories of an organization can read its values. Default: `private`. */
  readonly visibility?: Visibility;
  /** GitHub repositories as `OWNER/NAME`. Default: those that `trust` names without a wildcard. */
  readonly repositories?: readonly string[];
  /** The content of each name in GitHub. Default: `AWS_REGION`, `AWS_ACCOUNT_ID` and `AWS_ROLE_NAME`. */
  readonly values?: Readonly<Record<string, ValueContent>>;
  /** Prefix of each name. Default: none. */
  readonly prefix?: string;
}

/** Props of a role, its OIDC provider and the values to publish. */
export type GithubActionsEcrProps = Omit<RoleProps, "oidcProvider"> &
  OneOf<RoleTrustProps> & {
    /** An OIDC provider of this app, or the props of a new one. Default: `{}`, which creates one. */
    readonly oidcProvider?: GithubOidcProvider | GithubOidcProviderProps;
    /**
     * The values to publish in GitHub, or `false`. Default: three secrets in each repository that `trust` names without a wildcard.
     */
    readonly publish?: PublishProps | false;
  };

/**
 * An OIDC provider, a role for GitHub Actions, and the values that workflows need in GitHub. The stack needs an `AwsProvider`, and a
 * `GithubProvider` whose owner is the owner of the GitHub repositories.
 * @throws ConfigError with every problem of the props.
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
  /** The given OIDC provider, or the new one. */
  readonly oidcProvider: GithubOidcProvider;
  /** The role that workflows assume. */
  readonly role: EcrRole;
  /** The published values, as `GithubWorkflow` takes them. Undefined with `publish: false`. */
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
    const resolved = resolvedRole(this.node.path, roleProps, publish);
    const { owners } = resolved;
    assertValid(this, ownerProblems(this, owners));
    const [owner] = owners;
    if (publish !== false) this.publish = { ...publish, values: publish?.values ?? DEFAULT_VALUES };
    this.role = new EcrRole(this, "role", roleProps, resolved);
    const values = new Construct(this, "values");
    for (const [{ as, target }, texts] of groupedValues(owner?.values ?? [])) {
      new GithubValues(values, targetId(as, target), {
        as,
        target,
        values: Object.fromEntries(
          texts.map(({ name, value, isRoleArn }) => [name, isRoleArn ? this.role.roleArn : value]),
        ),
      });
    }
  }
}

/** A GithubProvider has one owner, so all values must go to repositories of that owner. */
function ownerProblems(construct: Construct, [owner, other]: readonly PublishedOwner[]): readonly string[] {
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

/** Values by kind and target. */
function groupedValues<Value extends GithubValue>(
  values: readonly Value[],
): readonly (readonly [Value, readonly Value[]])[] {
  const groups = new Map<string, [Value, Value[]]>();
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
