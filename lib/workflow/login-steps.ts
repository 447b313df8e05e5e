import { ecrLevel } from "../policy/ecr-access";
import { MIN_SESSION_SECONDS } from "../policy/iam-limits";
import { defaultAudience } from "../policy/partition";
import { pinned } from "./pins";
import type { WorkflowPlan } from "./plan";
import { UNKNOWN_ACCOUNT } from "./role-source";
import { registryLogins, type Target } from "./targets";
import type { Trigger } from "./trigger";
import { lines, noted, unevaluated, type Yaml } from "./yaml-text";

/** The steps that assume the role of each account and log in to its registries. */
export function loginSteps(plan: WorkflowPlan): readonly Yaml[] {
  const accounts = registryLogins(plan.targets);
  const ids = accounts.map((_, index) => (index === 0 ? "aws" : `aws-${index + 1}`));
  return [
    ...accounts.flatMap(([target, logins], index) => [
      credentialsStep(ids[index] ?? "", target),
      ...logins.map(({ stepId, region }) => ({
        id: stepId,
        uses: pinned("aws-actions/amazon-ecr-login"),
        ...(region !== undefined && { env: { AWS_REGION: region } }),
        ...registriesOf(target),
      })),
      ...furtherLogins(target),
    ]),
    refusalStep(plan.trigger, ids),
  ];
}

/** The registry of the images, if it is not that of the role's account. */
function registriesOf({ selected: { role }, publicRegistry }: Target): { readonly with?: Yaml } {
  if (publicRegistry !== undefined) return { with: { "registry-type": "public" } };
  const { accountId } = role.ecr;
  return accountId === undefined ? {} : { with: { registries: accountId } };
}

/** The login to registries of other accounts from which a build can pull its base images. The output of the first step is one registry. */
function furtherLogins({ selected: { account, role } }: Target): readonly Yaml[] {
  const first = role.ecr.accountId ?? account.accountId;
  const others = role.furtherEcr
    .filter(({ access }) => ecrLevel(access).canPull)
    .map((each) => each.accountId ?? account.accountId)
    .filter((each) => each !== first && each !== UNKNOWN_ACCOUNT);
  if (others.length === 0) return [];
  const registries = [...new Set(others)].join(",");
  return [{ uses: pinned("aws-actions/amazon-ecr-login"), with: { registries } }];
}

/** The default audience of configure-aws-credentials. */
const ACTIONS_AUDIENCE = defaultAudience("aws");

/**
 * The attempts to assume the role, after random waits of up to 50 ms, 100 ms and so on. A new role needs some seconds. The action's default, 12,
 * takes minutes.
 */
const ATTEMPTS = 8;

function credentialsStep(id: string, { selected: { account, role }, values }: Target): Yaml {
  const { roleToAssume, region, accountId } = values;
  return {
    id,
    uses: pinned("aws-actions/configure-aws-credentials"),
    with: {
      "role-to-assume": roleToAssume,
      "aws-region": region,
      ...(account.audience !== ACTIONS_AUDIENCE && { audience: account.audience }),
      ...(accountId !== undefined && { "allowed-account-ids": accountId }),
      ...(role.maxSessionSeconds !== MIN_SESSION_SECONDS && {
        "role-duration-seconds": role.maxSessionSeconds,
      }),
      "retry-max-attempts": noted(ATTEMPTS, "fail within seconds if AWS refuses the role"),
    },
  };
}

/** Names the command that explains why AWS refuses the role. */
function refusalStep(trigger: Trigger, ids: readonly string[]): Yaml {
  const failed = ids.map((id) => `steps.${id}.outcome == 'failure'`).join(" || ");
  const { environment } = trigger;
  const given = environment === undefined ? "" : " --environment %q";
  const name = environment === undefined ? "" : ' "$ENVIRONMENT"';
  const [ref, values] = explainedRef(trigger);
  return {
    name: "Explain a refused role",
    if: `failure() && ${ids.length === 1 ? failed : `(${failed})`}`,
    ...(environment !== undefined && { env: { ENVIRONMENT: unevaluated(environment) } }),
    run: lines([
      `printf '::error::To see why AWS refused the role, run beside access.yaml: npx github-actions-ecr explain --repository %s ${ref}${given}\\n' \\`,
      `  "$GITHUB_REPOSITORY" ${values}${name}`,
    ]),
  };
}

/** The options of `explain` for the ref of a run, and the values in them. */
function explainedRef({ event, branches }: Trigger): readonly [options: string, values: string] {
  switch (event) {
    case "pull_request":
      return ["--event %s", '"$GITHUB_EVENT_NAME"'];
    case "merge_group":
      return ["--event %s --branch %q", `"$GITHUB_EVENT_NAME" ${JSON.stringify(branches[0]?.pattern ?? "")}`];
    case "push":
    case "workflow_dispatch":
    case "schedule":
    case "repository_dispatch":
    case "release":
      return ["--%s %q", '"$GITHUB_REF_TYPE" "$GITHUB_REF_NAME"'];
  }
}
