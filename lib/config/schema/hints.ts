import { distance } from "fastest-levenshtein";
import { ECR_REPOSITORY, type EcrReference, ecrReference } from "../../policy/ecr-names";
import { REPOSITORY_OF_OWNER_PATTERN } from "../../policy/github-names";
import { longerKey, nearestKey } from "../../policy/near-name";
import { KNOWN_REGIONS, partitionOf } from "../../policy/partition";
import { RULES } from "../../policy/rules/index";
import { PLACEHOLDER } from "../defaults";
import { at, items, type Located, textOf } from "../draft";

/** The end of the message for a wrong value: what it probably means, or what to write. */
export type TextHint = (value: string) => string | undefined;

function didYouMean(text: string | undefined): string | undefined {
  return text === undefined ? undefined : `, did you mean ${text}?`;
}

export const regionHint: TextHint = (value) => didYouMean(nearestRegion(value));

/** @param choices of which the value is none. */
export function choiceHint(choices: readonly string[]): TextHint {
  return (value) => didYouMean(nearestKey(value, choices) ?? longerKey(value, choices));
}

/** Another word in braces. */
export const placeholderHint: TextHint = (value) => {
  const [given] = /\{[^{}]*\}/.exec(value) ?? [];
  return given === undefined || given === PLACEHOLDER
    ? undefined
    : didYouMean(value.replaceAll(given, PLACEHOLDER));
};

/** A rule in lower case, or by its name. */
export const ruleHint: TextHint = (value) => {
  const text = value.toLowerCase();
  return didYouMean(RULES.find(({ id, name }) => id.toLowerCase() === text || name === text)?.id);
};

/** The address of a repository, for a web browser or for git. */
const REPOSITORY_ADDRESS =
  /^(?:https?:\/\/[^/]+\/|git@[^:/]+:|ssh:\/\/git@[^/]+\/|[^/]+\.[a-z]+\/(?=[^/]+\/))/;

/** A repository with its address, or with `.git` at the end. */
export const repositoryHint: TextHint = (value) => {
  const path = value.replace(REPOSITORY_ADDRESS, "");
  const name = path.replace(/(?:\.git)?\/?$/i, "");
  // An address without a second name is an owner's.
  if (name === value || (path !== value && !name.includes("/"))) return undefined;
  return REPOSITORY_OF_OWNER_PATTERN.pattern.test(name) ? didYouMean(name) : undefined;
};

/** An owner with its address. */
export const ownerHint: TextHint = (value) => {
  const [, name] = /^(?:https?:\/\/)?[^/\s]+\.[a-z]+\/([\w-]+)\/?$/i.exec(value) ?? [];
  return name === undefined ? undefined : `. Write the name only: ${name}`;
};

/** @param kind of ref that the value is expected to be. */
export function refHint(kind: "heads" | "tags"): TextHint {
  return (value) => {
    const [, given, name] = /^refs\/(heads|tags)\/(.+)$/.exec(value) ?? [];
    if (given === kind) return didYouMean(name);
    return given === undefined ? undefined : `. This is a ${given === "heads" ? "branch" : "tag"}`;
  };
}

/** The account of a role, if known, and the regions of its ECR repositories. */
export interface EcrScope {
  readonly accountId: string | undefined;
  readonly regions: readonly (string | undefined)[];
}

/**
 * The scope of an element of `ecr`, or of `ecr` itself if it is no list.
 * @param element the position in the list.
 */
export function ecrScope(
  ecr: Located,
  element: string | number | undefined,
  account: { readonly id: Located; readonly region: Located },
): EcrScope {
  const own: Located = items(ecr)[typeof element === "number" ? element : 0] ?? ecr;
  const regions = items(at(own, "region"));
  return {
    accountId: textOf(at(own, "account")) ?? textOf(account.id),
    regions: (regions.length === 0 ? [account.region] : regions).map(textOf),
  };
}

/** What a wrong element of `ecr.repositories` is, and what to write: a registry address, an ARN, an image with a tag. */
export function ecrRepositoryHint(text: string, scope: EcrScope): string | undefined {
  const reference = ecrReference(text);
  if (reference !== undefined) return `. ${sentences(reference, scope)}`;
  const names = text.split(",").map((name) => name.trim());
  if (names.length > 1 && names.every((name) => ECR_REPOSITORY.pattern.test(name))) {
    return `. Write a list: [${names.join(", ")}]`;
  }
  const lower = text.toLowerCase();
  return lower !== text && ECR_REPOSITORY.pattern.test(lower) ? `, did you mean ${lower}?` : undefined;
}

function sentences(reference: EcrReference, scope: EcrScope): string {
  switch (reference.kind) {
    case "public":
      return "This is an ECR Public address. Roles are for private repositories, and pulling from ECR Public needs no role: remove it";
    case "image":
      return `This is an image with its ${reference.part}. Permissions are for the whole repository: write ${reference.name}`;
    case "private":
      return privateSentences(reference, scope);
  }
}

function privateSentences(
  { form, accountId, region, name }: Extract<EcrReference, { kind: "private" }>,
  scope: EcrScope,
): string {
  const nameOnly = name === "" ? "Write the name of a repository" : `Write the name only: ${name}`;
  if ((scope.accountId ?? accountId) !== accountId) {
    const [own] = scope.regions;
    if (own !== undefined && partitionOf(own) !== partitionOf(region)) {
      return `This is the ${form} of another account, ${accountId}. A role is for repositories of its own partition: move ${name || "it"} to a role of account ${accountId}`;
    }
    return `This is the ${form} of another account, ${accountId}. Write an element of ecr with account: "${accountId}" and the name only: ${name || "NAME"}`;
  }
  return scope.regions.includes(region)
    ? `This is the ${form} of the repository. ${nameOnly}`
    : `This is the ${form} in another region. ${nameOnly}, and add ${region} to ecr.region`;
}

/** More edits than this are another region, not a slip. */
const MAX_REGION_EDITS = 2;

/** The known region that a text most likely means: the fewest edits, then the nearest number. */
export function nearestRegion(text: string): string | undefined {
  const [nearest] = KNOWN_REGIONS.map((region) => ({
    region,
    edits: distance(region, text.toLowerCase()),
    steps: Math.abs(numberIn(region) - numberIn(text)),
  }))
    .filter(({ edits }) => edits <= MAX_REGION_EDITS)
    .sort((a, b) => a.edits - b.edits || a.steps - b.steps);
  return nearest?.region;
}

/** The number of a region's name. A name without one means the first. */
function numberIn(region: string): number {
  return Number(/[0-9]+/.exec(region)?.[0] ?? 1);
}

/** Whether AWS had the region on the day of the list. */
export function isKnownRegion(region: string): boolean {
  return KNOWN_REGIONS.includes(region);
}
