import { givenText } from "../../policy/text-rule";
import { at, isMap, items, textOf } from "../draft";
import { type Problem, pathText } from "../problem";
import {
  AWS_VERSION_OF,
  compareVersions,
  constraintFrom,
  isEmptyRange,
  OLDEST_VERSIONS,
  VERSIONED,
  versionRange,
} from "../provider-versions";
import { accountsOf, type FileDraft } from "../schema/access-file";

/** The oldest version that may be used, and why. */
interface Oldest {
  readonly version: string;
  readonly reason: string;
}

const TESTED = "the oldest that is tested";

/** Versions of providers that are older than those that are tested, or that the file needs. */
export function providerVersionProblems(file: FileDraft): readonly Problem[] {
  const providers = at(file, "providers");
  return VERSIONED.flatMap((name) => {
    const place = at(providers, name);
    const constraint = textOf(place);
    if (constraint === undefined) return [];
    const tested = { version: OLDEST_VERSIONS[name], reason: TESTED };
    const [oldest = tested] = [tested, ...(name === "aws" ? neededVersions(file) : [])].sort((a, b) =>
      compareVersions(b.version, a.version),
    );
    const message = constraintProblem(constraint, oldest);
    return message === undefined ? [] : [{ path: place.path, message }];
  });
}

function constraintProblem(constraint: string, { version, reason }: Oldest): string | undefined {
  const range = versionRange(constraint);
  const got = `got ${givenText(constraint)}`;
  if (isEmptyRange(range)) return `expected a range that a version can be in, ${got}`;
  if (range.lowest === undefined || compareVersions(range.lowest.version, version) < 0) {
    const kept = constraintFrom(version, constraint);
    const fix = kept === undefined ? `"${version}" or ">= ${version}"` : `"${kept}"`;
    return `expected ${version} or newer (${reason}), ${got}. Write ${fix}`;
  }
  return undefined;
}

/** What accounts need of the AWS provider. */
function neededVersions(file: FileDraft): readonly Oldest[] {
  return accountsOf(file).flatMap((account) => {
    const ecr = at(account, "ecr");
    const createOnPush = at(ecr, "createOnPush");
    const repositories = items(at(ecr, "repositories"));
    const exceptions = repositories
      .map((each) => at(each, "immutableTags"))
      .find(({ value }) => isMap(value));
    return [
      ...(items(createOnPush).length === 0
        ? []
        : [{ version: AWS_VERSION_OF.createOnPush, reason: `${pathText(createOnPush.path)} needs it` }]),
      ...(exceptions === undefined
        ? []
        : [{ version: AWS_VERSION_OF.tagExceptions, reason: `${pathText(exceptions.path)} needs it` }]),
    ];
  });
}
