import type { Environment, Repository } from "../config/config";
import { isSameName } from "../policy/github-names";
import { isPattern } from "../policy/subject";
import { DEFAULT_TEMPLATE } from "../policy/subject-template";
import { calledWorkflow, pathOf, repositoryOf, WORKFLOW_FOLDER } from "./called-workflow";
import type { ChosenRole } from "./chosen-role";
import { expression } from "./expression";
import { chosenImages } from "./images";
import type { ImageTag, WorkflowPlan } from "./plan";
import { chosenPlatforms } from "./platforms";
import type { WorkflowRequest } from "./request";
import type { RoleSource } from "./role-source";
import { type Identity, type TokenDecision, tokenDecisions } from "./token-decision";
import { plannedRun, type Trigger } from "./trigger";
import { type TrustedContext, trustedContexts } from "./trusted-contexts";
import { roleValues } from "./values";

/** A workflow that is planned, and what the role says to it. */
export interface Planned {
  readonly plan: WorkflowPlan;
  readonly identity: Identity;
  readonly admissions: readonly TokenDecision[];
  /** What the wish has to say more clearly. */
  readonly problems: readonly string[];
}

/** Plans a workflow of a repository for a role, as the wish and the role's trust have it. */
export function planWorkflow(
  access: RoleSource,
  chosen: ChosenRole,
  repository: Repository,
  wish: WorkflowRequest,
): Planned {
  const { role } = chosen;
  const uses = trustedContexts(role, repository);
  const identities = identitiesOf(access, uses, repository);
  const identity = identities[0];
  const own = { owner: identity.owner, name: identity.repository };
  const run = plannedRun(uses, wish, (name) => environmentNamed(access, own, name));
  const called = calledWorkflow(run, wish, own);
  const isCalled = called.calls !== undefined && wish.event === "workflow_call";
  const verb = role.ecr.access === "pull" ? "pull" : "push";
  const name = run.claims.workflow?.find((text) => !isPattern(text)) ?? verb;
  const path = isCalled
    ? pathOf(called.calls)
    : `${WORKFLOW_FOLDER}/${wish.fileName ?? called.fileName ?? `${verb}.yml`}`;
  return {
    plan: {
      chosen,
      repository: own,
      home: isCalled ? repositoryOf(called.calls) : own,
      name,
      path,
      run,
      values: roleValues(chosen, access.owners, { repository: own, environment: run.environment }),
      images: chosenImages(role, wish, own.name),
      tags: imageTags(wish, run, verb),
      platforms: chosenPlatforms(wish),
      runsOn: wish.runsOn,
      dockerfile: wish.dockerfile,
      calls: isCalled ? undefined : called.calls,
      words: wish.words,
    },
    identity,
    admissions: tokenDecisions(chosen, access.github, run, identities, { name, path, calls: called.calls }),
    problems: called.problems,
  };
}

/** How the tokens of a repository name it, by this role or by any other of the file; by its names, where nothing says more. */
function identitiesOf(
  { accounts, owners }: RoleSource,
  uses: readonly TrustedContext[],
  repository: Repository,
): readonly [Identity, ...Identity[]] {
  const known =
    uses.length > 0
      ? uses
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
    known.map((use) => [JSON.stringify([use.owner, use.repository, use.ids, use.template]), use]),
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

/** By default the commit, and the name of git's tag where a tag started the run and its name can be an image's tag. */
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
