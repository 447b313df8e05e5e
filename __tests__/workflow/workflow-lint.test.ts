import { readdirSync } from "node:fs";
import { join } from "node:path";
import { ECR_ACCESSES, ECR_LEVELS, type EcrAccess } from "../../lib/policy/ecr";
import type { WorkflowRequest } from "../../lib/workflow/request";
import { lintLines } from "./actionlint";
import { BLOCKS, ROOT, rolesOf, SAMPLES, text } from "./samples";
import { answerTo, roleFile, workflowOf } from "./workflow-of";

test.each(SAMPLES)("actionlint finds nothing in the workflows of %s", async (_, yaml) => {
  const roles = rolesOf(yaml);
  expect(roles.length).toBeGreaterThan(0);
  for (const { images, ...role } of roles) {
    const { text: workflow } = workflowOf(yaml, { images }, role);
    expect({ workflow, lint: await lintLines(workflow) }).toStrictEqual({ workflow, lint: [] });
  }
});

/** A trust entry, the rule that it violates for a role that pushes, and requests that match it. */
interface Trusted {
  readonly trust: string;
  readonly violates?: string;
  readonly requests: readonly Partial<WorkflowRequest>[];
}

const CALLED = "acme/ci/.github/workflows/push.yml@refs/tags/v1";
const TRUSTED: Readonly<Record<string, Trusted>> = {
  "a branch": {
    trust: "{ repository: web, branch: main }",
    requests: [
      {},
      { event: "workflow_dispatch" },
      { event: "schedule" },
      { event: "repository_dispatch" },
      { event: "workflow_call" },
    ],
  },
  "a branch pattern": { trust: "{ repository: web, branch: '!rel+ease]/*' }", requests: [{}] },
  "a branch and a tag": {
    trust: "{ repository: web, branch: main }, { repository: web, tag: 'v*' }",
    requests: [{}],
  },
  "a tag": { trust: "{ repository: web, tag: 'v*' }", requests: [{}, { event: "release" }] },
  "an environment": { trust: "{ repository: web, environment: 'pro:d *' }", requests: [{}] },
  "an environment with an expression in its name": {
    trust: `{ repository: web, environment: '\${{ x }}' }`,
    requests: [{ event: "workflow_call" }],
  },
  "pull requests": { trust: "{ repository: web, pullRequest: true }", violates: "R09", requests: [{}] },
  "a merge queue": { trust: "{ repository: web, mergeQueue: main }", requests: [{}] },
  "any context": {
    trust: "{ repository: web, anyContext: true }",
    violates: "R08",
    requests: [{ event: "pull_request", branches: ["main"] }],
  },
  "a reusable workflow": {
    trust: `{ repository: web, branch: main, claims: { jobWorkflowRef: ${CALLED} } }`,
    requests: [{}, { event: "workflow_call" }],
  },
};

const PUBLISHED = [
  "publish: { as: secrets }",
  "publish: { as: variables }",
  "publish: false",
  "publish: { as: variables, values: { AWS_ROLE_ARN: roleArn } }",
];
const BUILDS: readonly Partial<WorkflowRequest>[] = [
  { images: ["web", "team/api=services/api"], tags: ["latest", "v1"], dockerfile: "Containerfile" },
  { platforms: ["linux/arm64"] },
];
const SEVERAL_PLATFORMS = { platforms: ["linux/amd64", "linux/arm64"], images: ["web", "team/api=api"] };
/** The builds with each access level. */
const REQUESTS: Readonly<Record<EcrAccess, readonly Partial<WorkflowRequest>[]>> = {
  push: [...BUILDS, SEVERAL_PLATFORMS],
  pull: [],
  "push-pull": [...BUILDS, SEVERAL_PLATFORMS],
};

const TABLE = Object.entries(TRUSTED).flatMap(([title, trusted]) =>
  ECR_ACCESSES.filter((access) => ECR_LEVELS[access].workflow !== "none").map(
    (access) => [title, access, trusted] as const,
  ),
);

test.each(TABLE)(
  "actionlint finds nothing in workflows of a role that trusts %s, with access %s",
  async (_, access, { trust, violates, requests }) => {
    const isViolated = violates === "R08" || (violates !== undefined && ECR_LEVELS[access].canPush);
    const accepted = isViolated ? `acceptRisks: [{ rule: ${violates}, reason: wanted }]` : "";
    const ecr = `repositories: [web, "team/*"], access: ${access}`;
    const [first = "", ...published] = PUBLISHED.map((publish) =>
      roleFile({ trust, ecr, role: [publish, accepted] }),
    );
    for (const request of requests) {
      const workflows = [
        ...[first, ...published].map((yaml) => workflowOf(yaml, request).text),
        ...REQUESTS[access].map((build) => workflowOf(first, { ...request, ...build }).text),
      ];
      for (const workflow of workflows) {
        expect({ workflow, lint: await lintLines(workflow) }).toStrictEqual({ workflow, lint: [] });
      }
    }
  },
);

const WRITTEN = [
  ...readdirSync(join(ROOT, ".github", "workflows")).map((name) => join(".github", "workflows", name)),
  ...readdirSync(join(ROOT, "examples"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".yml"))
    .map((path) => join("examples", path)),
];

test.each(WRITTEN)("actionlint finds nothing in %s", async (path) => {
  expect(await lintLines(text(path))).toStrictEqual([]);
});

test("actionlint finds nothing in the workflows of the pages", async () => {
  const workflows = BLOCKS.filter((block) => /^on:$/m.test(block));
  expect(workflows.length).toBeGreaterThan(0);
  expect(await Promise.all(workflows.map(lintLines))).toStrictEqual(workflows.map(() => []));
});

test("actionlint does find a mistake", async () => {
  const answer = answerTo(text("access.yaml"));
  const workflow = answer.kind === "written" ? answer.text : "";
  expect(await lintLines(workflow.replace("steps.ecr.", "steps.ecs."))).toStrictEqual([
    expect.stringContaining('property "ecs" is not defined'),
  ]);
});
