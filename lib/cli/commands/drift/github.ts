import { at, items, type Located, textOf } from "../../../config/draft";
import { githubFacts, ownedRepository, subjectFormat } from "../../../config/github-facts";
import { githubInput } from "../../../config/input";
import type { Path, Problem } from "../../../config/problem";
import type { Config, Environment } from "../../../config/types";
import { type Answer, type GithubApi, type GithubEnvironment, isProtected } from "../../../github/api";
import { inParallel } from "../../../github/octokit";
import { isPattern, isSameName, matchesPattern } from "../../../policy/github-names";
import { DEFAULT_TEMPLATE } from "../../../policy/subject/template";
import { trustedEnvironments } from "../../../report/trusted-environments";
import { changes } from "../resolve/changes";
import { type Comparison, comparisonWith, defaultOwner } from "../resolve/comparison";
import { mismatches } from "../resolve/mismatches";
import { describedRepositories, unknownTemplates } from "../resolve/notes";
import { type Difference, valueText } from "./difference";

/** What differs between a file and GitHub. */
export interface GithubComparison {
  readonly differences: readonly Difference[];
  /** Sentences without a period. */
  readonly notCompared: readonly string[];
  /** What GitHub does not let the token read. */
  readonly problems: readonly Problem[];
}

/**
 * Compares a file with GitHub: names, ids, subject formats and templates as `resolve` does, and what protects environments.
 * @throws GithubError if the requests fail.
 */
export async function githubComparison(
  config: Config,
  file: Located,
  api: GithubApi,
  progress: (answered: number, expected: number) => void,
): Promise<GithubComparison> {
  const comparison = await comparisonWith(api, file.value, config.github.host, progress);
  const found = mismatches(comparison);
  const environments = await inParallel(environmentsOf(config, file), async (environment) => {
    const { owner, repository, name } = environment;
    return { environment, answer: await api.environment({ owner, name: repository }, name) };
  });
  return {
    differences: [
      ...found
        .filter(({ isDenied }) => isDenied !== true)
        .map(({ problem: { path, message } }) => ({ kind: "github-repository" as const, path, message })),
      ...formatDifferences(comparison),
      ...templateDifferences(comparison),
      ...environments.flatMap(({ environment, answer }) =>
        environmentDifferences(environment, answer, comparison),
      ),
    ],
    notCompared: environmentsOfPatterns(file),
    problems: [
      ...found.flatMap(({ problem, isDenied }) => (isDenied === true ? [problem] : [])),
      ...environments.flatMap(({ environment: { path, owner, repository, name }, answer }) =>
        answer.kind === "forbidden"
          ? [
              {
                path,
                message: `GITHUB_TOKEN cannot read the environment ${name} of ${owner}/${repository} (403: ${answer.reason}). Use a token with the permission Actions: read`,
              },
            ]
          : [],
      ),
    ],
  };
}

/** The format in the file is another one than GitHub sends. Missing ids are no drift. */
function formatDifferences(comparison: Comparison): readonly Difference[] {
  const known = githubFacts(githubInput(at(comparison.file, "github")));
  return changes(comparison).flatMap(({ path, from, to }): readonly Difference[] => {
    if (typeof to !== "string") return [];
    const [, section, key = ""] = path;
    const { owner, name } = ownedRepository(String(key), known.owner);
    const inherited = section === "repositories" ? subjectFormat(known, owner, name) : "name";
    const expected = from ?? inherited;
    return [
      {
        kind: "subject-format",
        path,
        message: `expected ${valueText(expected)}, got ${to} from ${comparison.host}, so its tokens have other subjects than the trust policies. Run resolve`,
        expected,
        got: to,
      },
    ];
  });
}

/** Templates that the file does not have, and those of the file that GitHub has in another form. */
function templateDifferences(comparison: Comparison): readonly Difference[] {
  const known = githubFacts(githubInput(at(comparison.file, "github"))).templates;
  const places = items(at(at(comparison.file, "github"), "subjectTemplates"));
  return [
    ...unknownTemplates(comparison).map(({ problem: { path, message } }) => ({
      kind: "subject-template" as const,
      path,
      message,
    })),
    ...describedRepositories(comparison).flatMap(({ repository, customization }): readonly Difference[] => {
      const full = `${repository.owner}/${repository.name}`;
      const own = known.get(full.toLowerCase());
      if (own === undefined || customization?.kind !== "found") return [];
      const got = customization.value.template ?? DEFAULT_TEMPLATE;
      if (got.join() === own.claims.join()) return [];
      const place = places.find((each) =>
        items(at(each, "repositories")).some((text) => {
          const { owner, name } = ownedRepository(textOf(text) ?? "", defaultOwner(comparison.file));
          return isSameName(`${owner}/${name}`, full);
        }),
      );
      return [
        {
          kind: "subject-template",
          path: [...(place?.path ?? ["github", "subjectTemplates"]), "claims"],
          message: `expected ${own.claims.join(", ")}, got ${got.join(", ") || "no claims"} as subject template of ${full}`,
          expected: own.claims,
          got,
        },
      ];
    }),
  ];
}

/** An environment that the file describes, that is protected elsewhere, or that only a role names. */
interface KnownEnvironment {
  readonly owner: string;
  readonly repository: string;
  readonly name: string;
  readonly path: Path;
  readonly settings: Environment | "protected elsewhere" | undefined;
}

function environmentsOf(config: Config, file: Located): readonly KnownEnvironment[] {
  const entries = entriesOf(file);
  const pathOf = (owner: string, repository: string, name: string) =>
    entries.find((entry) => entry.isOf(owner, repository, name));
  const described = config.owners.flatMap((owner) => [
    ...owner.environments.map((environment) => ({
      owner: owner.name,
      repository: environment.repository,
      name: environment.name,
      settings: environment,
    })),
    ...owner.elsewhere.map((each) => ({
      ...each,
      owner: owner.name,
      settings: "protected elsewhere" as const,
    })),
  ]);
  const all: readonly KnownEnvironment[] = [
    ...described.map((each) => ({
      ...each,
      path: pathOf(each.owner, each.repository, each.name)?.path ?? ["github", "environments"],
    })),
    ...trustedEnvironments(config).map(({ owner, repository, name, path }) => {
      const entry = pathOf(owner, repository, name);
      return {
        owner,
        repository,
        name,
        path: entry?.path ?? path,
        // A pattern for repositories is only allowed for what is protected elsewhere.
        settings: entry === undefined ? undefined : ("protected elsewhere" as const),
      };
    }),
  ];
  const byName = new Map<string, KnownEnvironment>();
  for (const each of all) {
    const key = `${each.owner}/${each.repository}:${each.name}`.toLowerCase();
    if (!byName.has(key)) byName.set(key, each);
  }
  return [...byName.values()];
}

/** Environments of a pattern for repositories. Only those of repositories that a role names are compared. */
function environmentsOfPatterns(file: Located): readonly string[] {
  const byDefault = defaultOwner(file);
  return items(at(at(file, "github"), "environments")).flatMap((entry) =>
    items(at(entry, "repositories")).flatMap((text) => {
      const { owner, name } = ownedRepository(textOf(text) ?? "", byDefault);
      return isPattern(name)
        ? [
            `the environment ${textOf(at(entry, "name")) ?? ""} of repositories that match ${owner}/${name} and that no role names: write their names into github.environments`,
          ]
        : [];
    }),
  );
}

/** The entries of `github.environments`, with the environments that they are about. */
function entriesOf(file: Located) {
  const github = at(file, "github");
  const byDefault = defaultOwner(file);
  return items(at(github, "environments")).map((entry) => ({
    path: entry.path,
    isOf: (owner: string, repository: string, name: string): boolean =>
      isSameName(textOf(at(entry, "name")) ?? "", name) &&
      items(at(entry, "repositories")).some((text) => {
        const named = ownedRepository(textOf(text) ?? "", byDefault);
        return (
          isSameName(named.owner, owner) && matchesPattern(named.name.toLowerCase(), repository.toLowerCase())
        );
      }),
  }));
}

function environmentDifferences(
  { owner, repository, name, path, settings }: KnownEnvironment,
  answer: Answer<GithubEnvironment>,
  { snapshot }: Comparison,
): readonly Difference[] {
  const of = `the environment ${name} of ${owner}/${repository}`;
  if (answer.kind === "forbidden") return [];
  if (answer.kind === "missing") {
    // A repository that does not exist is reported as such.
    if (snapshot.repositories.get(`${owner}/${repository}`.toLowerCase())?.kind === "missing") return [];
    const message = `expected ${of} on GitHub, got none. A job that names it creates it without protection`;
    return [{ kind: "environment-missing", path, message, expected: name }];
  }
  const found = answer.value;
  if (settings === undefined) return [];
  if (settings === "protected elsewhere") {
    if (isProtected(found)) return [];
    const message = `expected reviewers, or some branches or tags alone, got no protection of ${of}`;
    return [{ kind: "environment-changed", path, message, got: shown(found) }];
  }
  return settingDifferences(settings, found, of, path);
}

function shown({ reviewers, patterns, isForProtectedBranches }: GithubEnvironment): object {
  return { reviewers, patterns: patterns.map(({ pattern }) => pattern), isForProtectedBranches };
}

/** What may deploy to an environment. */
const [PATTERNS, ALL] = ["patterns", "all branches and tags"];

function settingDifferences(
  settings: Environment,
  found: GithubEnvironment,
  of: string,
  path: Path,
): readonly Difference[] {
  const setting = (key: string, noun: string, expected: unknown, got: unknown): readonly Difference[] =>
    JSON.stringify(expected) === JSON.stringify(got)
      ? []
      : [
          {
            kind: "environment-changed",
            path: [...path, key],
            message: `expected ${valueText(expected)}, got ${valueText(got)} as ${noun} of ${of}`,
            expected,
            got,
          },
        ];
  const lower = (names: readonly string[]) => names.map((each) => each.toLowerCase()).sort();
  const { reviewers, branches, tags } = settings;
  const ofKind = (kind: "branch" | "tag") =>
    found.patterns.flatMap((each) => (each.kind === kind ? each.pattern : [])).sort();
  const mayDeploy = branches.length + tags.length > 0 ? PATTERNS : ALL;
  const mayDeployThere = found.isForProtectedBranches
    ? "protected branches"
    : found.hasPatterns
      ? PATTERNS
      : ALL;
  return [
    ...setting(
      "reviewers",
      "reviewers",
      { users: lower(reviewers.users), teams: lower(reviewers.teams) },
      found.reviewers,
    ),
    // Without reviewers, GitHub has no such setting.
    ...(found.reviewers.users.length + found.reviewers.teams.length === 0
      ? []
      : setting(
          "preventSelfReview",
          "prevention of self-review",
          settings.preventSelfReview,
          found.preventsSelfReview,
        )),
    ...setting("waitMinutes", "wait timer in minutes", settings.waitMinutes, found.waitMinutes),
    ...setting(
      "administratorsMayBypass",
      "bypass for administrators",
      settings.administratorsMayBypass,
      found.administratorsMayBypass,
    ),
    ...(mayDeploy === mayDeployThere
      ? [
          ...setting("branches", "deployment branches", [...branches].sort(), ofKind("branch")),
          ...setting("tags", "deployment tags", [...tags].sort(), ofKind("tag")),
        ]
      : setting("branches", "what may deploy to", mayDeploy, mayDeployThere)),
  ];
}
