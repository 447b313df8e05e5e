import { accessesWith, accessVerbs, ecrLevel } from "../policy/ecr-access";
import { signingProfileNames } from "../policy/ecr-policies";
import { GITHUB_COM } from "../policy/github-issuer";
import { isPattern, isSameName } from "../policy/github-names";
import { MAX_SESSION_SECONDS } from "../policy/iam-limits";
import { r09 } from "../policy/rules/r09-pull-request-push";
import { ruleLink } from "../policy/rules/rule";
import { DEFAULT_TEMPLATE } from "../policy/subject/template";
import { CACHE_TAG } from "./cache";
import { excludedRefs, refTexts } from "./deployment-branches";
import { imageName } from "./images";
import { isPushing, type Planned, type WorkflowPlan } from "./plan";
import type { Identity } from "./request";
import type { RoleSource } from "./role-source";
import { isOfRun } from "./tags";
import { registries } from "./targets";
import { contextText, type Trigger } from "./trigger";
import { isMatch, type TrustedContext, trustedContexts } from "./trusted-contexts";
import { expression } from "./yaml-text";

/** What a reader of the workflow has to know and the workflow does not show, a string for each note. */
export function workflowNotes(
  { plan, identity }: Pick<Planned, "plan" | "identity">,
  source: RoleSource,
  isDetermined: boolean,
): readonly string[] {
  return [
    ...(isDetermined
      ? []
      : [
          "AWS does not document whether it evaluates the claims in this trust policy for this GitHub. Test the workflow before you rely on it",
        ]),
    ...refNotes(plan),
    ...claimNotes(plan),
    ...templateNotes(plan, identity, source),
    ...pullRequestNotes(plan),
    ...environmentNotes(plan),
    ...ecrNotes(plan),
    ...buildNotes(plan),
    ...valueNotes(plan),
    ...hostNotes(plan, source),
    ...otherContexts(plan),
  ];
}

function refNotes({ trigger, tags, wording: { option, options } }: WorkflowPlan): readonly string[] {
  const refs = [...trigger.branches, ...trigger.tags].map(({ pattern }) => pattern).join(", ");
  return [
    ...(trigger.isMainAssumed
      ? [`no branch is given, so the workflow uses main. For another branch, use ${option("branches")}`]
      : []),
    ...(trigger.event === "workflow_dispatch"
      ? [`start the workflow on ${refs}. The role denies other branches and tags`]
      : []),
    ...(trigger.event === "schedule" || trigger.event === "repository_dispatch"
      ? [
          `GitHub runs ${trigger.event === "schedule" ? "schedules" : trigger.event} on the default branch, which must be ${refs}`,
        ]
      : []),
    ...(trigger.event === "release" && refs !== "*"
      ? [`a release runs on its tag. The role denies tags other than ${refs}`]
      : []),
    ...(trigger.tags.length > 0 &&
    tags.length > 0 &&
    !trigger.isReusable &&
    !tags.some(({ text }) => text.includes("ref_name"))
      ? [`images do not get the git tag. To add it, use ${options({ tags: "git-tag" })}`]
      : []),
  ];
}

function claimNotes({
  trigger: { claims, isReusable, environment },
  calls,
  path,
  wording,
}: WorkflowPlan): readonly string[] {
  const people = [...(claims.actor ?? []), ...(claims.actorId ?? []).map((id) => `the user with id ${id}`)];
  return [
    ...(people.length > 0 ? [`the role allows only runs that are started by ${people.join(" or ")}`] : []),
    ...(claims.workflow === undefined
      ? []
      : ["the role's trust requires the workflow's name. Do not change it"]),
    ...(calls === undefined
      ? []
      : [
          `the role's trust requires the reusable workflow ${calls}. To write that workflow, use ${wording.options({ event: "workflow_call", environment })}`,
          ...(calls.includes("@refs/heads/")
            ? [
                `who can push to the branch ${calls.split("@refs/heads/")[1]} of the reusable workflow changes what this workflow does. Let the role's trust require a git tag or a commit of it`,
              ]
            : []),
        ]),
    ...(calls === undefined && claims.jobWorkflowRef !== undefined
      ? [
          `the role's trust requires the workflow file ${path}${isReusable ? ", on the branch or tag that the trust names" : ""}. Do not rename or move it`,
        ]
      : []),
  ];
}

/** A raw subject can have the form of a subject template that nothing else names. */
function templateNotes(
  { repository, selected: { role } }: WorkflowPlan,
  { template }: Identity,
  { owners }: RoleSource,
): readonly string[] {
  const isOfEntry =
    role.trust.kind === "entries" &&
    role.trust.entries.some((entry) => entry.kind === "repository" && entry.template !== undefined);
  const isOfFile = owners.some(
    ({ name, templates }) =>
      isSameName(name, repository.owner) &&
      templates.some((known) => isSameName(known.repository ?? "", repository.name)),
  );
  return template.join() === DEFAULT_TEMPLATE.join() || isOfEntry || isOfFile
    ? []
    : [
        `the subject in the role's trust has the keys ${template.join(", ")}. GitHub sends such a subject only if ${repository.owner}/${repository.name} has this subject template. See docs/guide/subject-templates.md`,
      ];
}

function pullRequestNotes(plan: WorkflowPlan): readonly string[] {
  const {
    trigger: { event, environment },
    targets: [{ values }],
    selected: { role },
    wording,
  } = plan;
  if (event !== "pull_request") return [];
  const names = values.names.join(", ");
  const through = environment === undefined ? "" : ` through the environment ${environment}`;
  return [
    ...(isPushing(plan)
      ? [
          `warning: unreviewed code can push images${through}, because pull requests run before the review. ${ruleLink(r09)}`,
        ]
      : []),
    "pull requests from forks get no OIDC token. The job is skipped for them",
    ...(values.hasSecrets && !role.publish.to.includes("dependabot")
      ? [
          `runs that are started by Dependabot read Dependabot secrets, which do not include ${names}. ${wording.dependabotFix(names)}`,
        ]
      : []),
  ];
}

function environmentNotes(plan: WorkflowPlan): readonly string[] {
  const { trigger, knownEnvironment: known, repository, platforms } = plan;
  const { environment } = trigger;
  if (environment === undefined) return [];
  const excluded = known === undefined ? [] : excludedRefs(known, trigger);
  return [
    ...(known === undefined
      ? [
          `the environment ${environment} must exist in ${repository.owner}/${repository.name} and allow ${refTexts(trigger).join(" and ")}. If it does not exist, GitHub creates it without protection`,
        ]
      : []),
    ...(excluded.length > 0
      ? [
          `the environment ${environment} does not allow ${excluded.join(", ")}, so GitHub fails the job before it requests a token. Allow them in github.environments, or use other branches or tags`,
        ]
      : []),
    ...(platforms.length > 1
      ? [
          `every job uses the environment ${environment}. Its reviewers are asked for each platform, and again for the job that merges the platforms`,
        ]
      : []),
  ];
}

function ecrNotes(plan: WorkflowPlan): readonly string[] {
  const { regions, repositories, access } = plan.selected.role.ecr;
  const isPublic = plan.targets[0].publicRegistry !== undefined;
  const furtherRegions = isPublic ? [] : regions.filter((region) => !plan.regions.includes(region));
  const used = plan.images.map(imageName);
  const unused = repositories.filter((repository) => !isPattern(repository) && !used.includes(repository));
  const rewritten = rewrittenTags(plan).join(", ");
  const isKnown = plan.images.every(({ tagMutability }) => tagMutability !== undefined);
  return [
    // Not every ECR repository has charts.
    ...(unused.length > 0 &&
    plan.kind === "image" &&
    !isPublic &&
    plan.calls === undefined &&
    plan.images.every(({ inputs }) => inputs === undefined)
      ? [
          `the role may also ${accessVerbs(access)} ${unused.join(", ")}. To ${isPushing(plan) ? "build" : "pull"} ${unused.length === 1 ? "it" : "them"} too: ${plan.wording.images([...used, ...unused])}`,
        ]
      : []),
    ...(furtherRegions.length > 0 && plan.calls === undefined
      ? [
          `the role may also use ${furtherRegions.join(", ")}. The workflow uses ${plan.regions.join(", ")}. To use all: ${regions.map((region) => plan.wording.options({ regions: region })).join(" ")}`,
        ]
      : []),
    ...(rewritten !== "" && !isKnown
      ? [
          `runs overwrite the tags ${rewritten}. ECR rejects this in repositories with immutable tags: exclude ${rewritten} from immutability`,
        ]
      : []),
    ...(!isPushing(plan) && plan.calls === undefined && plan.pulled.includes("latest")
      ? [
          `the workflow pulls the tag latest, which exists only if a workflow pushes it. For another tag, use ${plan.wording.option("tags")}`,
        ]
      : []),
  ];
}

/** What a build does not do, or does at a price. */
function buildNotes(plan: WorkflowPlan): readonly string[] {
  const { trigger, key, kind, build, targets, timeoutMinutes, selected, wording } = plan;
  if (plan.calls !== undefined) return [];
  const shortest = Math.min(...targets.map((target) => target.selected.role.maxSessionSeconds));
  const isPushingImages = isPushing(plan) && kind === "image";
  return [
    ...(timeoutMinutes * 60 > shortest
      ? [
          `a job may run for ${timeoutMinutes} minutes, but a session of the role ends after ${shortest / 60}. Set maxSessionSeconds: ${Math.min(timeoutMinutes * 60, MAX_SESSION_SECONDS)} in the role, or a shorter ${wording.option("timeout")}`,
        ]
      : []),
    ...(isPushingImages && key === undefined
      ? [
          `every run builds, because no tag belongs to one commit. To build each commit once, add ${wording.options({ tags: "commit" })}`,
        ]
      : []),
    ...(isPushingImages && key !== undefined && !isOfRun(key) && trigger.event === "schedule"
      ? [
          `a run of a schedule finds the image of the commit, and builds nothing. For an image with newer base images, use a tag of the run, such as ${wording.options({ tags: expression("github.run_id") })}`,
        ]
      : []),
    ...(isPushingImages && (build.sbom || (build.provenance ?? "off") !== "off")
      ? ["AWS Lambda rejects images with attestations of BuildKit"]
      : []),
    ...(isPushing(plan) && build.sign && selected.role.ecr.signingProfileArns !== undefined
      ? [
          `ECR signs the images if the signing configuration of the registry names ${signingProfileNames(selected.role.ecr.signingProfileArns)} for them. A push does not wait for its signature: aws ecr describe-image-signing-status shows it. See docs/guide/workflows.md`,
        ]
      : []),
    ...(plan.platforms.length > 1 &&
    registries(targets).length > 1 &&
    !ecrLevel(selected.role.ecr.access).canPull
      ? [
          `if a push reaches only some of the registries, repeated runs fail, because the role cannot download the image from one for the others. Set access: ${accessesWith(({ canPush, canPull }) => canPush && canPull)}`,
        ]
      : []),
  ];
}

/** Image tags that every run pushes: those without an expression, and those of the cache. */
function rewrittenTags(plan: WorkflowPlan): readonly string[] {
  if (!isPushing(plan) || plan.calls !== undefined) return [];
  return [
    ...plan.tags.filter(({ isFixed }) => !isFixed).map(({ label }) => label),
    ...(plan.cache.kind === "registry" &&
    plan.cache.repository === undefined &&
    plan.trigger.event !== "pull_request"
      ? [`${CACHE_TAG}*`]
      : []),
  ];
}

function valueNotes({
  targets: [{ values }],
  selected: { role },
  repository,
  trigger,
}: WorkflowPlan): readonly string[] {
  if (!role.publish.isWanted || values.names.length > 0) return [];
  const place = trigger.environment === undefined ? "" : ` (environment ${trigger.environment})`;
  return [
    `the role publishes no value to ${repository.owner}/${repository.name}${place}, so the workflow contains the account id, role and region`,
  ];
}

function hostNotes({ runsOn, platforms, wording }: WorkflowPlan, { github }: RoleSource): readonly string[] {
  if (github.host === GITHUB_COM || github.host.endsWith(".ghe.com")) return [];
  return [
    `${github.host} needs GitHub Connect, or its own copies of the actions that the workflow uses`,
    ...(runsOn.length === 0
      ? [
          `${github.host} has no GitHub-hosted runners. Name your own with ${wording.option("runsOn")}${platforms.length > 1 ? ", one for each platform" : ""}`,
        ]
      : []),
  ];
}

function otherContexts(plan: WorkflowPlan): readonly string[] {
  const others = trustedContexts(plan.selected.role, plan.repository).filter(
    (trusted) => !isTriggered(trusted, plan.trigger),
  );
  return others.length === 0
    ? []
    : [
        `the role can also be used on: ${[...new Set(others.map((trusted) => contextText(trusted, plan.wording)))].join("; ")}`,
      ];
}

function isTriggered({ context }: TrustedContext, { event, environment, branches, tags }: Trigger): boolean {
  switch (context.kind) {
    case "branch":
    case "tag": {
      const names = context.kind === "branch" ? branches : tags;
      return environment === undefined && names.some(({ pattern }) => pattern === context.pattern);
    }
    case "environment":
      return context.name === environment;
    case "environments":
      return environment !== undefined && isMatch(context.pattern, environment);
    case "pullRequest":
      return event === "pull_request";
    case "mergeQueue":
      return event === "merge_group";
    case "any":
      return true;
    case "other":
      return false;
  }
}
