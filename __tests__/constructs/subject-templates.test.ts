import { SubjectTemplates, type SubjectTemplatesProps } from "../../lib/constructs/subject-templates";
import { synthesized } from "./synthesized";

function resources(templates: SubjectTemplatesProps["templates"]) {
  return synthesized((scope) => new SubjectTemplates(scope, "templates", { templates }));
}

test("a repository has a template of its own, written out, and the organization one for others", () => {
  expect(
    resources([
      { repository: undefined, claims: ["repo", "context"] },
      { repository: "web", claims: ["repo", "context", "job_workflow_ref"] },
      { repository: "api", claims: ["actor"] },
    ]),
  ).toStrictEqual({
    github_actions_organization_oidc_subject_claim_customization_template: {
      templates_organization: { include_claim_keys: ["repo", "context"] },
    },
    github_actions_repository_oidc_subject_claim_customization_template: {
      templates_repositories_web: {
        repository: "web",
        use_default: false,
        include_claim_keys: ["repo", "context", "job_workflow_ref"],
      },
      templates_repositories_api: { repository: "api", use_default: false, include_claim_keys: ["actor"] },
    },
  });
});

test("a repository called organization stays apart from the organization", () => {
  expect(
    Object.values(
      resources([
        { repository: "organization", claims: ["repo"] },
        { repository: undefined, claims: ["repo"] },
      ]),
    ).flatMap((byName) => Object.values(byName)),
  ).toStrictEqual([
    { include_claim_keys: ["repo"] },
    { repository: "organization", use_default: false, include_claim_keys: ["repo"] },
  ]);
});

test("no template is no resource", () => {
  expect(resources([])).toStrictEqual({});
});
