import { GITHUB_COM } from "../policy/github-issuer";
import { isSameName } from "../policy/github-names";
import { isPattern } from "../policy/subject";
import { keptOut } from "./environment-gate";
import { isPushing, isReading, type WorkflowPlan } from "./plan";
import type { RoleSource } from "./role-source";
import { useText } from "./run-text";
import type { Trigger } from "./trigger";
import { type TrustedContext, trustedContexts } from "./trusted-contexts";

/** What the reader of a workflow has to know and the workflow does not say, a sentence each. */
export function workflowNotes(plan: WorkflowPlan, access: RoleSource, isJudged: boolean): readonly string[] {
  return [
    ...(isJudged
      ? []
      : ["the trust policy asks for claims of which AWS does not say whether it fills them here; try it"]),
    ...refNotes(plan),
    ...claimNotes(plan),
    ...pullRequestNotes(plan),
    ...environmentNotes(plan, access),
    ...ecrNotes(plan),
    ...valueNotes(plan),
    ...hostNotes(plan, access),
    ...otherUses(plan),
  ];
}

function refNotes({ run, tags, words: { named } }: WorkflowPlan): readonly string[] {
  const refs = [...run.branches, ...run.tags].map(({ pattern }) => pattern).join(", ");
  return [
    ...(run.isBranchAssumed ? [`the branch main is assumed; another one: ${named("branches")}`] : []),
    ...(run.event === "workflow_dispatch"
      ? [`start it on ${refs}: on another branch or tag the role refuses it`]
      : []),
    ...(run.event === "schedule"
      ? [`GitHub runs a schedule on the default branch; it has to be ${refs}`]
      : []),
    ...(run.event === "release" && refs !== "*"
      ? [`a release runs on its tag; the role refuses one of another tag than ${refs}`]
      : []),
    ...(run.tags.length > 0 &&
    !run.isReusable &&
    !tags.some(({ text, isOfGitTag }) => isOfGitTag || text.includes("ref_name"))
      ? [
          `images are not tagged with git's tag: either ${named("tags")} says so, or its name can hold / or +, which no image's tag can`,
        ]
      : []),
  ];
}

function claimNotes({
  run: { claims, isReusable, environment },
  calls,
  path,
  words,
}: WorkflowPlan): readonly string[] {
  const people = [...(claims.actor ?? []), ...(claims.actorId ?? []).map((id) => `the user ${id}`)];
  return [
    ...(people.length > 0 ? [`the role lets in only what ${people.join(" or ")} starts`] : []),
    ...(claims.workflow === undefined ? [] : ["the role asks for the workflow's name; keep it"]),
    ...(calls === undefined
      ? []
      : [
          `the role asks for the reusable workflow ${calls}; ${words.said({ event: "workflow_call", environment })} writes that one`,
        ]),
    ...(calls === undefined && claims.jobWorkflowRef !== undefined
      ? [
          `the role asks for the workflow's place; keep it as ${path}${isReusable ? " in its repository, on the branch or tag that the role names" : ""}`,
        ]
      : []),
  ];
}

function pullRequestNotes({
  run: { event },
  values,
  chosen: { role },
  words,
}: WorkflowPlan): readonly string[] {
  if (event !== "pull_request") return [];
  return [
    "pull requests from forks get no token, and the job is skipped for them",
    ...(values.hasSecrets && !role.publish.to.includes("dependabot")
      ? [`runs that Dependabot starts read Dependabot's secrets${words.dependabot(values.names.join(", "))}`]
      : []),
  ];
}

function environmentNotes(plan: WorkflowPlan, { owners }: RoleSource): readonly string[] {
  const { run, repository, platforms } = plan;
  if (run.environment === undefined) return [];
  const known = owners
    .filter(({ name }) => isSameName(name, repository.owner))
    .flatMap(({ environments }) => environments)
    .find((each) => isSameName(each.repository, repository.name) && each.name === run.environment);
  const refused = known === undefined ? [] : keptOut(known, run);
  return [
    ...(known === undefined
      ? [
          `the environment ${run.environment} has to exist in ${repository.owner}/${repository.name} and to admit these branches or tags; a workflow that names one which does not exist makes it, without any protection`,
        ]
      : []),
    ...(refused.length > 0
      ? [
          `the environment ${run.environment} keeps out ${refused.join(", ")}: GitHub ends the job before it asks for a token; admit them in github.environments, or start the workflow from elsewhere`,
        ]
      : []),
    ...(platforms.length > 1
      ? [
          "every job names the environment: its reviewers are asked again for the job that puts the platforms together",
        ]
      : []),
  ];
}

function ecrNotes(plan: WorkflowPlan): readonly string[] {
  const { regions, repositories, access } = plan.chosen.role.ecr;
  const named = plan.images.map(({ repository }) => repository);
  const left = repositories.filter((repository) => !isPattern(repository) && !named.includes(repository));
  const again = rewrittenTags(plan).join(", ");
  return [
    ...(left.length > 0 && plan.calls === undefined
      ? [
          `the role may ${access.replace("-", " and ")} ${left.join(", ")} as well: ${plan.words.named("images")}`,
        ]
      : []),
    ...(regions.length > 1
      ? [`the role may use ${regions.join(", ")}; the workflow logs in to one of them`]
      : []),
    ...(again !== ""
      ? [
          `every run pushes ${again} again, which ECR refuses where a repository's tags are immutable: exclude ${again} from that`,
        ]
      : []),
    ...(!isPushing(plan) && plan.calls === undefined && plan.tags.some(({ text }) => text === "latest")
      ? [`the tag latest is there only where something pushes it; another one: ${plan.words.named("tags")}`]
      : []),
  ];
}

/** Tags that every run pushes: those without an expression, and the cache's. */
function rewrittenTags(plan: WorkflowPlan): readonly string[] {
  if (!isPushing(plan) || plan.calls !== undefined) return [];
  return [
    ...plan.tags.map(({ text }) => text).filter((text) => text !== "" && !text.includes("{{")),
    ...(isReading(plan) && plan.run.event !== "pull_request" ? ["buildcache*"] : []),
  ];
}

function valueNotes({ values, chosen: { role }, repository, run }: WorkflowPlan): readonly string[] {
  if (!role.publish.isWanted || values.names.length > 0) return [];
  const place = run.environment === undefined ? "" : ` in the environment ${run.environment}`;
  return [
    `no value that the role publishes reaches ${repository.owner}/${repository.name}${place}, so that its account and region stand in the text`,
  ];
}

function hostNotes({ runsOn, platforms, words }: WorkflowPlan, { github }: RoleSource): readonly string[] {
  if (github.host === GITHUB_COM || github.host.endsWith(".ghe.com")) return [];
  return [
    `${github.host} needs GitHub Connect, or copies of these actions, to find them`,
    ...(runsOn.length === 0
      ? [
          `${github.host} has no runners of GitHub's; yours: ${words.named("runsOn")}${platforms.length > 1 ? ", once for each platform" : ""}`,
        ]
      : []),
  ];
}

function otherUses(plan: WorkflowPlan): readonly string[] {
  const others = trustedContexts(plan.chosen.role, plan.repository).filter((use) => !isUsed(use, plan.run));
  return others.length === 0
    ? []
    : [
        `the role can also be used on ${[...new Set(others.map((use) => useText(use, plan.words)))].join("; ")}`,
      ];
}

function isUsed({ context }: TrustedContext, { event, environment, branches, tags }: Trigger): boolean {
  switch (context.kind) {
    case "branch":
    case "tag": {
      const names = context.kind === "branch" ? branches : tags;
      return environment === undefined && names.some(({ pattern }) => pattern === context.pattern);
    }
    case "environment":
      return context.name === environment;
    case "pullRequest":
      return event === "pull_request";
    case "mergeQueue":
      return event === "merge_group";
    case "any":
      return true;
  }
}
