import { ActionsOrganizationOidcSubjectClaimCustomizationTemplate } from "@cdktf/provider-github/lib/actions-organization-oidc-subject-claim-customization-template";
import { ActionsRepositoryOidcSubjectClaimCustomizationTemplate } from "@cdktf/provider-github/lib/actions-repository-oidc-subject-claim-customization-template";
import { Construct } from "constructs";
import type { SubjectTemplate } from "../policy/subject-template";
import { address } from "./address";

export interface SubjectTemplatesProps {
  readonly templates: readonly {
    /** Without its owner, which the provider knows; undefined for the organization. */
    readonly repository: string | undefined;
    readonly claims: SubjectTemplate;
  }[];
}

/**
 * Of which claims the subjects of an owner's tokens are made. Each repository gets its template written out, also where that is the
 * organization's: what its tokens say then depends on nothing else.
 */
export class SubjectTemplates extends Construct {
  constructor(scope: Construct, id: string, { templates }: SubjectTemplatesProps) {
    super(scope, id);
    // A scope of their own: a repository may be called organization.
    const repositories = new Construct(this, "repositories");
    for (const { repository, claims } of templates) {
      if (repository === undefined) {
        new ActionsOrganizationOidcSubjectClaimCustomizationTemplate(this, "organization", {
          includeClaimKeys: [...claims],
        });
      } else {
        new ActionsRepositoryOidcSubjectClaimCustomizationTemplate(repositories, address(repository), {
          repository,
          useDefault: false,
          includeClaimKeys: [...claims],
        });
      }
    }
  }
}
