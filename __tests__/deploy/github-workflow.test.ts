import { Testing } from "cdktf";
import { GithubWorkflow, type GithubWorkflowProps } from "../../lib/constructs/github-workflow";
import { ENTRY, PUSHING } from "../workflow/pushing-role";
import { type GithubWorkspace, githubWorkspace } from "./support/github-workspace";
import { succeeded } from "./support/project";

/** A workflow as a file of a repository, through synthesis and Terraform to the provider. */

let it: GithubWorkspace;
beforeEach(async () => {
  it = await githubWorkspace();
});
afterEach(() => it.close());

/** Writes the resources of a workflow, and gives its text. */
async function written(props: Partial<GithubWorkflowProps>): Promise<string> {
  let text = "";
  const json = Testing.synthScope((scope) => {
    text = new GithubWorkflow(scope, "push", { repository: "acme/web", role: PUSHING, ...props }).text;
  });
  const { resource } = JSON.parse(json);
  await it.write({ resource });
  return text;
}

const FILE = {
  kind: "file",
  repository: "acme/web",
  name: ".github/workflows/push.yml",
  branch: null,
  commit_message: "Write .github/workflows/push.yml",
};

test("the file is written byte for byte, changed in place, and deleted", async () => {
  const publish = { values: { AWS_ROLE_ARN: "roleArn", AWS_REGION: "region" } } as const;
  const first = await written({ publish });
  await it.applied();
  expect(first).toContain("role-to-assume: $".concat("{{ secrets.AWS_ROLE_ARN }}\n"));
  expect(it.github.files()).toStrictEqual([{ ...FILE, content: first }]);

  const second = await written({ publish, tags: ["latest"] });
  expect(await it.plannedActions()).toStrictEqual({ github_repository_file: "update" });
  await it.applied();
  expect(it.github.files()).toStrictEqual([{ ...FILE, content: second }]);

  succeeded(await it.terraform("destroy", "-auto-approve"));
  expect(it.github.files()).toStrictEqual([]);
});

test("template characters of the workflow are written byte for byte", async () => {
  const name = "a $".concat("{{ b }} $${c} %{d}");
  const text = await written({
    role: { ...PUSHING, trust: [{ ...ENTRY, context: { kind: "environment", name } }] },
    file: { branch: "main" },
  });
  await it.applied();
  expect(text).toContain("environment: ");
  expect(it.github.files()).toStrictEqual([{ ...FILE, branch: "main", content: text }]);
});

test("shell parameters of a workflow for several platforms are written byte for byte", async () => {
  const text = await written({
    role: {
      ...PUSHING,
      trust: [ENTRY, { ...ENTRY, context: { kind: "tag", pattern: "v*" } }],
      ecr: { ...PUSHING.ecr, access: "push-pull" },
    },
    platforms: ["linux/amd64", "linux/arm64"],
  });
  await it.applied();
  expect(text).toContain("for tag in $TAGS; do");
  expect(it.github.files()).toStrictEqual([{ ...FILE, content: text }]);
});
