import { z } from "zod";

/** A user or an organization. */
export interface GithubOwner {
  readonly id: number;
  /** In the case that GitHub uses. */
  readonly login: string;
  readonly isOrganization: boolean;
}

export interface GithubRepository {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  readonly ownerId: number;
}

/** How GitHub writes the subjects of a repository's tokens. */
export interface Customization {
  readonly prefix: string | undefined;
  readonly isImmutable: boolean | undefined;
  /** The claims of the repository's own subject template. */
  readonly template: readonly string[] | undefined;
}

const id = z.int().positive();

export const ownerAnswer = z
  .object({ id, login: z.string(), type: z.string().optional() })
  .transform(({ id, login, type }): GithubOwner => ({ id, login, isOrganization: type === "Organization" }));

/** @see https://docs.github.com/en/rest/repos/repos#get-a-repository */
export const repositoryAnswer = z
  .object({ id, full_name: z.string().regex(/^[^/]+\/[^/]+$/), owner: z.object({ id }) })
  .transform(({ id, full_name, owner: { id: ownerId } }): GithubRepository => {
    const [owner = "", name = ""] = full_name.split("/");
    return { id, owner, name, ownerId };
  });

/** @see https://docs.github.com/en/rest/actions/oidc#get-the-customization-template-for-an-oidc-subject-claim-for-a-repository */
export const customizationAnswer = z
  .object({
    use_default: z.boolean(),
    include_claim_keys: z.array(z.string()).nullish(),
    use_immutable_subject: z.boolean().nullish(),
    sub_claim_prefix: z.string().nullish(),
  })
  .transform(
    ({ use_default, include_claim_keys, use_immutable_subject, sub_claim_prefix }): Customization => ({
      prefix: sub_claim_prefix || undefined,
      isImmutable: use_immutable_subject ?? undefined,
      template: use_default ? undefined : (include_claim_keys ?? []),
    }),
  );
