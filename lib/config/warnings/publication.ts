import type { Publication, Role, ValueContent } from "../config";
import { valueTargets } from "../normalize/value-targets";

interface ValueTraits {
  /** Whether the value names the role without its path. */
  readonly lacksPath: boolean;
  /** Whether jobs usually pass the value to other jobs: the address of an image contains both. */
  readonly isOftenInOutputs: boolean;
}

const TRAITS: Readonly<Record<ValueContent, ValueTraits>> = {
  region: { lacksPath: false, isOftenInOutputs: true },
  accountId: { lacksPath: false, isOftenInOutputs: false },
  roleName: { lacksPath: true, isOftenInOutputs: false },
  roleArn: { lacksPath: false, isOftenInOutputs: false },
  registry: { lacksPath: false, isOftenInOutputs: true },
};

const TARGETS = "See docs/guide/publishing.md#choose-where";

/** Warnings about the values that a role publishes. */
export function publicationWarnings({ path, publish }: Role): readonly string[] {
  if (!publish.isWanted) return [];
  return [...unreached(publish), ...namesWithoutPath(publish, path), ...maskedValues(publish)];
}

/** Targets that receive no values. That no environment receives any is an error, not a warning. */
function unreached(publish: Publication): readonly string[] {
  const { to, repositories, environments, organizations } = publish;
  const isInRepositories =
    to.includes("repository") || (to.includes("dependabot") && !to.includes("organization"));
  const isInEnvironments =
    to.includes("environment") && to.every((level) => level === "environment" || level === "dependabot");
  const [first, ...others] = repositories.filter(
    (repository) =>
      !environments.some(({ owner, name }) => owner === repository.owner && name === repository.name),
  );
  return [
    ...(isInRepositories && repositories.length === 0
      ? [
          `no repository receives its values, because trust names none without wildcards. List repositories in publish.repositories, or set publish: false. ${TARGETS}`,
        ]
      : []),
    ...(to.includes("organization") && organizations.length === 0
      ? [
          `no organization receives its values, because trust names none. List repositories in publish.repositories, or set publish: false. ${TARGETS}`,
        ]
      : []),
    ...(isInEnvironments && environments.length > 0 && first !== undefined
      ? [
          `no environment of ${first.owner}/${first.name}${others.length === 0 ? "" : ` and ${others.length} more`} receives its values, because trust names none. Add one to trust, or list only the other repositories in publish.repositories. ${TARGETS}`,
        ]
      : []),
  ];
}

function namesWithoutPath(publish: Publication, path: string): readonly string[] {
  const names = publish.values.filter(({ holds }) => TRAITS[holds].lacksPath).map(({ name }) => name);
  if (path === "/" || names.length === 0 || valueTargets(publish).length === 0) return [];
  return [
    `${names.join(", ")} does not contain the role's path. Publish roleArn, or write role${path} before the name in the workflow. See docs/guide/publishing.md#choose-names-and-values`,
  ];
}

/**
 * Regions and registries that the file explicitly publishes as secrets. The default secrets give no warning, and Dependabot has
 * no variables.
 */
function maskedValues({ isChosen, as, to, values }: Publication): readonly string[] {
  if (!isChosen || as !== "secrets" || to.every((level) => level === "dependabot")) return [];
  const masked = values.filter(({ holds }) => TRAITS[holds].isOftenInOutputs).map(({ name }) => name);
  if (masked.length === 0) return [];
  return [
    `GitHub masks the secret${masked.length === 1 ? "" : "s"} ${masked.join(", ")} and drops every job output that contains the value. Set as: variables. See docs/guide/publishing.md#variables-or-secrets`,
  ];
}
