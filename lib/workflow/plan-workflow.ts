import type { Environment, Repository } from "../config/config";
import { ECR_LEVELS } from "../policy/ecr-actions";
import { isPattern, isSameName } from "../policy/github-names";
import { DEFAULT_TEMPLATE } from "../policy/subject/template";
import { calledWorkflow, pathOf, repositoryOf, WORKFLOW_FOLDER } from "./called-workflow";
import { expression } from "./expression";
import { chosenImages } from "./images";
import type { ImageTag, WorkflowPlan } from "./plan";
import { chosenPlatforms } from "./platforms";
import type { WorkflowRequest } from "./request";
import type { RoleSource } from "./role-source";
import type { SelectedRole } from "./selected-role";
import { type Identity, type TokenDecision, tokenDecisions } from "./token-decision";
import { type Trigger, triggerOf } from "./trigger";
import { type TrustedContext, trustedContexts } from "./trusted-contexts";
import { roleValues } from "./values";

/** The plan of a workflow, and whether the role allows its tokens. */
export interface Planned {
  readonly plan: WorkflowPlan;
  readonly identity: Identity;
  readonly decisions: readonly TokenDecision[];
  /** What is missing in the request. */
  readonly problems: readonly string[];
}

/** Plans the workflow of a repository for a role, from the request and the role's trust. */
export function planWorkflow(
  source: RoleSource,
  selected: SelectedRole,
  repository: Repository,
  request: WorkflowRequest,
): Planned {
  const { role } = selected;
  const contexts = trustedContexts(role, repository);
  const identities = identitiesOf(source, contexts, repository);
  const identity = identities[0];
  const own = { owner: identity.owner, name: identity.repository };
  const trigger = triggerOf(contexts, request, (name) => environmentNamed(source, own, name));
  const called = calledWorkflow(trigger, request, own);
  const isCalled = called.calls !== undefined && request.event === "workflow_call";
  const verb = ECR_LEVELS[role.ecr.access].canPush ? "push" : "pull";
  const name = trigger.claims.workflow?.find((text) => !isPattern(text)) ?? verb;
  const path = isCalled
    ? pathOf(called.calls)
    : `${WORKFLOW_FOLDER}/${request.fileName ?? called.fileName ?? `${verb}.yml`}`;
  return {
    plan: {
      selected,
      repository: own,
      home: isCalled ? repositoryOf(called.calls) : own,
      name,
      path,
      trigger,
      values: roleValues(selected, source.owners, { repository: own, environment: trigger.environment }),
      images: chosenImages(role, request, own.name),
      tags: imageTags(request, trigger, verb),
      platforms: chosenPlatforms(request),
      runsOn: request.runsOn,
      dockerfile: request.dockerfile,
      calls: isCalled ? undefined : called.calls,
      wording: request.wording,
    },
    identity,
    decisions: tokenDecisions(selected, source.github, trigger, identities, {
      name,
      path,
      calls: called.calls,
    }),
    problems: called.problems,
  };
}

/** How the tokens of a repository name it, according to this role, else to any role. Default: by its names. */
function identitiesOf(
  { accounts, owners }: RoleSource,
  contexts: readonly TrustedContext[],
  repository: Repository,
): readonly [Identity, ...Identity[]] {
  const known =
    contexts.length > 0
      ? contexts
      : accounts.flatMap(({ roles }) => roles.flatMap((role) => trustedContexts(role, repository)));
  const template = owners
    .find(({ name }) => isSameName(name, repository.owner))
    ?.templates.find((own) => own.repository?.toLowerCase() === repository.name.toLowerCase())?.claims;
  const named: Identity = {
    owner: repository.owner,
    repository: repository.name,
    ids: undefined,
    template: template ?? DEFAULT_TEMPLATE,
  };
  const distinct = new Map(
    known.map((each) => [JSON.stringify([each.owner, each.repository, each.ids, each.template]), each]),
  );
  const [first = named, ...others] = distinct.values();
  return [first, ...others];
}

function environmentNamed(
  { owners }: RoleSource,
  { owner, name }: Repository,
  environment: string,
): Environment | undefined {
  return owners
    .find((known) => isSameName(known.name, owner))
    ?.environments.find((known) => isSameName(known.repository, name) && isSameName(known.name, environment));
}

const SHA = expression("github.sha");

/** Default: the commit, and the git tag if a tag started the run and every git tag that matches is a valid image tag. */
function imageTags(
  { tags }: WorkflowRequest,
  { isReusable, branches, tags: refs }: Trigger,
  verb: "push" | "pull",
): readonly ImageTag[] {
  const plain = (text: string): ImageTag => ({ text, isOfGitTag: false });
  if (tags.length > 0) return tags.map(plain);
  if (verb === "pull") return [plain("latest")];
  const isNameable = refs.length > 0 && refs.every(({ pattern }) => /^[\w.*-]+$/.test(pattern));
  if (!isNameable || isReusable) return [plain(SHA)];
  return branches.length === 0
    ? [plain(SHA), plain(expression("github.ref_name"))]
    : [plain(SHA), { text: "", isOfGitTag: true }];
}
