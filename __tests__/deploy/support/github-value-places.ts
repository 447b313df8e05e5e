import { type GithubChange, isUser } from "./github-resource";
import {
  type GithubAttributes,
  KEY,
  knownText,
  Numbers,
  optional,
  REPOSITORY,
  required,
  text,
} from "./github-schema";
import type { GithubValue } from "./github-store";
import type { Attributes } from "./tfplugin5";

/** Where secrets and variables are kept. */
export interface Place {
  readonly attributes: GithubAttributes;
  /** What comes before the name in the id of a resource. */
  readonly idAttributes: readonly string[];
  readonly problems?: (config: Attributes) => readonly string[];
  readonly item: (planned: Attributes, owner: string, named: Named) => GithubValue;
  readonly refusal?: (change: GithubChange) => string | undefined;
}

interface Named {
  readonly name: string;
  readonly value: string;
}

type KindIn<Field extends string> = Extract<GithubValue, Readonly<Record<Field, unknown>>>["kind"];
type RepositoryKind = Exclude<GithubValue["kind"], KindIn<"environment"> | KindIn<"organization">>;

export function inRepository(kind: RepositoryKind): Place {
  return {
    attributes: REPOSITORY,
    idAttributes: ["repository"],
    item: (planned, owner, named) => ({
      kind,
      repository: `${owner}/${knownText(planned, "repository")}`,
      ...named,
    }),
  };
}

export function inEnvironment(kind: KindIn<"environment">): Place {
  return {
    attributes: { ...REPOSITORY, environment: KEY },
    idAttributes: ["repository", "environment"],
    item: (planned, owner, named) => ({
      kind,
      repository: `${owner}/${knownText(planned, "repository")}`,
      environment: knownText(planned, "environment"),
      ...named,
    }),
    refusal: ({ wanted, github }) => {
      if (!("environment" in wanted)) return undefined;
      const { repository, environment } = wanted;
      const isThere = github.get({ kind: "environment", repository, name: environment }) !== undefined;
      return isThere ? undefined : `404 Not Found: no environment ${environment} in ${repository}`;
    },
  };
}

const VISIBILITIES = ["all", "private", "selected"];

export function inOrganization(kind: KindIn<"organization">): Place {
  return {
    attributes: {
      visibility: required(),
      selected_repository_ids: optional({ type: ["set", "number"] }),
    },
    idAttributes: [],
    problems: (config) => {
      const visibility = text(config, "visibility");
      if (visibility === undefined || VISIBILITIES.includes(visibility)) return [];
      return [`visibility is one of ${VISIBILITIES.join(", ")}, not ${visibility}`];
    },
    item: (planned, organization, named) => ({
      kind,
      organization,
      ...named,
      // Unknown in what was imported and is not read yet.
      visibility: text(planned, "visibility") ?? "",
      selected_repository_ids: Numbers.parse(planned.selected_repository_ids),
    }),
    refusal: ({ wanted, owner, github }) => {
      if (isUser(owner, github)) return `404 Not Found: ${owner} is a user, not an organization`;
      if (!("visibility" in wanted) || wanted.visibility === "selected") return undefined;
      if (wanted.selected_repository_ids.length === 0) return undefined;
      return "cannot use selected_repository_ids without visibility being set to selected";
    },
  };
}
