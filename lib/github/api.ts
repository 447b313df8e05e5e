import { z } from "zod";
import { isAnyRef } from "../policy/github-names";
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
  /** The names of secrets or variables, by the path of their list. */
  readonly valueNames: (path: string) => Promise<Answer<readonly string[]>>;
  readonly environment: (
    repository: Pick<GithubRepository, "owner" | "name">,
    name: string,
  ) => Promise<Answer<GithubEnvironment>>;
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

  return apiWith((url, schema, amount) => answer(url, schema, amount === "one" ? one : all));
}

/** Asks for a value, or for all pages of a list. */
type Ask = <Schema extends z.ZodType>(
  url: string,
  schema: Schema,
  amount: "one" | "all",
) => Promise<Answer<z.output<Schema>>>;

export function apiWith(ask: Ask): GithubApi {
  return {
    owner: (name) => ask(`/users/${name}`, ownerAnswer, "one"),
    repository: (owner, name) => ask(`/repos/${owner}/${name}`, repositoryAnswer, "one"),
    repositoryById: (id) => ask(`/repositories/${id}`, repositoryAnswer, "one"),
    repositoriesOf: ({ login, isOrganization }) =>
      ask(`/${isOrganization ? "orgs" : "users"}/${login}/repos`, repositoryAnswer.array(), "all"),
    customization: ({ owner, name }) =>
      ask(`/repos/${owner}/${name}/actions/oidc/customization/sub`, customizationAnswer, "one"),
    valueNames: (path) => ask(path, nameAnswer.array(), "all"),
    environment: async ({ owner, name: repository }, name) => {
      const url = `/repos/${owner}/${repository}/environments/${encodeURIComponent(name)}`;
      const found = await ask(url, environmentAnswer, "one");
      if (found.kind !== "found" || !found.value.hasPatterns) return found;
      const patterns = await ask(`${url}/deployment-branch-policies`, patternAnswer.array(), "all");
      return patterns.kind === "found"
        ? { kind: "found", value: { ...found.value, patterns: patterns.value } }
        : patterns;
    },
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

/** An environment of a repository, with what protects it. */
export interface GithubEnvironment {
  /** In the case that GitHub uses. */
  readonly name: string;
  /** Logins and slugs in lower case, sorted. */
  readonly reviewers: { readonly users: readonly string[]; readonly teams: readonly string[] };
  readonly preventsSelfReview: boolean;
  readonly waitMinutes: number;
  readonly administratorsMayBypass: boolean;
  /** Whether only branches with a protection rule can deploy. */
  readonly isForProtectedBranches: boolean;
  /** Whether only branches and tags that match a pattern can deploy. */
  readonly hasPatterns: boolean;
  readonly patterns: readonly DeploymentPattern[];
}

/** A pattern for branches or tags that can deploy. */
interface DeploymentPattern {
  readonly kind: "branch" | "tag";
  readonly pattern: string;
  /** Undefined on servers that do not report it. */
  readonly id: number | undefined;
}

const reviewer = z.object({
  type: z.string(),
  reviewer: z.object({ login: z.string().optional(), slug: z.string().optional() }),
});

/** @see https://docs.github.com/en/rest/deployments/environments#get-an-environment */
const environmentAnswer = z
  .object({
    name: z.string(),
    can_admins_bypass: z.boolean().nullish(),
    protection_rules: z
      .array(
        z.object({
          type: z.string(),
          wait_timer: z.number().nullish(),
          prevent_self_review: z.boolean().nullish(),
          reviewers: z.array(reviewer).nullish(),
        }),
      )
      .nullish(),
    deployment_branch_policy: z
      .object({ protected_branches: z.boolean(), custom_branch_policies: z.boolean() })
      .nullish(),
  })
  .transform(
    ({ name, can_admins_bypass, protection_rules, deployment_branch_policy: policy }): GithubEnvironment => {
      const rules = protection_rules ?? [];
      const review = rules.find(({ type }) => type === "required_reviewers");
      const reviewers = review?.reviewers?.map((each) => each.reviewer) ?? [];
      return {
        name,
        reviewers: {
          users: reviewers.flatMap(({ login }) => login?.toLowerCase() ?? []).sort(),
          teams: reviewers
            .flatMap(({ login, slug }) => (login === undefined ? (slug?.toLowerCase() ?? []) : []))
            .sort(),
        },
        preventsSelfReview: review?.prevent_self_review ?? false,
        waitMinutes: rules.find(({ type }) => type === "wait_timer")?.wait_timer ?? 0,
        administratorsMayBypass: can_admins_bypass ?? true,
        isForProtectedBranches: policy?.protected_branches ?? false,
        hasPatterns: policy?.custom_branch_policies ?? false,
        patterns: [],
      };
    },
  );

/** @see https://docs.github.com/en/rest/deployments/branch-policies#list-deployment-branch-policies */
const patternAnswer = z
  .object({ id: id.optional(), name: z.string(), type: z.enum(["branch", "tag"]).nullish() })
  .transform(({ id, name, type }): DeploymentPattern => ({ kind: type ?? "branch", pattern: name, id }));

/** @see https://docs.github.com/en/rest/actions/variables#list-repository-variables */
const nameAnswer = z.object({ name: z.string() }).transform(({ name }) => name);

/** Whether a review is required, or only some branches and tags can deploy. A wait timer protects nothing. */
export function isProtected({
  reviewers: { users, teams },
  isForProtectedBranches,
  hasPatterns,
  patterns,
}: GithubEnvironment): boolean {
  if (users.length > 0 || teams.length > 0 || isForProtectedBranches) return true;
  return hasPatterns && !patterns.some(({ pattern }) => isAnyRef(pattern));
}

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
