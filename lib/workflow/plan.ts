import type { Environment, Repository } from "../config/types";
import { type EcrLevel, ecrLevel } from "../policy/ecr-access";
import { isPattern, isSameName } from "../policy/github-names";
import { patternOf, subsumes, WILDCARDS_ALONE } from "../policy/iam/glob";
import type { NonEmpty } from "../policy/non-empty";
import { DEFAULT_TEMPLATE } from "../policy/subject/template";
import { type Cache, chosenCache } from "./cache";
import {
  chosenImages,
  chosenPlatforms,
  type Image,
  imageParts,
  type Platform,
  publicRegistryOf,
} from "./images";
import type { ArtifactKind, Identity, Wording, WorkflowRequest } from "./request";
import type { RoleSource, SelectedRole } from "./role-source";
import { type ImageTag, imageTags, keyTag, pulledTags } from "./tags";
import type { Target } from "./targets";
import { type TokenDecision, tokenDecisions } from "./token-decision";
import { type Trigger, triggerOf } from "./trigger";
import { type TrustedContext, trustedContexts } from "./trusted-contexts";
import { roleValues, usedRegions } from "./values";

/** Everything that determines the text of a workflow. */
export interface WorkflowPlan {
  readonly selected: SelectedRole;
  readonly job: ImageJob;
  /** The repository that sends the tokens. For a reusable workflow, the caller's. */
  readonly repository: Repository;
  readonly name: string;
  /** The repository and path of the workflow file. */
  readonly home: Repository;
  readonly path: string;
  readonly trigger: Trigger;
  /** The environment of the job, if it is in the file. */
  readonly knownEnvironment: Environment | undefined;
  /** The regions whose registries the selected role uses. */
  readonly regions: readonly string[];
  /** The selected role, and roles of further accounts. */
  readonly targets: NonEmpty<Target>;
  readonly kind: ArtifactKind;
  readonly images: readonly Image[];
  /** Image tags to push. */
  readonly tags: readonly ImageTag[];
  /** Image tags to pull. */
  readonly pulled: readonly string[];
  /** The tag by which a run finds the image that an earlier run pushed. Undefined if every run builds. */
  readonly key: ImageTag | undefined;
  /** Empty for the runner's own platform. */
  readonly platforms: readonly Platform[];
  readonly runsOn: readonly string[];
  readonly dockerfile: string | undefined;
  readonly cache: Cache;
  readonly build: Pick<WorkflowRequest, "provenance" | "sbom" | "attest" | "sign" | "reproducible">;
  readonly timeoutMinutes: number;
  /** The reusable workflow that it calls. */
  readonly calls: string | undefined;
  /** The inputs of the reusable workflow that the request has values for. */
  readonly callInputs: Readonly<Record<string, string>>;
  readonly wording: Wording;
}

/** What a workflow does with images. */
type ImageJob = Exclude<EcrLevel["workflow"], "none">;

export function isPushing({ job }: Pick<WorkflowPlan, "job">): boolean {
  return job === "push";
}

/** Whether builds can read from ECR: a cache, or the images of several platforms. */
export function isReading({ selected }: Pick<WorkflowPlan, "selected">): boolean {
  return ecrLevel(selected.role.ecr.access).canPull;
}

/** The plan of a workflow, and whether the role allows its tokens. */
export interface Planned {
  readonly plan: WorkflowPlan;
  readonly identity: Identity;
  readonly decisions: readonly TokenDecision[];
  /** What is missing in the request. */
  readonly problems: readonly string[];
}

/** A role, a repository that can use it, and what its workflow does. */
export interface Choice {
  readonly selected: SelectedRole;
  readonly repository: Repository;
  readonly job: ImageJob;
}

/** Plans the workflow of a repository for a role, from the request and the role's trust. */
export function planWorkflow(
  source: RoleSource,
  { selected, repository, job }: Choice,
  request: WorkflowRequest,
): Planned {
  const { role } = selected;
  const contexts = trustedContexts(role, repository);
  const identities = identitiesOf(source, contexts, repository);
  const identity = identities[0];
  const own = { owner: identity.owner, name: identity.repository };
  const trigger = triggerOf(contexts, request, (name) => environmentNamed(source, own, name));
  const { environment } = trigger;
  const called = calledWorkflow(trigger, request, own);
  const isCalled = called.calls !== undefined && request.event === "workflow_call";
  const kind = request.kind ?? "image";
  // A chart has the tag of its version.
  const tags = job === "push" && kind !== "helm" ? imageTags(request.tags, trigger) : [];
  const target = targetOf(selected, source.owners, { repository: own, environment }, request);
  const images = chosenImages(selected, request, own.name, trigger.isReusable);
  const name = trigger.claims.workflow?.find((text) => !isPattern(text)) ?? job;
  const path = isCalled
    ? pathOf(called.calls)
    : `${WORKFLOW_FOLDER}/${request.fileName ?? called.fileName ?? `${job}.yml`}`;
  return {
    plan: {
      selected,
      job,
      repository: own,
      home: isCalled ? repositoryOf(called.calls) : own,
      name,
      path,
      trigger,
      knownEnvironment: environment === undefined ? undefined : environmentNamed(source, own, environment),
      regions: usedRegions(selected, request.regions),
      targets: [target],
      kind,
      images,
      pulled: pulledTags(request.tags),
      tags,
      key: keyTag(tags, trigger),
      platforms: chosenPlatforms(request),
      runsOn: request.runsOn,
      dockerfile: request.dockerfile,
      cache:
        kind === "image"
          ? chosenCache(request, selected, source.github, images, target.publicRegistry === undefined)
          : { kind: "off" },
      build: request,
      timeoutMinutes: request.timeout ?? TIMEOUT_MINUTES,
      calls: isCalled ? undefined : called.calls,
      callInputs: callInputs(request),
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

function callInputs({ images, context }: WorkflowRequest): WorkflowPlan["callInputs"] {
  const [only, ...others] = images.map(imageParts);
  const folder = only?.context ?? context;
  return {
    ...(only !== undefined && others.length === 0 && { image: only.repository }),
    ...(folder !== undefined && others.length === 0 && { context: folder }),
  };
}

const TIMEOUT_MINUTES = 30;

/** A role in a workflow, with the regions of the request that it may use. */
function targetOf(
  selected: SelectedRole,
  owners: RoleSource["owners"],
  place: Parameters<typeof roleValues>[2],
  request: Pick<WorkflowRequest, "regions" | "images">,
): Target {
  const publicRegistry = publicRegistryOf(selected.role, request);
  const [region, ...further] = usedRegions(selected, request.regions);
  return {
    selected,
    values: roleValues(selected, owners, place, region),
    // ECR Public has one registry for all regions.
    furtherRegions: publicRegistry === undefined ? further : [],
    publicRegistry,
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

const WORKFLOW_FOLDER = ".github/workflows";

interface Called {
  /** The reusable workflow that the workflow calls. */
  readonly calls: string | undefined;
  /** The name of the file, if the role's trust requires a workflow of this repository. */
  readonly fileName: string | undefined;
  readonly problems: readonly string[];
}

/** The workflow that the role's trust requires in the claim `job_workflow_ref`. */
function calledWorkflow({ claims }: Trigger, request: WorkflowRequest, repository: Repository): Called {
  const none: Called = { calls: undefined, fileName: undefined, problems: [] };
  if (request.calls !== undefined) return { ...none, calls: request.calls };
  const required = claims.jobWorkflowRef;
  if (required === undefined) return none;
  const own = `${repository.owner}/${repository.name}/${WORKFLOW_FOLDER}/`;
  const ownFile = required
    .filter((text) => text.startsWith(own))
    .map((text) => text.slice(own.length).split("@")[0] ?? "")
    .find((fileName) => !isPattern(fileName));
  if (ownFile !== undefined && request.event !== "workflow_call") return { ...none, fileName: ownFile };
  const exact = required.find((text) => !isPattern(text));
  if (exact !== undefined) return { ...none, calls: exact };
  const isOwn = required.some((text) =>
    subsumes(patternOf(text, WILDCARDS_ALONE), patternOf(`${own}*@*`, WILDCARDS_ALONE)),
  );
  if (isOwn) return none;
  return {
    ...none,
    problems: [
      `${request.wording.option("calls")}: missing. Expected OWNER/REPOSITORY/${WORKFLOW_FOLDER}/FILE@REF with refs/heads/BRANCH or refs/tags/TAG as REF, because the role's trust requires ${required.join(" or ")}`,
    ],
  };
}

/** The path in `OWNER/REPOSITORY/PATH@REF`. */
function pathOf(workflow = ""): string {
  return workflow.split("@")[0]?.split("/").slice(2).join("/") ?? "";
}

function repositoryOf(workflow = ""): Repository {
  const [owner = "", name = ""] = workflow.split("/");
  return { owner, name };
}
