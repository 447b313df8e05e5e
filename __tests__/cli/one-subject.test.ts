import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCli } from "./run-cli";

/** What `synth`, `show` and `workflow` say of a raw subject: the repository and environment that get values, the principal, and the workflow. */
async function answersTo(subject: string, role: object, options: readonly string[] = []) {
  const folder = mkdtempSync(join(tmpdir(), "one-subject-"));
  try {
    const roles = [{ trust: [{ subject }], ecr: { repositories: ["web"] }, ...role }];
    const accounts = [{ id: "123456789012", region: "eu-west-1", roles }];
    writeFileSync(join(folder, "access.yaml"), JSON.stringify({ github: { owner: "acme" }, accounts }));
    const run = (...args: readonly string[]) => runCli([...args], { cwd: folder });
    const synth = JSON.parse((await run("synth", "--json")).stdout);
    const show = JSON.parse((await run("show", "--json")).stdout);
    return {
      values: new Set(synth.values.map(placeOf)),
      grants: show.roles[0].grants,
      workflow: await run("workflow", ...options),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function placeOf({ repository, environment }: { repository: string; environment?: string }): string {
  return environment === undefined ? repository : `${repository} ${environment}`;
}

test("a wildcard in an id does not change the repository that a subject names", async () => {
  const acceptRisks = [{ rule: "R24", reason: "the id is not known yet" }];

  const { values, grants, workflow } = await answersTo("repo:acme@1/web@*:ref:refs/heads/main", {
    acceptRisks,
  });

  expect(values).toStrictEqual(new Set(["acme/web"]));
  expect(grants).toMatchObject([
    { principal: { name: "acme/web", isPattern: false }, context: { kind: "branch", pattern: "main" } },
  ]);
  expect(workflow.code).toBe(0);
  expect(workflow.stdout).toContain("secrets.AWS_ROLE_NAME");
});

const REUSABLE = "acme/ci/.github/workflows/push.yml@refs/heads/main";
const SUBJECT = `repo:acme/web:environment:prod:job_workflow_ref:${REUSABLE}`;

test("a reusable workflow in a subject is a further condition, and the workflow calls it", async () => {
  const { values, grants, workflow } = await answersTo(SUBJECT, { publish: { to: "environment" } }, [
    "--repository",
    "web",
    "--environment",
    "prod",
  ]);

  expect(values).toStrictEqual(new Set(["acme/web prod"]));
  expect(grants).toMatchObject([
    {
      principal: { name: "acme/web", isPattern: false },
      context: { kind: "environment", name: "prod" },
      conditions: [{ key: "jobWorkflowRef", values: [REUSABLE] }],
    },
  ]);
  expect(workflow.code).toBe(0);
  expect(workflow.stdout).toContain("uses: acme/ci/.github/workflows/push.yml@main");
  expect(workflow.stderr).toContain(
    "note: the subject in the role's trust has the keys repo, context, job_workflow_ref. GitHub sends such a subject only if acme/web has this subject template. See docs/guide/subject-templates.md\n",
  );
});

test("another reusable workflow is denied, and no trust without the condition is proposed", async () => {
  const { workflow } = await answersTo(SUBJECT, { publish: { to: "environment" } }, [
    "--workflow",
    "acme/ci/.github/workflows/other.yml@refs/heads/main",
  ]);

  expect(workflow.code).toBe(1);
  expect(workflow.stderr).toContain(
    `Fix: the role allows this only if jobWorkflowRef is ${REUSABLE}. Change the workflow or the claim in the role's trust\n`,
  );
  expect(workflow.stderr).not.toContain("add to the role's trust");
});

test("an environment pattern in a subject is trust of the repository, and gets no values", async () => {
  const trust = "repo:acme/web:environment:prod*";
  const acceptRisks = [{ rule: "R12", reason: "environments for regions" }];

  const { values, grants, workflow } = await answersTo(trust, { acceptRisks }, ["--environment", "prod-eu"]);

  expect(values).toStrictEqual(new Set(["acme/web"]));
  expect(grants).toMatchObject([{ context: { kind: "environment", name: "prod*" } }]);
  expect(workflow).toMatchObject({ code: 0 });
  expect(workflow.stdout).toContain("environment: prod-eu");
});
