import { DataGithubRepository } from "@cdktf/provider-github/lib/data-github-repository";
import { Repository } from "@cdktf/provider-github/lib/repository";
import {
  GithubSubjectTemplate,
  type GithubSubjectTemplateProps,
} from "../../lib/constructs/github-subject-template";
import { TEMPLATE_KEYS } from "../../lib/policy/subject/template";
import { authorStack, documentOf } from "./author-stack";
import { errorsOf } from "./errors-of";
import { synthesized } from "./synthesized";

function resources(props: GithubSubjectTemplateProps) {
  return synthesized((scope) => new GithubSubjectTemplate(scope, "template", props));
}

test("a repository has an explicit template", () => {
  expect(resources({ repository: "web", claims: ["repo", "context", "job_workflow_ref"] })).toStrictEqual({
    github_actions_repository_oidc_subject_claim_customization_template: {
      template: {
        repository: "web",
        use_default: false,
        include_claim_keys: ["repo", "context", "job_workflow_ref"],
      },
    },
  });
});

test("without a repository, the template is that of the organization", () => {
  expect(resources({ claims: ["repo", "context"] })).toStrictEqual({
    github_actions_organization_oidc_subject_claim_customization_template: {
      template: { include_claim_keys: ["repo", "context"] },
    },
  });
});

test("a repository can be another resource", () => {
  const stack = authorStack();
  const made = new Repository(stack, "made", { name: "web" });
  const found = new DataGithubRepository(stack, "found", { name: "api" });
  new GithubSubjectTemplate(stack, "web", { repository: made, claims: ["repo"] });
  new GithubSubjectTemplate(stack, "api", { repository: found.name, claims: ["repo"] });

  const template = { use_default: false, include_claim_keys: ["repo"] };
  expect(documentOf(stack)).toStrictEqual({
    data: { github_repository: { found: { name: "api" } } },
    resource: {
      github_repository: { made: { name: "web" } },
      github_actions_repository_oidc_subject_claim_customization_template: {
        web_08B6E5F3: { repository: `\${github_repository.made.name}`, ...template },
        api_C8550315: { repository: `\${data.github_repository.found.name}`, ...template },
      },
    },
  });
});

test("other resources can depend on the template's address", () => {
  const stack = authorStack();

  expect([
    new GithubSubjectTemplate(stack, "web", { repository: "web", claims: ["repo"] }).templateAddress,
    new GithubSubjectTemplate(stack, "acme", { claims: ["repo"] }).templateAddress,
  ]).toStrictEqual([
    "github_actions_repository_oidc_subject_claim_customization_template.web_08B6E5F3",
    "github_actions_organization_oidc_subject_claim_customization_template.acme_BAB6563D",
  ]);
});

test.each<[string, { readonly repository?: string; readonly claims: readonly string[] }, readonly string[]]>([
  ["no keys", { claims: [] }, ["claims: expected at least one key, got []"]],
  [
    "an unknown key",
    { claims: ["repo", "repo_id"] },
    [`claims[1]: expected one of ${TEMPLATE_KEYS.join(", ")}, got "repo_id", did you mean repo?`],
  ],
  [
    "a repeated key",
    { claims: ["repo", "context", "repo"] },
    ['claims[2]: duplicate claim in the template "repo"'],
  ],
  [
    "a repository with its owner",
    { repository: "acme/web", claims: ["repo"] },
    [
      'repository: expected the name of a GitHub repository (1 to 100 letters, digits and . _ -, without .git at the end and without the owner), got "acme/web"',
    ],
  ],
])("rejects %s", (_, { claims, repository }, problems) => {
  // The list of keys as a caller in JavaScript passes it.
  const props = { claims: claims as GithubSubjectTemplateProps["claims"], repository };

  expect(errorsOf((scope) => new GithubSubjectTemplate(scope, "template", props))).toStrictEqual(
    problems.map((problem) => `stack/template ${problem}`),
  );
});

test("rejects a CDKTF token as a key", () => {
  expect(
    errorsOf((scope) => {
      const { name } = new Repository(scope, "web", { name: "web" });
      new GithubSubjectTemplate(scope, "template", {
        claims: [name] as unknown as GithubSubjectTemplateProps["claims"],
      });
    }),
  ).toStrictEqual([
    "stack/template claims[0]: expected a literal value, got a CDKTF token. It is checked before Terraform knows the value",
  ]);
});
