import type { Located } from "../../../config/draft";
import type { Path } from "../../../config/problem";
import type { Config, Role } from "../../../config/types";
import type { AccountRole, AwsInventory } from "../../../inventory/account";
import { oidcProviderArn, policyArn, roleArn } from "../../../policy/arn";
import { matchesPattern } from "../../../policy/github-names";
import { isAbout, WEB_IDENTITY_ACTION } from "../../../policy/iam/evaluate";
import type { Statement } from "../../../policy/policy-document";
import { EMPTY_CONTEXT, type LintContext } from "../../../policy/rules/context";
import { checkedStatements } from "../../../policy/rules/lint";
import { isSamePolicy } from "../../../policy/same-policy";
import { githubRole, ownersIn } from "../adopt/trust";
import { type AwsComparison, type Compared, changed, policyChange, tagDifference } from "./compared";
import type { Difference } from "./difference";
import { repositoryDifferences, repositoryPolicies, undescribedRegions } from "./ecr";

/**
 * Compares the accounts of a file with those of the AWS CLI's outputs.
 * @param knownRoles names, or patterns with `*`, of roles that are managed elsewhere.
 */
export function awsComparison(
  config: Config,
  file: Located,
  inventories: readonly AwsInventory[],
  knownRoles: readonly string[],
): AwsComparison {
  const compared = config.accounts.map((account, index): AwsComparison => {
    const inventory = inventories.find(({ scope }) => scope.accountId === account.accountId);
    if (inventory === undefined) {
      return { differences: [], notCompared: [`no output is of account ${account.accountId}`] };
    }
    const at = { account, inventory, path: ["accounts", index] };
    const policies = repositoryPolicies(at, file);
    return {
      differences: [
        ...providerDifferences(at, config.github.issuerHost),
        ...account.roles.flatMap((role) => roleDifferences(role, at)),
        ...otherRoles(at, config.github.issuerHost, knownRoles),
        ...repositoryDifferences(at, file),
        ...policies.differences,
      ],
      notCompared: [...unknownParts(at), ...unreadRoles(at, knownRoles), ...policies.notCompared],
    };
  });
  return {
    differences: compared.flatMap(({ differences }) => differences),
    notCompared: compared.flatMap(({ notCompared }) => notCompared),
  };
}

function unknownParts({ account, inventory }: Compared): readonly string[] {
  const { accountId } = account;
  const without = (isMissing: boolean, what: string, output: string): readonly string[] =>
    isMissing ? [`${what} of account ${accountId}: add the output of ${output}`] : [];
  const provider = inventory.providers?.some(({ settings }) => settings !== undefined) ?? false;
  return [
    ...without(
      inventory.roles.length > 0 && inventory.roles.every(({ settings }) => settings === undefined),
      "descriptions and session lengths of roles",
      "aws iam list-roles",
    ),
    ...without(
      !provider,
      "the audiences and tags of the OIDC provider",
      "aws iam get-open-id-connect-provider",
    ),
    ...without(
      account.ecr !== undefined && inventory.repositories === undefined,
      "ECR repositories",
      "aws ecr describe-repositories",
    ),
    ...undescribedRegions(account, inventory).map(
      (region) =>
        `ECR repositories of account ${accountId} in ${region}: add the output of aws ecr describe-repositories --region ${region}`,
    ),
  ];
}

function providerDifferences(
  { account, inventory, path }: Compared,
  issuerHost: string,
): readonly Difference[] {
  const own = [...path, "oidcProvider"];
  if (inventory.providers === undefined) return [];
  const provider = inventory.providers.find(
    (each) => each.issuerHost.toLowerCase() === issuerHost.toLowerCase(),
  );
  if (provider === undefined) {
    const arn = oidcProviderArn(account, issuerHost);
    const message = `expected the OIDC provider ${arn} in the account, got none. No job can assume the roles`;
    return [{ kind: "oidc-provider-missing", path: own, message, expected: arn }];
  }
  if (provider.settings === undefined) return [];
  const { audiences, tags } = provider.settings;
  const isManaged = account.oidcProvider !== "existing";
  const isSame = isManaged ? isSameList(audiences, [account.audience]) : audiences.includes(account.audience);
  return [
    ...(isSame
      ? []
      : [
          changed(
            "oidc-provider-changed",
            [...path, "audience"],
            `audiences of the OIDC provider of account ${account.accountId}`,
            [account.audience],
            audiences,
          ),
        ]),
    ...(isManaged
      ? tagDifference("oidc-provider-changed", [...path, "tags"], "the OIDC provider", account.tags, tags)
      : []),
  ];
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return JSON.stringify([...new Set(one)].sort()) === JSON.stringify([...new Set(other)].sort());
}

function roleDifferences(role: Role, { account, inventory, path }: Compared): readonly Difference[] {
  const own = [...path, "roles", role.source];
  const found = inventory.roles.find(({ name }) => name.toLowerCase() === role.name.toLowerCase());
  const arn = roleArn(account, role.path, role.name);
  if (found === undefined) {
    return [
      {
        kind: "role-missing",
        path: own,
        message: `expected the role ${arn} in the account, got none`,
        expected: arn,
      },
    ];
  }
  const name = `role ${role.name} of account ${account.accountId}`;
  const { settings } = found;
  const setting = (key: string, noun: string, expected: unknown, got: unknown): readonly Difference[] =>
    expected === got ? [] : [changed("role-changed", [...own, key], `${noun} of ${name}`, expected, got)];
  return [
    ...setting("name", "ARN", arn, found.arn),
    ...trustDifference(role, found, name, own),
    ...setting(
      "permissionsBoundaryArn",
      "permissions boundary",
      role.permissionsBoundaryArn,
      found.permissionsBoundaryArn,
    ),
    ...tagDifference("role-changed", [...own, "tags"], name, role.tags, found.tags),
    ...(settings === undefined
      ? []
      : [
          ...setting("description", "description", role.description || undefined, settings.description),
          ...setting(
            "maxSessionSeconds",
            "session length",
            role.maxSessionSeconds,
            settings.maxSessionSeconds,
          ),
        ]),
    ...policyDifferences(role, found, name, { account, inventory, path: own }),
  ];
}

function trustDifference(
  { trust, trustPolicy }: Role,
  found: AccountRole,
  name: string,
  path: Path,
): readonly Difference[] {
  const own = [...path, trust.kind === "entries" ? "trust" : "trustPolicy"];
  if (!("document" in found.trust)) {
    const message = `expected the trust policy of the file, got one that cannot be read as trust policy of ${name}`;
    return [{ kind: "trust-policy-changed", path: own, message, expected: trustPolicy }];
  }
  const { value: got } = found.trust.trustPolicy;
  return isSamePolicy(trustPolicy, got)
    ? []
    : [policyChange("trust-policy-changed", own, `trust policy of ${name}`, trustPolicy, got)];
}

function policyDifferences(
  role: Role,
  found: AccountRole,
  name: string,
  { account, inventory, path }: Compared,
): readonly Difference[] {
  const expected = role.policies.map(({ name: policy, document }) => ({
    arn: policyArn(account, role.path, policy),
    document,
  }));
  const { attachedPolicyArns: attached = [] } = role;
  const own = [...path, "ecr"];
  const arns = [...expected.map(({ arn }) => arn), ...attached];
  return [
    ...expected.flatMap(({ arn, document }): readonly Difference[] => {
      if (!found.attachedPolicies.includes(arn)) {
        const message = `expected the policy ${arn} attached to ${name}, got none`;
        return [{ kind: "policy-missing", path: own, message, expected: document }];
      }
      const got = inventory.policies.get(arn)?.document;
      return got !== undefined && isSamePolicy(document, got)
        ? []
        : [policyChange("policy-changed", own, `policy ${arn} of ${name}`, document, got)];
    }),
    ...attached
      .filter((arn) => !found.attachedPolicies.includes(arn))
      .map(
        (arn): Difference => ({
          kind: "policy-missing",
          path: [...path, "policies"],
          message: `expected the policy ${arn} attached to ${name}, got none`,
          expected: arn,
        }),
      ),
    ...[
      ...found.attachedPolicies
        .filter((arn) => !arns.includes(arn))
        .map((arn) => ({ policy: arn, fix: ". Detach it, or add it to policies of the role" })),
      ...found.inlinePolicies.map(({ name: inline }) => ({
        policy: `inline policy ${inline}`,
        fix: ". Delete it",
      })),
    ].map(
      ({ policy, fix }): Difference => ({
        kind: "policy-not-in-file",
        path: own,
        message: `expected no other policy of ${name}, got ${policy}${fix}`,
        got: policy,
      }),
    ),
  ];
}

/** Roles that the file does not have, and that others do not manage. */
function unknownRoles(
  { account, inventory }: Compared,
  knownRoles: readonly string[],
): readonly AccountRole[] {
  const known = [...account.roles.map(({ name }) => name), ...knownRoles].map((name) => name.toLowerCase());
  return inventory.roles.filter(
    ({ name }) => !known.some((pattern) => matchesPattern(pattern, name.toLowerCase())),
  );
}

/** Roles that trust GitHub or every principal, and that the file does not have. */
function otherRoles(at: Compared, issuerHost: string, knownRoles: readonly string[]): readonly Difference[] {
  return unknownRoles(at, knownRoles).flatMap((role): readonly Difference[] => {
    const trusted = trustedBy(role, { ...EMPTY_CONTEXT, account: at.account, issuerHost });
    if (trusted === undefined) return [];
    return [
      {
        kind: "role-not-in-file",
        path: undefined,
        message: `expected only roles of the file to trust ${trusted.who}, got ${role.arn}${trusted.by}. ${trusted.fix}, delete it, or pass --known-role ${role.name}`,
        got: role.arn,
      },
    ];
  });
}

/** Whom a role trusts. Undefined if that is neither GitHub nor every principal, or cannot be read. */
function trustedBy(
  role: AccountRole,
  context: LintContext,
): { readonly who: string; readonly by: string; readonly fix: string } | undefined {
  const github = githubRole(role);
  if (github !== undefined) {
    const owners = [...new Set(ownersIn(github))];
    const names = owners.length === 0 ? github.issuers : owners;
    return { who: "GitHub", by: `, which trusts ${names.join(", ")}`, fix: "Add it with adopt" };
  }
  if (!("document" in role.trust)) return undefined;
  const { document } = role.trust;
  const fix = "Fix its trust policy";
  const statements = checkedStatements(document, context);
  const isOpen = [...statements, ...document.statements.filter(hasAnyProvider)].some(
    ({ effect, principal: { isEverybody, isNegated, federated } }) =>
      effect === "Allow" && (isEverybody || isNegated || federated.some((arn) => arn.includes("*"))),
  );
  if (isOpen) return { who: "every principal", by: "", fix };
  const principals = statements.flatMap(({ principal: { federated, others } }) => [...federated, ...others]);
  return principals.length === 0
    ? undefined
    : { who: "GitHub", by: `, which trusts ${principals.join(", ")}`, fix };
}

/** Whether a statement allows tokens of every OIDC provider. */
function hasAnyProvider(statement: Statement): boolean {
  const { effect, principal } = statement;
  return (
    effect === "Allow" &&
    principal.federated.some((arn) => arn.includes("*")) &&
    isAbout(statement, WEB_IDENTITY_ACTION)
  );
}

/** Roles that may trust anyone. */
function unreadRoles(at: Compared, knownRoles: readonly string[]): readonly string[] {
  return unknownRoles(at, knownRoles).flatMap(({ arn, trust }) =>
    "problems" in trust
      ? [`whom ${arn} trusts, because its trust policy cannot be read: ${trust.problems[0]?.message ?? ""}`]
      : [],
  );
}
