import { isSameName, VALUE_NAME, VALUE_PREFIX } from "../../policy/github-names";
import { VISIBILITIES } from "../config";
import { type GithubFacts, githubFacts, repositoryIdPath } from "../github-facts";
import { type PublicationScope, publicationScope } from "../normalize/publication-scope";
import { accountsOf, at, isMap, type Place, rolesOf, textOf } from "../place";
import { givenText, type Problem, pathText } from "../problem";
import { publishedNames } from "./publications";

/** What a role publishes that its level does not have, or that cannot be told from the file. */
export function publicationLevelProblems(file: Place): readonly Problem[] {
  const github = githubFacts(at(file, "github"));
  return accountsOf(file)
    .flatMap(rolesOf)
    .filter((role) => isMap(at(role, "publish").value))
    .flatMap((role) => {
      const publish = at(role, "publish");
      const scope = publicationScope(role, github.owner);
      return [
        ...nameProblems(publish),
        ...dependabotProblems(publish, scope),
        ...environmentProblems(publish, scope),
        ...visibilityProblems(publish, scope),
        ...selectionProblems(publish, scope, github),
      ];
    });
}

/** Names that are right by themselves, and wrong with the prefix or beside each other. */
function nameProblems(publish: Place): readonly Problem[] {
  const prefix = textOf(at(publish, "prefix")) ?? "";
  const seen = new Set<string>();
  return publishedNames(publish).flatMap((name): readonly Problem[] => {
    const key = name.slice(prefix.length);
    const place = { path: [...publish.path, "values", key], atKey: true };
    const isRepeated = seen.has(name.toLowerCase());
    seen.add(name.toLowerCase());
    if (isRepeated) {
      return [
        {
          ...place,
          message: `is a name for the second time; allowed: once, case not counted; given: ${givenText(key)}`,
        },
      ];
    }
    if (!VALUE_PREFIX.pattern.test(prefix) || !VALUE_NAME.pattern.test(key)) return [];
    if (VALUE_NAME.pattern.test(name)) return [];
    return [
      {
        path: [...publish.path, "prefix"],
        message: `makes a name that GitHub does not take; allowed: ${VALUE_NAME.allowed}; given: ${givenText(name)}`,
      },
    ];
  });
}

function dependabotProblems(publish: Place, { as, to }: PublicationScope): readonly Problem[] {
  if (as !== "variables" || !to.includes("dependabot")) return [];
  return [
    {
      path: [...publish.path, "to"],
      message:
        "has Dependabot in it, which keeps secrets alone; allowed: as: secrets, or no dependabot, because runs that it starts read variables as all others do; given: as: variables",
    },
  ];
}

function environmentProblems(publish: Place, { to, environments }: PublicationScope): readonly Problem[] {
  if (!to.includes("environment")) return [];
  const path = [...publish.path, "to"];
  if (environments.length === 0) {
    return [
      {
        path,
        message:
          "has environment in it, and trust names no environment of a repository that gets the values; needed: an entry of trust with repository and environment",
      },
    ];
  }
  return environments
    .filter(({ environment }) => environment.includes(":"))
    .map(({ environment }) => ({
      path,
      message: `has an environment whose name Terraform's provider takes apart at the colon; allowed: repository or organization for it; given: ${givenText(environment)}`,
    }));
}

function visibilityProblems(publish: Place, { to }: PublicationScope): readonly Problem[] {
  const visibility = at(publish, "visibility");
  if (!VISIBILITIES.some((known) => known === visibility.value) || to.includes("organization")) return [];
  return [
    {
      path: visibility.path,
      message: `is for an organization's values alone; allowed: to: organization beside it; given: ${givenText(visibility.value)}`,
    },
  ];
}

/** GitHub takes the selected repositories by their ids. */
function selectionProblems(
  publish: Place,
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
            message: `needs ids of repositories, which the file lacks; needed: ${lacking.join(", ")}; the command resolve writes them`,
          },
        ]),
    ...empty.map((organization) => ({
      path,
      message: `selects no repository of ${organization}, because trust names none exactly; needed: publish.repositories, or visibility: private`,
    })),
  ];
}
