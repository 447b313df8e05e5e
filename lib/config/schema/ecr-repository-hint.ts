import { ECR_REPOSITORY, type EcrReference, ecrReference } from "../../policy/ecr-registry";
import { at, items, type Place, textOf } from "../place";
import type { Path } from "../problem";

/**
 * What a wrong element of `ecr.repositories` is, and what to write: a registry address, an ARN, an image with a tag.
 * @param path of the element.
 */
export function ecrRepositoryHint(text: string, path: Path, file: unknown): string | undefined {
  const reference = ecrReference(text);
  if (reference !== undefined) return `. ${sentences(reference, path, { value: file, path: [] })}`;
  const lower = text.toLowerCase();
  return lower !== text && ECR_REPOSITORY.pattern.test(lower) ? `, did you mean ${lower}?` : undefined;
}

function sentences(reference: EcrReference, path: Path, file: Place): string {
  switch (reference.kind) {
    case "public":
      return "This is an ECR Public address. Roles are for private repositories, and pulling from ECR Public needs no role: remove it";
    case "image":
      return `This is an image with its ${reference.part}. Permissions are for the whole repository: write ${reference.name}`;
    case "private":
      return privateSentences(reference, path, file);
  }
}

function privateSentences(
  { form, accountId, region, name }: Extract<EcrReference, { kind: "private" }>,
  path: Path,
  file: Place,
): string {
  const account = placeAt(file, path.slice(0, 2));
  const role = placeAt(file, path.slice(0, 4));
  const own = at(at(role, "ecr"), "region");
  const regions = items(own.value === undefined ? at(account, "region") : own).map(textOf);
  const nameOnly = name === "" ? "Write the name of a repository" : `Write the name only: ${name}`;
  if ((textOf(at(account, "id")) ?? accountId) !== accountId) {
    return `This is the ${form} of another account, ${accountId}. A role is for repositories of its own account: move ${name || "it"} to a role of account ${accountId}`;
  }
  return regions.includes(region)
    ? `This is the ${form} of the repository. ${nameOnly}`
    : `This is the ${form} in another region. ${nameOnly}, and add ${region} to ecr.region`;
}

function placeAt(file: Place, path: Path): Place {
  return path.reduce<Place>(
    (place, part) =>
      typeof part === "number"
        ? (items(place)[part] ?? { value: undefined, path: [...place.path, part] })
        : at(place, part),
    file,
  );
}
