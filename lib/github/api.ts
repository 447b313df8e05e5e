import type { z } from "zod";
import {
  type Customization,
  customizationAnswer,
  type GithubOwner,
  type GithubRepository,
  ownerAnswer,
  repositoryAnswer,
} from "./answers";
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
