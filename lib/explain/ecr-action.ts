import type { Account, Config, EcrRepository, Role } from "../config/types";
import { ecrRepositoryArn, roleArn } from "../policy/arn";
import { accessText, ECR_ACCESSES, ecrLevel } from "../policy/ecr-access";
import { repositoryPolicy } from "../policy/ecr-registry";
import { isAbout } from "../policy/iam/evaluate";
import { patternOf, plainText, subsumes, WILDCARDS_ALONE } from "../policy/iam/glob";
import { parsePolicy } from "../policy/parse";
import type { PolicyDocument, ResourceStatement, Statement } from "../policy/policy-document";

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
  const why = deniedText(role, statements, about, arns, request);
  return role.attachedPolicyArns === undefined
    ? { policy: "identity policy", outcome: "denied", why }
    : {
        policy: "identity policy",
        outcome: "undetermined",
        why: `${role.attachedPolicyArns.join(", ")} may allow it, and is not in the file. ${why}`,
      };
}

function deniedText(
  role: Role,
  statements: readonly NamedStatement[],
  about: readonly NamedStatement[],
  arns: readonly string[],
  { action, repository }: EcrRequest,
): string {
  const grants = [role.ecr, ...role.furtherEcr];
  const missing = arns.filter((arn) => !about.some(({ statement }) => isOn(statement, arn)));
  const reached = statements.some(({ statement }) =>
    missing.some((arn) => isOn(statement, arn) && !statement.resources.includes("*")),
  );
  if (reached) {
    const others = ECR_ACCESSES.filter((access) => hasAction(access, action));
    const fix =
      others.length === 0 ? "No access level has this action" : `Add access: ${others.join(" or ")}`;
    const { access } = grants.find((each) => isNamedIn(each, repository)) ?? role.ecr;
    return `access: ${accessText(access)} does not have ${action} on ${repository}. ${fix}`;
  }
  if (about.length === 0)
    return `access: ${accessText(role.ecr.access)} does not have ${action}, and no policy names ${repository}`;
  const fix = grants.some((each) => isNamedIn(each, repository))
    ? "Add the region to ecr.region of the role"
    : `Add ${repository} to ecr.repositories of the role`;
  const reach = grants
    .filter(({ access }) => hasAction(access, action))
    .map(({ repositories, regions, accountId }) => {
      const where = accountId === undefined ? "" : ` of ${accountId}`;
      return `${repositories.join(", ")} in ${regions.join(", ")}${where}`;
    });
  // The rights below the prefixes of createOnPush and pullThroughCache belong to no access level.
  const allowed =
    reach.length > 0 ? reach.join(" and ") : about.flatMap(({ statement }) => statement.resources).join(", ");
  return `${action} is allowed on ${allowed} only, not on ${missing.join(", ")}. ${fix}`;
}

function hasAction(access: Role["ecr"]["access"], action: string): boolean {
  return ecrLevel(access).actions.some((each) => each.toLowerCase() === action.toLowerCase());
}

/** Whether the resources of a statement match an ARN. */
function isOn({ resources }: Statement, arn: string): boolean {
  return resources.some((resource) => subsumes(patternOf(resource, WILDCARDS_ALONE), plainText(arn)));
}

/** A registry, by its account and region. */
interface Target {
  readonly accountId: string;
  readonly region: string;
}

/** The registry of the address, or those of the role in which it names the repository. */
function targetsOf(role: Role, account: Account, { repository, registry }: EcrRequest): readonly Target[] {
  if (registry !== undefined) return [registry];
  const naming = [role.ecr, ...role.furtherEcr].filter((each) => isNamedIn(each, repository));
  return (naming.length === 0 ? [role.ecr] : naming).flatMap(({ accountId, regions }) =>
    regions.map((region) => ({ accountId: accountId ?? account.accountId, region })),
  );
}

function isNamedIn({ repositories }: Role["ecr"], repository: string): boolean {
  return repositories.some((each) => subsumes(patternOf(each, WILDCARDS_ALONE), plainText(repository)));
}

function arnsOf(role: Role, account: Account, request: EcrRequest): readonly string[] {
  return targetsOf(role, account, request).map(({ accountId, region }) =>
    ecrRepositoryArn({ ...account, accountId }, region, request.repository),
  );
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
  const target = targetsOf(role, account, request).find(({ accountId }) => accountId !== account.accountId);
  if (target === undefined) {
    return { policy, outcome: "not needed", why: "the repository is in the account of the role" };
  }
  const { accountId, region } = target;
  const other = accounts.find((each) => each.accountId === accountId);
  const repository = other?.ecr?.repositories.find(
    ({ name, regions }) => name === request.repository && regions.includes(region),
  );
  if (other === undefined || repository === undefined || repository.origin === "existing") {
    return {
      policy,
      outcome: "undetermined",
      why: `the policy of ${request.repository} in account ${accountId} must allow it too, and is not in the file`,
    };
  }
  const document = repositoryPolicy(other, region, repository.pull, repository.grants);
  const arn = roleArn(account, role.path, role.name);
  const about = (document?.Statement ?? []).filter((each) => allowsRole(each, arn, request.action));
  const statement = about.find((each) => otherConditions(each).length === 0) ?? about[0];
  if (statement !== undefined) {
    const others = otherConditions(statement);
    const end = others.length === 0 ? "" : `, if the condition on ${others.join(", ")} holds`;
    return {
      policy,
      outcome: others.length === 0 ? "allowed" : "undetermined",
      why: `statement ${statement.Sid} of account ${accountId} allows ${request.action}${end}`,
    };
  }
  const fix = hasAction("pull", request.action)
    ? "Add the account to pull.accounts there"
    : `Add an element with account: "${accountId}" and this access to ecr of the role`;
  return {
    policy,
    outcome: "denied",
    why: `no statement of the policy of ${request.repository} in account ${accountId} allows ${request.action} to this role. ${fix}`,
  };
}

type Principal = PolicyDocument<ResourceStatement>["Statement"][number]["Principal"];

function allowsRole(statement: ResourceStatement, arn: string, action: string): boolean {
  const { Principal, Action } = statement;
  return (
    Action.some((each) => each.toLowerCase() === action.toLowerCase()) &&
    isNamed(Principal, arn) &&
    // A condition that names roles.
    conditionsOf(statement).every(([key, values]) => key !== PRINCIPAL_ARN || values.includes(arn))
  );
}

const PRINCIPAL_ARN = "aws:PrincipalArn";

/** The condition keys that the file does not decide. */
function otherConditions(statement: ResourceStatement): readonly string[] {
  return conditionsOf(statement).flatMap(([key]) => (key === PRINCIPAL_ARN ? [] : [key]));
}

function conditionsOf({
  Condition = {},
}: ResourceStatement): readonly (readonly [string, readonly string[]])[] {
  return Object.values(Condition).flatMap((keys) =>
    Object.entries(keys).map(([key, values]) => [key, [values].flat()] as const),
  );
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
  request: EcrRequest,
  accounts: readonly Account[],
): readonly string[] {
  const { action, repository, tag } = request;
  const [target] = targetsOf(role, account, request);
  const owner = accounts.find(({ accountId }) => accountId === target?.accountId);
  if (target === undefined || owner?.ecr === undefined) return [];
  const entry = owner.ecr.repositories.find(
    ({ name, regions }) => name === repository && regions.includes(target.region),
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
