import type { Account, Config, EcrRepository, Role } from "../config/types";
import { ecrRepositoryArn, roleArn } from "../policy/arn";
import type { PolicyDocument, ResourceStatement, Statement } from "../policy/document";
import { accessText, ECR_ACCESSES, ecrLevel } from "../policy/ecr";
import { repositoryPolicy } from "../policy/ecr-registry";
import { isAbout } from "../policy/iam/evaluate";
import { patternOf, plainText, subsumes, WILDCARDS_ALONE } from "../policy/iam/glob";
import { parsePolicy } from "../policy/parse";

/** What a job wants to do with an image. */
export interface EcrRequest {
  /** `ecr:PutImage` */
  readonly action: string;
  /** Name of the ECR repository. */
  readonly repository: string;
  readonly tag: string | undefined;
  /** Of the registry address. Undefined: those of the role. */
  readonly registry: { readonly accountId: string; readonly region: string } | undefined;
}

type EcrOutcome = "allowed" | "denied" | "undetermined";

/** One of the policies that decide, with a sentence without a full stop. */
interface PolicyAnswer {
  readonly policy: "identity policy" | "permissions boundary" | "repository policy";
  /** `not needed` if the policy does not take part in the decision. */
  readonly outcome: EcrOutcome | "not needed";
  readonly why: string;
}

/** Whether a role may do what is requested. Each policy must allow it. */
export interface EcrDecision {
  readonly role: { readonly name: string; readonly account: string };
  readonly outcome: EcrOutcome;
  readonly policies: readonly PolicyAnswer[];
  readonly notes: readonly string[];
}

/**
 * Evaluates the policies of each role.
 * @param roles those to evaluate. Default: all of the file.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function ecrDecisions(
  { accounts }: Pick<Config, "accounts">,
  request: EcrRequest,
  isWanted: (role: Role, account: Account) => boolean = () => true,
): readonly EcrDecision[] {
  return accounts.flatMap((account) =>
    account.roles
      .filter((role) => isWanted(role, account))
      .map((role) => ecrDecision(role, account, request, accounts)),
  );
}

function ecrDecision(
  role: Role,
  account: Account,
  request: EcrRequest,
  accounts: readonly Account[],
): EcrDecision {
  const policies = [
    identityAnswer(role, account, request),
    boundaryAnswer(role),
    repositoryAnswer(role, account, request, accounts),
  ];
  const has = (outcome: EcrOutcome) => policies.some((each) => each.outcome === outcome);
  const outcome = has("denied") ? "denied" : has("undetermined") ? "undetermined" : "allowed";
  return {
    role: { name: role.name, account: account.name },
    outcome,
    policies,
    notes: outcome === "denied" ? [] : notesOf(role, account, request, accounts),
  };
}

/** A statement of a role, with the name of its policy. */
interface NamedStatement {
  readonly policyName: string;
  readonly statement: Statement;
}

function statementsOf(role: Role): readonly NamedStatement[] {
  return role.policies.flatMap(({ name, document }) => {
    const parsed = parsePolicy(document, "permissions");
    if ("problems" in parsed) throw new TypeError(`the policy ${name} cannot be parsed`);
    return parsed.statements.map((statement) => ({ policyName: name, statement }));
  });
}

function identityAnswer(role: Role, account: Account, request: EcrRequest): PolicyAnswer {
  const statements = statementsOf(role);
  const arns = arnsOf(role, account, request);
  const about = statements.filter(({ statement }) => isAbout(statement, request.action));
  const answers = arns.map((arn) => about.find(({ statement }) => isOn(statement, arn)));
  const [first] = answers;
  if (first !== undefined && answers.every((answer) => answer !== undefined)) {
    return {
      policy: "identity policy",
      outcome: "allowed",
      why: `${first.policyName}, statement ${first.statement.sid ?? "without Sid"}, allows ${request.action} on ${first.statement.resources.includes("*") ? "*" : arns.join(", ")}`,
    };
  }
  return {
    policy: "identity policy",
    outcome: "denied",
    why: deniedText(role, statements, about, arns, request),
  };
}

function deniedText(
  role: Role,
  statements: readonly NamedStatement[],
  about: readonly NamedStatement[],
  arns: readonly string[],
  { action, repository }: EcrRequest,
): string {
  const missing = arns.filter((arn) => !about.some(({ statement }) => isOn(statement, arn)));
  const reached = statements.some(({ statement }) =>
    missing.some((arn) => isOn(statement, arn) && !statement.resources.includes("*")),
  );
  if (reached) {
    const others = ECR_ACCESSES.filter((access) =>
      ecrLevel(access).actions.some((each) => each.toLowerCase() === action.toLowerCase()),
    );
    const fix =
      others.length === 0 ? "No access level has this action" : `Add access: ${others.join(" or ")}`;
    return `access: ${accessText(role.ecr.access)} does not have ${action} on ${repository}. ${fix}`;
  }
  if (about.length === 0)
    return `access: ${accessText(role.ecr.access)} does not have ${action}, and no policy names ${repository}`;
  const isNamed = role.ecr.repositories.some((each) =>
    subsumes(patternOf(each, WILDCARDS_ALONE), plainText(repository)),
  );
  const fix = isNamed
    ? "Add the region to ecr.region of the role"
    : `Add ${repository} to ecr.repositories of the role`;
  return `${action} is allowed on ${role.ecr.repositories.join(", ")} in ${role.ecr.regions.join(", ")} only, not on ${missing.join(", ")}. ${fix}`;
}

/** Whether the resources of a statement match an ARN. */
function isOn({ resources }: Statement, arn: string): boolean {
  return resources.some((resource) => subsumes(patternOf(resource, WILDCARDS_ALONE), plainText(arn)));
}

function arnsOf(role: Role, account: Account, { repository, registry }: EcrRequest): readonly string[] {
  if (registry === undefined) {
    return role.ecr.regions.map((region) => ecrRepositoryArn(account, region, repository));
  }
  return [ecrRepositoryArn({ ...account, accountId: registry.accountId }, registry.region, repository)];
}

function boundaryAnswer({ permissionsBoundaryArn }: Role): PolicyAnswer {
  const policy = "permissions boundary";
  return permissionsBoundaryArn === undefined
    ? { policy, outcome: "not needed", why: "the role has none" }
    : {
        policy,
        outcome: "undetermined",
        why: `${permissionsBoundaryArn} must allow it too, and is not in the file`,
      };
}

function repositoryAnswer(
  role: Role,
  account: Account,
  request: EcrRequest,
  accounts: readonly Account[],
): PolicyAnswer {
  const policy = "repository policy";
  const accountId = request.registry?.accountId ?? account.accountId;
  if (accountId === account.accountId) {
    return { policy, outcome: "not needed", why: "the repository is in the account of the role" };
  }
  const other = accounts.find((each) => each.accountId === accountId);
  const repository = other?.ecr?.repositories.find(
    ({ name, regions }) =>
      name === request.repository && regions.includes(request.registry?.region ?? account.region),
  );
  if (other === undefined || repository === undefined || repository.origin === "existing") {
    return {
      policy,
      outcome: "undetermined",
      why: `the policy of ${request.repository} in account ${accountId} must allow it too, and is not in the file`,
    };
  }
  const document = repositoryPolicy(
    other,
    request.registry?.region ?? other.region,
    repository.pull,
    repository.grants,
  );
  const statement = document?.Statement.find((each) =>
    allowsRole(each, roleArn(account, role.path, role.name), request.action),
  );
  if (statement !== undefined) {
    const outcome = statement.Condition === undefined ? "allowed" : "undetermined";
    const end = outcome === "allowed" ? "" : `, if ${JSON.stringify(statement.Condition)} holds`;
    return {
      policy,
      outcome,
      why: `statement ${statement.Sid} of account ${accountId} allows ${request.action}${end}`,
    };
  }
  return {
    policy,
    outcome: "denied",
    why: `no statement of the policy of ${request.repository} in account ${accountId} allows ${request.action} to this role. Add the account to pull.accounts there`,
  };
}

type Principal = PolicyDocument<ResourceStatement>["Statement"][number]["Principal"];

function allowsRole({ Principal, Action }: ResourceStatement, arn: string, action: string): boolean {
  return Action.some((each) => each.toLowerCase() === action.toLowerCase()) && isNamed(Principal, arn);
}

/** A statement for an account is for each of its roles. */
function isNamed(principal: Principal, arn: string): boolean {
  if (principal === "*") return true;
  if ("Service" in principal) return false;
  const root = arn.replace(/:role\/.*$/, ":root");
  return [principal.AWS].flat().some((each) => each === arn || each === root);
}

/** What can still fail although every policy allows it. */
function notesOf(
  role: Role,
  account: Account,
  { action, repository, tag, registry }: EcrRequest,
  accounts: readonly Account[],
): readonly string[] {
  const owner = accounts.find(({ accountId }) => accountId === (registry?.accountId ?? account.accountId));
  if (owner?.ecr === undefined) return [];
  const regions = registry === undefined ? role.ecr.regions : [registry.region];
  const entry = owner.ecr.repositories.find(
    (each) => each.name === repository && regions.every((region) => each.regions.includes(region)),
  );
  if (entry === undefined) {
    const isCreated = [...owner.ecr.createOnPush, ...owner.ecr.pullThroughCache].some(
      ({ prefix }) => prefix === "ROOT" || repository.startsWith(`${prefix}/`),
    );
    return isCreated ? [] : [`the registry of ${owner.name} does not create or list ${repository}`];
  }
  if (entry.origin === "existing")
    return [`the policy of ${repository} is not in the file. A Deny in it also denies`];
  return action.toLowerCase() === "ecr:putimage" ? tagNotes(entry, tag) : [];
}

function tagNotes(
  { tagMutability, name }: Exclude<EcrRepository, { readonly origin: "existing" }>,
  tag: string | undefined,
): readonly string[] {
  const subject =
    tag === undefined ? `a tag that ${name} already has` : `${name}:${tag}, if the tag already exists`;
  switch (tagMutability.kind) {
    case "mutable":
      return [];
    case "immutable":
      return [`the tags are immutable: ECR rejects ${subject}`];
    case "immutableExcept": {
      const isMutable =
        tag !== undefined &&
        tagMutability.tags.some((pattern) => subsumes(patternOf(pattern, WILDCARDS_ALONE), plainText(tag)));
      return isMutable
        ? []
        : [`the tags are immutable except ${tagMutability.tags.join(", ")}: ECR rejects ${subject}`];
    }
  }
}
