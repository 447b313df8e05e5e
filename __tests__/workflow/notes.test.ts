import type { WorkflowRequest } from "../../lib/workflow/request";
import { roleFile, workflowOf } from "./workflow-of";

const PROD = "{ repository: web, environment: prod }";
const CALLED = "acme/ci/.github/workflows/push.yml@refs/heads/main";
const OWN = "acme/web/.github/workflows/own.yml@refs/heads/main";
const claims = (text: string) => `{ repository: web, branch: main, claims: { ${text} } }`;

test.each<[string, Parameters<typeof roleFile>[0], Partial<WorkflowRequest>, readonly string[]]>([
  ["nothing, for the smallest file", {}, {}, []],
  [
    "the assumed branch, and an unknown environment",
    { trust: PROD },
    {},
    [
      "no branch is given, so the workflow uses main. For another branch, use --branch",
      "the environment prod must exist in acme/web and allow the branch main. If it does not exist, GitHub creates it without protection",
    ],
  ],
  [
    "nothing about an environment in the file",
    { trust: PROD, github: ["environments: [{ name: prod, repositories: web, branches: main }]"] },
    {},
    [],
  ],
  [
    "that pull requests run unreviewed code, and the ref that the environment must allow",
    { trust: PROD, role: ["publish: false"] },
    { event: "pull_request", environment: "prod" },
    [
      "warning: unreviewed code can push images through the environment prod, because pull requests run before the review. See docs/rules.md#r09",
      "pull requests from forks get no OIDC token. The job is skipped for them",
      "the environment prod must exist in acme/web and allow refs/pull/N/merge. If it does not exist, GitHub creates it without protection",
    ],
  ],
  [
    "the branch to start it on",
    {},
    { event: "workflow_dispatch" },
    ["start the workflow on main. The role denies other branches and tags"],
  ],
  [
    "the branch of a schedule",
    {},
    { event: "schedule" },
    [
      "GitHub runs schedules on the default branch, which must be main",
      "a run of a schedule finds the image of the commit, and builds nothing. For an image with newer base images, use a tag of the run, such as --tag '$".concat(
        "{{ github.run_id }}'",
      ),
    ],
  ],
  [
    "only the branch of a schedule whose images have a tag of the run",
    {},
    { event: "schedule", tags: ["$".concat("{{ github.run_id }}")] },
    ["GitHub runs schedules on the default branch, which must be main"],
  ],
  [
    "the branch of a repository_dispatch",
    {},
    { event: "repository_dispatch" },
    ["GitHub runs repository_dispatch on the default branch, which must be main"],
  ],
  [
    "that images do not get the git tag",
    { trust: "{ repository: web, tag: v* }" },
    { tags: ["commit"] },
    ["images do not get the git tag. To add it, use --tag git-tag"],
  ],
  [
    "the branches whose tags move",
    { trust: "{ repository: web, branch: main }, { repository: web, branch: release/* }" },
    { tags: ["commit", "branch"] },
    [
      "runs overwrite the tags main, release-*. ECR rejects this in repositories with immutable tags: exclude main, release-* from immutability",
    ],
  ],
  [
    "the users who may start it",
    { trust: claims("actor: mona, actorId: 7") },
    {},
    ["the role allows only runs that are started by mona or the user with id 7"],
  ],
  [
    "the required name of the workflow",
    { trust: claims("workflow: push it, actorId: 7") },
    {},
    [
      "the role allows only runs that are started by the user with id 7",
      "the role's trust requires the workflow's name. Do not change it",
    ],
  ],
  [
    "the required file of the workflow",
    { trust: claims(`jobWorkflowRef: ${OWN}`) },
    {},
    ["the role's trust requires the workflow file .github/workflows/own.yml. Do not rename or move it"],
  ],
  [
    "the reusable workflow that it calls",
    { trust: claims(`jobWorkflowRef: ${CALLED}`) },
    {},
    [
      `the role's trust requires the reusable workflow ${CALLED}. To write that workflow, use --event workflow_call`,
      "who can push to the branch main of the reusable workflow changes what this workflow does. Let the role's trust require a git tag or a commit of it",
    ],
  ],
  [
    "pull requests from forks and from Dependabot",
    { trust: "{ repository: web, pullRequest: true }", ecr: "repositories: [web], access: pull" },
    { tags: ["v1"] },
    [
      "pull requests from forks get no OIDC token. The job is skipped for them",
      "runs that are started by Dependabot read Dependabot secrets, which do not include AWS_ACCOUNT_ID, AWS_ROLE_NAME, AWS_REGION. Add dependabot to publish.to, or publish variables",
    ],
  ],
  [
    "only forks, if Dependabot has the values",
    {
      trust: "{ repository: web, pullRequest: true }",
      ecr: "repositories: [web], access: pull",
      role: ["publish: { to: [repository, dependabot] }"],
    },
    { tags: ["v1"] },
    ["pull requests from forks get no OIDC token. The job is skipped for them"],
  ],
  [
    "the tag of the cache",
    { ecr: "repositories: [web], access: push-pull" },
    {},
    [
      "runs overwrite the tags buildcache*. ECR rejects this in repositories with immutable tags: exclude buildcache* from immutability",
    ],
  ],
  [
    "tags that every run pushes",
    { ecr: "repositories: [web], access: push-pull" },
    { tags: ["latest", "$".concat("{{ github.sha }}")] },
    [
      "runs overwrite the tags latest, buildcache*. ECR rejects this in repositories with immutable tags: exclude latest, buildcache* from immutability",
    ],
  ],
  [
    "the tag that it pulls",
    { ecr: "repositories: [web], access: pull" },
    {},
    [
      "the workflow pulls the tag latest, which exists only if a workflow pushes it. For another tag, use --tag",
    ],
  ],
  [
    "the tags of releases",
    { trust: "{ repository: web, tag: v* }" },
    { event: "release" },
    ["a release runs on its tag. The role denies tags other than v*"],
  ],
  [
    "nothing about a release, if the role trusts every tag",
    { trust: "{ repository: web, tag: '*' }" },
    { event: "release", tags: ["commit", "$".concat("{{ github.ref_name }}")] },
    [],
  ],
  [
    "further regions and images",
    { ecr: "repositories: [web, api], region: [eu-west-1, us-east-1]" },
    {},
    [
      "the role may also push api. To build it too: --image web --image api",
      "the role may also use us-east-1. The workflow uses eu-west-1. To use all: --region eu-west-1 --region us-east-1",
    ],
  ],
  [
    "that the job reads no published values",
    { role: ["publish: { repositories: [api] }"] },
    {},
    ["the role publishes no value to acme/web, so the workflow contains the account id, role and region"],
  ],
  ["nothing about values, without publish", { role: ["publish: false"] }, {}, []],
  [
    "the other contexts of the role",
    { trust: `{ repository: web, branch: main }, ${PROD}` },
    {},
    ["the role can also be used on: any event in the environment prod (--environment)"],
  ],
])("the notes contain %s", (_, parts, request, notes) => {
  expect(workflowOf(roleFile(parts), request).notes).toStrictEqual(notes);
});

test("the notes contain what a GitHub Enterprise Server lacks", () => {
  const file = roleFile({ trust: claims("repositoryId: 2") }).replace(
    "  owners: { acme: { id: 1, subject: immutable } }\n",
    "  host: git.example.com\n",
  );
  expect(workflowOf(file).notes).toStrictEqual([
    "AWS does not document whether it evaluates the claims in this trust policy for this GitHub. Test the workflow before you rely on it",
    "git.example.com needs GitHub Connect, or its own copies of the actions that the workflow uses",
    "git.example.com has no GitHub-hosted runners. Name your own with --runs-on",
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
    "every job uses the environment prod. Its reviewers are asked for each platform, and again for the job that merges the platforms",
  );
});

test("a reusable workflow uses the environments of its caller's repository", () => {
  const trust = `{ repository: web, environment: prod, claims: { jobWorkflowRef: ${CALLED} } }`;
  expect(workflowOf(roleFile({ trust }), { event: "workflow_call" }).notes).toContain(
    "the environment prod must exist in acme/web and allow the branch main. If it does not exist, GitHub creates it without protection",
  );
});
