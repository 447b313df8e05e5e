import { ActionsOrganizationOidcSubjectClaimCustomizationTemplate } from "@cdktf/provider-github/lib/actions-organization-oidc-subject-claim-customization-template";
import { ActionsRepositoryOidcSubjectClaimCustomizationTemplate } from "@cdktf/provider-github/lib/actions-repository-oidc-subject-claim-customization-template";
import { Construct } from "constructs";
import { type SubjectTemplate, TEMPLATE_KEYS } from "../policy/subject-template";
import type { TextRule } from "../policy/text-rule";
import { RESOURCE } from "./address";
import { type NamedRepository, repositoryName, repositoryProblems } from "./repository-name";
import { resourceAddress } from "./terraform-text";
import { assertValid, literalProblems, repeatProblems } from "./validation";

/** Of which claims subjects are made, and whose. */
export interface GithubSubjectTemplateProps {
  /** Default: the organization, for those of its repositories that take its template. */
  readonly repository?: NamedRepository | undefined;
  /** The keys that the subject is made of, in this order, each once; literal text. */
  readonly claims: SubjectTemplate;
}

const TEMPLATE_KEY: TextRule = {
  noun: "a key of a subject template",
  allowed: TEMPLATE_KEYS.join(", "),
  pattern: new RegExp(`^(?:${TEMPLATE_KEYS.join("|")})$`),
};

/**
 * Of which claims the subjects of a repository's tokens are made. A repository gets its template written out, also where that is the
 * organization's: what its tokens say then depends on nothing else. Trust in such a repository has to name the same template.
 * @throws Error with every key that GitHub does not know, or that stands there twice.
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
  /** Of the resource, for what has to be made after it. */
  readonly templateAddress: string;

  constructor(scope: Construct, id: string, { repository, claims }: GithubSubjectTemplateProps) {
    super(scope, id);
    assertValid(this, [
      ...(repository === undefined ? [] : repositoryProblems("repository", repository)),
      ...claimProblems(claims),
    ]);
    const includeClaimKeys = [...claims];
    const template =
      repository === undefined
        ? new ActionsOrganizationOidcSubjectClaimCustomizationTemplate(this, RESOURCE, { includeClaimKeys })
        : new ActionsRepositoryOidcSubjectClaimCustomizationTemplate(this, RESOURCE, {
            repository: repositoryName(repository),
            useDefault: false,
            includeClaimKeys,
          });
    this.templateAddress = resourceAddress(template);
  }
}

function claimProblems(claims: readonly string[]): readonly string[] {
  if (claims.length === 0) return ["claims: expected at least one key, got []"];
  const at = (index: number) => `claims[${index}]`;
  return [
    ...claims.flatMap((key, index) => literalProblems(at(index), key, TEMPLATE_KEY)),
    ...repeatProblems(at, claims, "keys"),
  ];
}
