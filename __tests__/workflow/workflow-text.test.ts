import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { WorkflowRequest } from "../../lib/workflow/request";
import { roleFile, workflowOf } from "./workflow-of";

const WRITTEN = join(__dirname, "written");
const SAMPLE = readFileSync(join(__dirname, "..", "..", "access.yaml"), "utf8");
const CALLS =
  "{ repository: web, branch: main, claims: { jobWorkflowRef: acme/ci/.github/workflows/push-image.yml@refs/heads/main } }";

/** The file and the request of each workflow in the folder. */
const TEXTS: Readonly<Record<string, readonly [yaml: string, request?: Partial<WorkflowRequest>]>> = {
  "one-repository.yml": [SAMPLE],
  "environment-and-two-images.yml": [
    roleFile({
      trust: "{ repository: web, environment: production }",
      ecr: "repositories: [web, team/api], access: push-pull",
      role: ["publish: { as: variables, to: environment }"],
      github: [
        "environments: [{ name: production, repositories: web, branches: [main, release/*], reviewers: { users: [mona] } }]",
      ],
    }),
    { images: ["web", "team/api=services/api"], tags: ["latest"], dockerfile: "Containerfile" },
  ],
  "two-platforms-by-branch-and-tag.yml": [
    roleFile({
      trust: "{ repository: web, branch: main }, { repository: web, tag: v* }",
      ecr: "repositories: [web], access: push-pull",
      role: ["publish: { as: variables }"],
    }),
    { platforms: ["linux/amd64", "linux/arm64"] },
  ],
  "pull-request.yml": [
    roleFile({
      trust: "{ repository: web, pullRequest: true }",
      ecr: "repositories: [base/*], access: pull",
      role: ["publish: false"],
    }),
    { images: ["base/node"] },
  ],
  "caller.yml": [roleFile({ trust: CALLS })],
  "reusable.yml": [roleFile({ trust: CALLS }), { event: "workflow_call" }],
  "two-regions-and-an-attestation.yml": [
    roleFile({
      trust: "{ repository: web, branch: main }",
      ecr: "repositories: [web], access: push-pull, region: [eu-west-1, us-east-1]",
      role: ["publish: { as: variables }", "maxSessionSeconds: 7200"],
    }),
    {
      regions: ["eu-west-1", "us-east-1"],
      tags: ["commit", "branch", "latest"],
      attest: true,
      cache: "gha",
      timeout: 120,
    },
  ],
  "chart.yml": [
    roleFile({
      trust: "{ repository: web, tag: v* }",
      ecr: "repositories: [charts/web]",
      role: ["publish: false"],
    }),
    { kind: "helm", images: ["charts/web=chart"] },
  ],
  "china.yml": [
    SAMPLE.replace("ap-northeast-2", "cn-north-1"),
    { event: "schedule", runsOn: ["self-hosted", "x64"] },
  ],
};

test.each(Object.entries(TEXTS))("%s is the same as in the folder", (name, [yaml, request]) => {
  expect(workflowOf(yaml, request).text).toBe(readFileSync(join(WRITTEN, name), "utf8"));
});

test("every workflow in the folder is in the table", () => {
  expect(readdirSync(WRITTEN).sort()).toStrictEqual(Object.keys(TEXTS).sort());
});
