import { Repository } from "@cdktf/provider-github/lib/repository";
import { TerraformStack, Testing } from "cdktf";
import { GithubWorkflow, type GithubWorkflowProps } from "../../lib/constructs/github-workflow";
import { generateWorkflow } from "../../lib/workflow/generate";
import { PUSHING, TOKEN } from "../workflow/pushing-role";
import { resourcesOf, synthesized } from "./synthesized";

const PROPS: GithubWorkflowProps = {
  repository: "acme/web",
  role: PUSHING,
  publish: { values: { AWS_ROLE_ARN: "roleArn" } },
};

function resources(props: Partial<GithubWorkflowProps> = {}) {
  return synthesized((scope) => new GithubWorkflow(scope, "push", { ...PROPS, ...props }));
}

const { path, text, notes } = generateWorkflow(PROPS);
const ESCAPED = text.replaceAll("$".concat("{"), "$$$$".concat("{"));

test("a workflow is one file in its repository, without Terraform templates", () => {
  expect(text).toContain("$".concat("{{ secrets.AWS_ROLE_ARN }}"));
  expect(ESCAPED).toContain("$$".concat("{{ secrets.AWS_ROLE_ARN }}"));
  expect(resources()).toStrictEqual({
    github_repository_file: {
      push: {
        repository: "web",
        file: ".github/workflows/push.yml",
        content: ESCAPED,
        commit_message: "Write .github/workflows/push.yml",
        overwrite_on_create: false,
      },
    },
  });
});

test("file sets repository, branch and commit message", () => {
  const file = {
    repository: "mirror",
    branch: "dev",
    commitMessage: "Push images",
    overwriteOnCreate: true,
  };
  expect(resources({ file })).toStrictEqual({
    github_repository_file: {
      push: {
        repository: "mirror",
        branch: "dev",
        file: ".github/workflows/push.yml",
        content: ESCAPED,
        commit_message: "Push images",
        overwrite_on_create: true,
      },
    },
  });
});

test("the construct has the path and the text of the file", () => {
  const stack = new TerraformStack(Testing.app(), "stack");
  const workflow = new GithubWorkflow(stack, "push", PROPS);
  expect([workflow.path, workflow.text, workflow.notes]).toStrictEqual([path, text, notes]);
});

test.each([
  ["the token of its name", ({ name }: Repository) => name],
  ["the resource itself", (repository: Repository) => repository],
])("the repository of the file can be %s", (_, repositoryOf) => {
  const stack = new TerraformStack(Testing.app(), "stack");
  const web = new Repository(stack, "web", { name: "web" });
  new GithubWorkflow(stack, "push", { ...PROPS, file: { repository: repositoryOf(web) } });
  const [file] = Object.values(resourcesOf(Testing.synth(stack)).github_repository_file ?? {});
  expect(file?.repository).toBe("$".concat("{github_repository.web.name}"));
});

test("rejects a workflow that the role denies, with the path of the construct", () => {
  const stack = new TerraformStack(Testing.app(), "stack");
  expect(() => new GithubWorkflow(stack, "push", { ...PROPS, event: "pull_request" })).toThrow(
    "stack/push: denied: the trust policy of Push (account 123456789012) does not allow acme/web on pull_request\n",
  );
  expect(
    () => new GithubWorkflow(stack, "other", { ...PROPS, repository: TOKEN, branches: ["a b"] }),
  ).toThrow(/^stack\/other: repository: expected a literal string, .*\nstack\/other: branches: expected /);
});

test("rejects a file.repository that is not a repository's name", () => {
  const stack = new TerraformStack(Testing.app(), "stack");
  const repository = "$".concat("{path.module}");
  expect(() => new GithubWorkflow(stack, "push", { ...PROPS, file: { repository } })).toThrow(
    /^stack\/push file\.repository: expected the name of a GitHub repository \(/,
  );
});
