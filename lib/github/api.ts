import type { z } from "zod";
import {
  type Customization,
  customizationAnswer,
  type GithubOwner,
  type GithubRepository,
  ownerAnswer,
  repositoryAnswer,
} from "./answers";
import { failure, type HttpError, isGithubs, isHttpError, isRateLimit, reasonOf, stranger } from "./failure";
import { type Connection, octokitFor } from "./octokit";

/** An answer about one thing. What is wrong with all of them is thrown. */
export type Answer<T> =
  | { readonly kind: "found"; readonly value: T }
  /** It does not exist, or not for this token. */
  | { readonly kind: "missing" }
  | { readonly kind: "forbidden"; readonly reason: string };

/** What is asked of a GitHub. Each throws a GithubError. */
export interface GithubApi {
  readonly owner: (name: string) => Promise<Answer<GithubOwner>>;
  /** A name that has changed leads to the repository by its new one. */
  readonly repository: (owner: string, name: string) => Promise<Answer<GithubRepository>>;
  /** All of an organization's that the token may see, or the public ones of a user. */
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
    ask: (url: string) => Promise<unknown>,
  ): Promise<Answer<z.output<Schema>>> {
    const route = `GET ${url}`;
    try {
      const parsed = schema.safeParse(await ask(url));
      if (!parsed.success) throw stranger(host, route);
      return { kind: "found", value: parsed.data };
    } catch (error) {
      if (!isHttpError(error)) throw error;
      const refused = refusal(error);
      if (refused === undefined) throw failure(error, host, route);
      return refused;
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

/** What is no failure but an answer: about this one thing GitHub says nothing. */
function refusal(error: HttpError): Exclude<Answer<never>, { kind: "found" }> | undefined {
  if (!isGithubs(error) || isRateLimit(error)) return undefined;
  if (error.status === 404) return { kind: "missing" };
  return error.status === 403 ? { kind: "forbidden", reason: reasonOf(error) } : undefined;
}
