import { Construct } from "constructs";
import { choice } from "../config/schema/parts";
import { type SubjectTemplate, TEMPLATE_KEYS } from "../policy/subject/template";
import { subjectTemplateResource } from "./base/github-resources";
import { type NamedRepository, repositoryName, repositoryProblems } from "./props";
import { resourceAddress } from "./terraform-text";
import { assertValid, listProblems } from "./validation";

/** Props of a subject template. */
export interface GithubSubjectTemplateProps {
  /** Repository of the template. Default: the organization, whose template its repositories can use. */
  readonly repository?: NamedRepository | undefined;
  /** Keys of the subject in this order, each once. Literal strings. */
  readonly claims: SubjectTemplate;
}

/**
 * The subject template of a repository or the organization: which claims the subjects of its tokens contain. A repository gets its template
 * explicitly, also if it equals that of the organization. Entries of `trust` for this repository must have the same `template`.
 * @throws Error with every problem of the props.
 * @see https://docs.github.com/en/actions/reference/security/oidc#customizing-the-subject-claims-for-an-organization-or-repository
 * @example
 * ```ts
 * import { GithubProvider } from "@cdktf/provider-github/lib/provider";
 * import { App, TerraformStack } from "cdktf";
 * import { GithubSubjectTemplate } from "cdktf-github-actions-ecr";
 *
 * const stack = new TerraformStack(new App(), "web");
 * new GithubProvider(stack, "github", { owner: "acme" });
 * const { templateAddress } = new GithubSubjectTemplate(stack, "template", {
 *   repository: "web",
 *   claims: ["repo", "context", "job_workflow_ref"],
 * });
 * console.log(templateAddress.split(".")[1]); // template_75933436
 * ```
 */
export class GithubSubjectTemplate extends Construct {
  /** Address of the resource, for `dependsOn` of other resources. */
  readonly templateAddress: string;

  constructor(scope: Construct, id: string, { repository, claims }: GithubSubjectTemplateProps) {
    super(scope, id);
    assertValid(this, [
      ...(repository === undefined ? [] : repositoryProblems("repository", repository)),
      ...claimProblems(claims),
    ]);
    const template = subjectTemplateResource(this, {
      repository: repository === undefined ? undefined : repositoryName(repository),
      claims,
    });
    this.templateAddress = resourceAddress(template);
  }
}

function claimProblems(claims: readonly string[]): readonly string[] {
  if (claims.length === 0) return ["claims: expected at least one key, got []"];
  return listProblems("claims", claims, choice(TEMPLATE_KEYS), "claim in the template");
}
