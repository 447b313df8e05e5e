import type { DescribedSettings } from "../policy/ecr-repository-rules";
import type { PolicyJson } from "../policy/policy-document";
import type { PlacedProblem } from "./discovered-role";
import { at, documentValue, elements, isMap, type Place, textAt } from "./json-value";

/** A repository in the output of `aws ecr`. */
export interface DiscoveredRepository {
  readonly name: string;
  readonly registryId: string | undefined;
  readonly place: Place;
  /** Undefined if the output does not have settings. */
  readonly settings: DescribedSettings | undefined;
  /** Undefined if the output does not have policies. */
  readonly policy: { readonly place: Place; readonly document: PolicyJson } | undefined;
}

export interface EcrOutput {
  readonly kind: string;
  readonly repositories: readonly DiscoveredRepository[];
  readonly problems: readonly PlacedProblem[];
}

const DESCRIBE = "aws ecr describe-repositories";
const POLICY = "aws ecr get-repository-policy";

/**
 * The repositories in the output of `aws ecr describe-repositories` or `get-repository-policy`, or in a list of such outputs.
 * @returns undefined for any other value.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeRepositories.html
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetRepositoryPolicy.html
 */
export function ecrOutput(value: unknown): EcrOutput | undefined {
  const top: Place = { value, path: [] };
  const parts = Array.isArray(value) ? elements(top) : [top];
  if (parts.length === 0 || !parts.every(({ value: each }) => isDescription(each) || isPolicy(each)))
    return undefined;
  const repositories: DiscoveredRepository[] = [];
  const problems: PlacedProblem[] = [];
  for (const part of parts) {
    if (isDescription(part.value)) {
      repositories.push(...elements(at(part, "repositories")).map(describedRepository));
      continue;
    }
    const read = repositoryWithPolicy(part);
    if ("message" in read) problems.push(read);
    else repositories.push(read);
  }
  const [kind = "", ...others] = new Set(
    parts.map((part) => (isDescription(part.value) ? DESCRIBE : POLICY)),
  );
  return { kind: others.length === 0 ? kind : "list", repositories, problems };
}

function isDescription(value: unknown): boolean {
  return (
    isMap(value) &&
    Array.isArray(value.repositories) &&
    value.repositories.every((each) => isMap(each) && "repositoryName" in each)
  );
}

function isPolicy(value: unknown): boolean {
  return isMap(value) && "policyText" in value && "repositoryName" in value;
}

function describedRepository(place: Place): DiscoveredRepository {
  return {
    ...named(place),
    settings: {
      imageTagMutability: at(place, "imageTagMutability").value,
      scanOnPush: at(at(place, "imageScanningConfiguration"), "scanOnPush").value,
    },
    policy: undefined,
  };
}

function repositoryWithPolicy(place: Place): DiscoveredRepository | PlacedProblem {
  const policy = at(place, "policyText");
  const read = documentValue(policy.value, "permissions");
  if (read.kind !== "document") return { path: policy.path, message: read.message };
  return { ...named(place), settings: undefined, policy: { place: policy, document: read.document } };
}

function named(place: Place): Pick<DiscoveredRepository, "name" | "registryId" | "place"> {
  return {
    name: textAt(place, "repositoryName") ?? "a repository without a name",
    registryId: textAt(place, "registryId"),
    place,
  };
}
