import type { Publication, Role } from "../config";
import { valueTargets } from "../normalize/value-targets";

/** What is odd about a role's values on GitHub. */
export function publicationWarnings({ path, publish }: Role): readonly string[] {
  if (!publish.isWanted) return [];
  return [...unreached(publish), ...namesWithoutPath(publish, path), ...maskedValues(publish)];
}

/** That values go nowhere, or not to all that the role publishes to. That no environment gets any is a problem of the file. */
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
          "no repository gets its values, because trust names none exactly; list them in publish.repositories, or write publish: false",
        ]
      : []),
    ...(to.includes("organization") && organizations.length === 0
      ? [
          "no organization gets its values, because trust names none; list repositories in publish.repositories, or write publish: false",
        ]
      : []),
    ...(isInEnvironments && environments.length > 0 && first !== undefined
      ? [
          `no environment of ${first.owner}/${first.name}${others.length === 0 ? "" : ` and ${others.length} more`} gets its values, because trust names none; name one in trust, or list the other repositories alone in publish.repositories`,
        ]
      : []),
  ];
}

function namesWithoutPath(publish: Publication, path: string): readonly string[] {
  const names = publish.values.filter(({ holds }) => holds === "roleName").map(({ name }) => name);
  if (path === "/" || names.length === 0 || valueTargets(publish).length === 0) return [];
  return [
    `${names.join(", ")} does not hold the path; write role${path} before it in the workflow, or publish roleArn`,
  ];
}

/** The regions and registries that the file itself makes secrets; those of the guide are its own choice, and Dependabot has no other. */
function maskedValues({ isChosen, as, to, values }: Publication): readonly string[] {
  if (!isChosen || as !== "secrets" || to.every((level) => level === "dependabot")) return [];
  const masked = values
    .filter(({ holds }) => holds === "region" || holds === "registry")
    .map(({ name }) => name);
  if (masked.length === 0) return [];
  return [
    `GitHub masks the secret${masked.length === 1 ? "" : "s"} ${masked.join(", ")}: a job output that holds such a value is empty in the next job; write as: variables, since none of them is confidential`,
  ];
}
