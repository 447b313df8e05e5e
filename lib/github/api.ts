import { z } from "zod";
import type { SubjectFormat } from "../policy/subject/types";
import {
  failure,
  type HttpError,
  isGithubAnswer,
  isHttpError,
  isRateLimit,
  notGithub,
  reasonOf,
} from "./failure";
import { type Connection, octokitFor } from "./octokit";

/** The answer to one request. A failure that concerns all requests is thrown. */
export type Answer<T> =
  | { readonly kind: "found"; readonly value: T }
  /** It does not exist, or the token cannot see it. */
  | { readonly kind: "missing" }
  | { readonly kind: "forbidden"; readonly reason: string };

/** The requests to GitHub. Each throws a GithubError. */
export interface GithubApi {
  readonly owner: (name: string) => Promise<Answer<GithubOwner>>;
  /** GitHub follows a rename, so the answer can have another name. */
  readonly repository: (owner: string, name: string) => Promise<Answer<GithubRepository>>;
  /** By its id, under its current name. */
  readonly repositoryById: (id: number) => Promise<Answer<GithubRepository>>;
  /** The repositories of an organization that the token can see, or the public ones of a user. */
  readonly repositoriesOf: (owner: GithubOwner) => Promise<Answer<readonly GithubRepository[]>>;
  readonly customization: (repository: GithubRepository) => Promise<Answer<Customization>>;
}

const PER_PAGE = 100;

export async function githubApi(connection: Connection): Promise<GithubApi> {
  const octokit = await octokitFor(connection);
  const { host } = new URL(connection.baseUrl);

  async function answer<Schema extends z.ZodType>(
    url: string,
    schema: Schema,
    request: (url: string) => Promise<unknown>,
  ): Promise<Answer<z.output<Schema>>> {
    const route = `GET ${url}`;
    try {
      const parsed = schema.safeParse(await request(url));
      if (!parsed.success) throw notGithub(host, route);
      return { kind: "found", value: parsed.data };
    } catch (error) {
      if (!isHttpError(error)) throw error;
      const denied = deniedAnswer(error);
      if (denied === undefined) throw failure(error, host, route);
      return denied;
    }
  }
  const one = async (url: string) => (await octokit.request({ method: "GET", url })).data;
  const all = (url: string) => octokit.paginate({ method: "GET", url, per_page: PER_PAGE });

  return {
    owner: (name) => answer(`/users/${name}`, ownerAnswer, one),
    repository: (owner, name) => answer(`/repos/${owner}/${name}`, repositoryAnswer, one),
    repositoryById: (id) => answer(`/repositories/${id}`, repositoryAnswer, one),
    repositoriesOf: ({ login, isOrganization }) =>
      answer(`/${isOrganization ? "orgs" : "users"}/${login}/repos`, repositoryAnswer.array(), all),
    customization: ({ owner, name }) =>
      answer(`/repos/${owner}/${name}/actions/oidc/customization/sub`, customizationAnswer, one),
  };
}

/** An error that concerns only this request. Undefined for a failure of all requests. */
function deniedAnswer(error: HttpError): Exclude<Answer<never>, { kind: "found" }> | undefined {
  if (!isGithubAnswer(error) || isRateLimit(error)) return undefined;
  if (error.status === 404) return { kind: "missing" };
  return error.status === 403 ? { kind: "forbidden", reason: reasonOf(error) } : undefined;
}

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

/** The format that a repository sends. */
export type SentFormat = Exclude<SubjectFormat, "both">;

/**
 * The format that GitHub will use, undefined if it is unknown. The prefix decides, because the flag is `false` for repositories that
 * send ids because of their creation date.
 */
export function sentFormat(
  { prefix, isImmutable }: Customization,
  { owner, ownerId, name, id }: GithubRepository,
  isServer: boolean,
): SentFormat | undefined {
  if (prefix !== undefined) {
    const start = prefix.replace(/:$/, "");
    if (start === `repo:${owner}@${ownerId}/${name}@${id}`) return "immutable";
    return start === `repo:${owner}/${name}` ? "name" : undefined;
  }
  if (isImmutable !== undefined) return isImmutable ? "immutable" : "name";
  // GitHub Enterprise Server has only this format.
  return isServer ? "name" : undefined;
}
