import { groupedBy } from "../../../config/checks/duplicates";
import { pathText } from "../../../config/problem";
import { valuedFile } from "../../../config/read";
import { isProtected } from "../../../github/api";
import { inParallel } from "../../../github/octokit";
import { trustedEnvironments } from "../../../report/trusted-environments";
import { changes } from "../resolve/changes";
import { type Comparison, comparisonWith } from "../resolve/comparison";
import { connect, type Outside } from "../resolve/connection";
import { mismatches } from "../resolve/mismatches";
import { notes } from "../resolve/notes";
import type { Adoption } from "./adoption";
import type { FileSettings } from "./file-value";

/** What GitHub says about the owners, repositories and environments of a file. */
export interface GithubAnswers extends Pick<FileSettings, "ids" | "protectedEnvironments"> {
  /** What differs from the policies, and what only the user can fix: a sentence each. */
  readonly notes: readonly string[];
  readonly requests: number;
}

/**
 * Asks GitHub as `resolve` does.
 * @throws GithubError if the requests fail.
 */
export async function githubAnswers(
  { text, config }: Adoption,
  owners: readonly string[],
  outside: Outside,
): Promise<GithubAnswers> {
  const { host } = config.github;
  const { api, bar, requests } = await connect(host, outside);
  try {
    const { value } = valuedFile(text, "access.yaml");
    const comparison = await comparisonWith(api, value, host, bar.show);
    const environments = await inParallel(trustedEnvironments(config), async (trusted) => {
      const { owner, repository, name } = trusted;
      return { trusted, answer: await api.environment({ owner, name: repository }, name) };
    });
    const isProtectedThere = environments.filter(
      ({ answer }) => answer.kind === "found" && isProtected(answer.value),
    );
    return {
      ids: idsIn(comparison, owners),
      protectedEnvironments: groupedBy(isProtectedThere, ({ trusted }) => trusted.name).map((group) => ({
        name: group[0].trusted.name,
        repositories: group.map(({ trusted: { owner, repository } }) => `${owner}/${repository}`),
      })),
      notes: [
        ...mismatches(comparison).map(({ problem: { path, message } }) => `${pathText(path)}: ${message}`),
        ...formatNotes(comparison),
        ...environments.flatMap(({ trusted: { owner, repository, name }, answer }) =>
          answer.kind === "missing"
            ? [
                `${owner}/${repository} has no environment ${name}. A job that names it creates it without protection`,
              ]
            : [],
        ),
        ...notes(comparison),
      ],
      requests: requests(),
    };
  } finally {
    bar.hide();
  }
}

/** The ids of owners that may be trusted, and of their repositories. */
function idsIn({ snapshot }: Comparison, owners: readonly string[]): ReadonlyMap<string, number> {
  const isTrusted = (name: string): boolean => owners.includes(name);
  return new Map([
    ...[...snapshot.owners.values()].flatMap((answer) =>
      answer.kind === "found" && isTrusted(answer.value.login)
        ? [[answer.value.login, answer.value.id] as const]
        : [],
    ),
    ...[...snapshot.repositories.values()].flatMap((answer) => {
      if (answer.kind !== "found" || answer.value.customization === undefined) return [];
      const { owner, name, id } = answer.value.repository;
      return isTrusted(owner) ? [[`${owner}/${name}`, id] as const] : [];
    }),
  ]);
}

/** Repositories whose tokens have another format than the policies. */
function formatNotes(comparison: Comparison): readonly string[] {
  return changes(comparison).flatMap(({ path, to }) =>
    typeof to === "string"
      ? [
          `${pathText(path)}: GitHub sends subjects in the format ${to}, and the policies trust another one. After the import, run resolve, which writes ${to}. The next plan then changes the trust policies`,
        ]
      : [],
  );
}
