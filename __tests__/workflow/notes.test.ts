import type { WorkflowRequest } from "../../lib/workflow/request";
import { roleFile, workflowOf } from "./workflow-of";

const PROD = "{ repository: web, environment: prod }";
const CALLED = "acme/ci/.github/workflows/push.yml@refs/heads/main";
const OWN = "acme/web/.github/workflows/own.yml@refs/heads/main";
const claims = (text: string) => `{ repository: web, branch: main, claims: { ${text} } }`;

test.each<[string, Parameters<typeof roleFile>[0], Partial<WorkflowRequest>, readonly string[]]>([
  ["nothing, of the guide", {}, {}, []],
  [
    "the branch that it assumes, and an unknown environment",
    { trust: PROD },
    {},
    [
      "the branch main is assumed; another one: --branch",
      "the environment prod has to exist in acme/web and to admit these branches or tags; a workflow that names one which does not exist makes it, without any protection",
    ],
  ],
  [
    "nothing of an environment that the file makes",
    { trust: PROD, github: ["environments: [{ name: prod, repositories: web, branches: main }]"] },
    {},
    [],
  ],
  [
    "on what it can be started",
    {},
    { event: "workflow_dispatch" },
    ["start it on main: on another branch or tag the role refuses it"],
  ],
  [
    "on what a schedule runs",
    {},
    { event: "schedule" },
    ["GitHub runs a schedule on the default branch; it has to be main"],
  ],
  [
    "a tag of git that no image can have",
    { trust: "{ repository: web, tag: release/* }" },
    {},
    [
      "images are not tagged with git's tag: either --tag says so, or its name can hold / or +, which no image's tag can",
    ],
  ],
  [
    "who may start it",
    { trust: claims("actor: mona, actorId: 7") },
    {},
    ["the role lets in only what mona or the user 7 starts"],
  ],
  [
    "the workflow's name",
    { trust: claims("workflow: push it, actorId: 7") },
    {},
    ["the role lets in only what the user 7 starts", "the role asks for the workflow's name; keep it"],
  ],
  [
    "the workflow's place",
    { trust: claims(`jobWorkflowRef: ${OWN}`) },
    {},
    ["the role asks for the workflow's place; keep it as .github/workflows/own.yml"],
  ],
  [
    "the workflow that is called",
    { trust: claims(`jobWorkflowRef: ${CALLED}`) },
    {},
    [`the role asks for the reusable workflow ${CALLED}; --event workflow_call writes that one`],
  ],
  [
    "pull requests of forks and of Dependabot",
    { trust: "{ repository: web, pullRequest: true }", ecr: "repositories: [web], access: pull" },
    { tags: ["v1"] },
    [
      "pull requests from forks get no token, and the job is skipped for them",
      "runs that Dependabot starts read Dependabot's secrets, which lack AWS_ACCOUNT_ID, AWS_ROLE_NAME, AWS_REGION; add dependabot to publish.to, or publish as variables",
    ],
  ],
  [
    "forks alone, where Dependabot has the values",
    {
      trust: "{ repository: web, pullRequest: true }",
      ecr: "repositories: [web], access: pull",
      role: ["publish: { to: [repository, dependabot] }"],
    },
    { tags: ["v1"] },
    ["pull requests from forks get no token, and the job is skipped for them"],
  ],
  [
    "the cache's tag",
    { ecr: "repositories: [web], access: push-pull" },
    {},
    [
      "every run pushes buildcache* again, which ECR refuses where a repository's tags are immutable: exclude buildcache* from that",
    ],
  ],
  [
    "tags that every run pushes",
    { ecr: "repositories: [web], access: push-pull" },
    { tags: ["latest", "$".concat("{{ github.sha }}")] },
    [
      "every run pushes latest, buildcache* again, which ECR refuses where a repository's tags are immutable: exclude latest, buildcache* from that",
    ],
  ],
  [
    "that nobody may push the tag that is pulled",
    { ecr: "repositories: [web], access: pull" },
    {},
    ["the tag latest is there only where something pushes it; another one: --tag"],
  ],
  [
    "on which tags a release runs",
    { trust: "{ repository: web, tag: v* }" },
    { event: "release" },
    ["a release runs on its tag; the role refuses one of another tag than v*"],
  ],
  [
    "nothing of a release, where every tag is trusted",
    { trust: "{ repository: web, tag: '*' }" },
    { event: "release", tags: ["$".concat("{{ github.ref_name }}")] },
    [],
  ],
  [
    "further regions and images",
    { ecr: "repositories: [web, api], region: [eu-west-1, us-east-1]" },
    {},
    [
      "the role may push api as well: --image",
      "the role may use eu-west-1, us-east-1; the workflow logs in to one of them",
    ],
  ],
  [
    "values that do not reach the job",
    { role: ["publish: { repositories: [api] }"] },
    {},
    ["no value that the role publishes reaches acme/web, so that its account and region stand in the text"],
  ],
  ["no values, where none are wanted", { role: ["publish: false"] }, {}, []],
  [
    "what else the role can be used on",
    { trust: `{ repository: web, branch: main }, ${PROD}` },
    {},
    ["the role can also be used on any event in the environment prod (--environment)"],
  ],
])("the reader is told %s", (_, parts, wish, notes) => {
  expect(workflowOf(roleFile(parts), wish).notes).toStrictEqual(notes);
});

test("the reader of a server's workflow is told what the server lacks", () => {
  const file = roleFile({ trust: claims("repositoryId: 2") }).replace(
    "  owners: { acme: { id: 1, subject: immutable } }\n",
    "  host: git.example.com\n",
  );
  expect(workflowOf(file).notes).toStrictEqual([
    "the trust policy asks for claims of which AWS does not say whether it fills them here; try it",
    "git.example.com needs GitHub Connect, or copies of these actions, to find them",
    "git.example.com has no runners of GitHub's; yours: --runs-on",
  ]);
  expect(workflowOf(file, { runsOn: ["self-hosted"] }).notes).toHaveLength(2);
});

test("every job of an environment asks its reviewers", () => {
  const file = roleFile({
    trust: PROD,
    ecr: "repositories: [web], access: push-pull",
    github: ["environments: [{ name: prod, repositories: web, branches: main }]"],
  });
  expect(workflowOf(file, { platforms: ["linux/amd64", "linux/arm64"] }).notes[0]).toBe(
    "every job names the environment: its reviewers are asked again for the job that puts the platforms together",
  );
});

test("the environment of a reusable workflow is its caller's", () => {
  const trust = `{ repository: web, environment: prod, claims: { jobWorkflowRef: ${CALLED} } }`;
  expect(workflowOf(roleFile({ trust }), { event: "workflow_call" }).notes).toContain(
    "the environment prod has to exist in acme/web and to admit these branches or tags; a workflow that names one which does not exist makes it, without any protection",
  );
});
