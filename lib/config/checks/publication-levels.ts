import { isPattern, isSameName, VALUE_NAME } from "../../policy/github-names";
import { givenText } from "../../policy/text-rule";
import { at, isMap, isValid, isValidThroughout, items, keysOf, textOf } from "../draft";
import { type GithubFacts, repositoryIdPath } from "../github-facts";
import type { ConfigInput } from "../input";
import { type PublicationScope, publicationScope } from "../normalize/publication";
import { type Problem, pathText } from "../problem";
import type { PublishDraft, RoleDraft } from "../schema/access-file";
import { VISIBILITIES } from "../types";
import { someOf } from "./duplicates";
import { publishedNames } from "./publications";

/** Settings of publish that its level does not support, or that need something else from the file. */
export function publicationLevelProblems({ accounts }: ConfigInput, github: GithubFacts): readonly Problem[] {
  return accounts
    .flatMap(({ roles }) => roles)
    .filter((role) => isMap(at(role, "publish").value) && isValidThroughout(at(role, "publish")))
    .flatMap((role) => {
      const publish = at(role, "publish");
      const scope = publicationScope(role, github.owner);
      return [
        ...nameProblems(publish),
        ...repositoryProblems(role, publish),
        ...dependabotProblems(publish, scope),
        ...(isValid(role) && isValidThroughout(at(role, "trust")) ? environmentProblems(publish, scope) : []),
        ...visibilityProblems(publish, scope),
        ...(github.owner === "" ? [] : selectionProblems(publish, scope, github)),
      ];
    });
}

/** Names that are valid by themselves, and invalid with the prefix or together. */
function nameProblems(publish: PublishDraft): readonly Problem[] {
  const prefix = textOf(at(publish, "prefix")) ?? "";
  const seen = new Set<string>();
  const names = publishedNames(publish);
  const repeated = names.filter((name) => {
    const isRepeated = seen.has(name.toLowerCase());
    seen.add(name.toLowerCase());
    return isRepeated;
  });
  const invalid = names.filter((name) => !VALUE_NAME.pattern.test(name) && !repeated.includes(name));
  return [
    ...repeated
      .map((name) => name.slice(prefix.length))
      .map((key) => ({
        path: [...publish.path, "values", key],
        atKey: true,
        message: `duplicate name ${givenText(key)} (case is ignored)`,
      })),
    ...(invalid.length === 0
      ? []
      : [
          {
            path: [...publish.path, "prefix"],
            message: `expected a prefix that gives valid names (${VALUE_NAME.allowed}), got ${someOf(invalid.map(givenText))}`,
          },
        ]),
  ];
}

/** Values of the role's only ECR repository, of a role that has several, or a pattern. */
function repositoryProblems(role: RoleDraft, publish: PublishDraft): readonly Problem[] {
  // The values are about the first element of a list.
  const [ecr = at(role, "ecr")] = items(at(role, "ecr"));
  const repositories = at(ecr, "repositories");
  const names = new Set(items(repositories).map(({ value }) => value));
  if (!isValidThroughout(repositories)) return [];
  if (names.size === 1 && ![...names].some((name) => typeof name === "string" && isPattern(name))) return [];
  const values = at(publish, "values");
  const [first] = keysOf(values)
    .map(({ value: name }) => at<unknown, string>(values, name))
    .filter(({ value }) => value === "repository" || value === "repositoryUrl");
  if (first === undefined) return [];
  return [
    {
      path: first.path,
      message: `expected a role with one ECR repository, without wildcards, for ${first.value}, got ecr.repositories: ${givenText([...names])}`,
    },
  ];
}

function dependabotProblems(publish: PublishDraft, { as, to }: PublicationScope): readonly Problem[] {
  if (as !== "variables" || !to.includes("dependabot")) return [];
  return [
    {
      path: [...publish.path, "to"],
      message:
        "expected no dependabot with as: variables, because Dependabot has only secrets. Workflow runs that Dependabot starts can read the other variables",
    },
  ];
}

function environmentProblems(
  publish: PublishDraft,
  { to, environments }: PublicationScope,
): readonly Problem[] {
  if (!to.includes("environment")) return [];
  const path = [...publish.path, "to"];
  if (environments.length === 0) {
    return [
      {
        path,
        message:
          "expected an environment in trust for a repository that receives the values. Add an entry with repository and environment",
      },
    ];
  }
  return [];
}

function visibilityProblems(publish: PublishDraft, { to }: PublicationScope): readonly Problem[] {
  const visibility = at(publish, "visibility");
  if (!VISIBILITIES.some((known) => known === visibility.value) || to.includes("organization")) return [];
  return [
    {
      path: visibility.path,
      message: `expected visibility only with to: organization, got ${givenText(visibility.value)}`,
    },
  ];
}

/** GitHub needs the ids of the selected repositories. */
function selectionProblems(
  publish: PublishDraft,
  { to, repositories, organizations }: PublicationScope,
  github: GithubFacts,
): readonly Problem[] {
  const { value, path } = at(publish, "visibility");
  if (value !== "selected" || !to.includes("organization")) return [];
  const lacking = repositories
    .filter(({ owner, name }) => github.repositories.get(`${owner}/${name}`.toLowerCase())?.id === undefined)
    .map(({ owner, name }) => pathText(repositoryIdPath(owner, name, github.owner)));
  const empty = organizations.filter(
    (organization) => !repositories.some(({ owner }) => isSameName(owner, organization)),
  );
  return [
    ...(lacking.length === 0
      ? []
      : [
          {
            path,
            message: `missing ids of the selected repositories. Add ${someOf(lacking)}: run the command resolve. See docs/guide/ids.md`,
          },
        ]),
    ...empty.map((organization) => ({
      path,
      message: `expected repositories of ${organization} to select, but trust names none without wildcards. List them in publish.repositories, or set visibility: private`,
    })),
  ];
}
