import type { ArnScope } from "../policy/arn";
import type { DocumentPath } from "../policy/iam/document";
import { parsePolicy } from "../policy/iam/parse-policy";
import type { DiscoveredRole, Permissions, PlacedProblem, RoleFacts, SkippedRole } from "./discovered-role";
import type { DocumentValue } from "./document-value";

/** For one document. Text that is no policy could have any number of them. */
const MAX_PROBLEMS = 20;

/** Longer than any name or address. Every message repeats them. */
const MAX_NAME_CHARACTERS = 1_000;

/** A role as a file describes it. */
export interface DescribedRole extends RoleFacts {
  readonly trustPolicy: { readonly path: DocumentPath; readonly value: DocumentValue };
  readonly account: ArnScope | undefined;
  readonly permissions: Permissions | undefined;
  readonly maxSessionSeconds: number | undefined;
  readonly hasPermissionsBoundary: boolean | undefined;
}

/** Parses the trust policy of a role. */
export function readRole(role: DescribedRole): DiscoveredRole | SkippedRole {
  const described = { ...role, ...facts(role) };
  const { value, path } = described.trustPolicy;
  if (value.kind !== "document") return skipped(described, value.kind, [{ path, message: value.message }]);
  const { document: own, isText } = value;
  const document = parsePolicy(own, "trust");
  if (!("problems" in document)) return { ...described, trustPolicy: { path, value: own, isText }, document };
  const problems = document.problems.slice(0, MAX_PROBLEMS);
  const more = document.problems.length - problems.length;
  return skipped(described, "unreadable", [
    ...problems.map((problem) => ({ ...problem, path: isText ? path : [...path, ...problem.path] })),
    ...(more > 0 ? [{ path, message: `${more} more problems` }] : []),
  ]);
}

/** A role that cannot be checked, or a part of the file that may contain roles. */
export function skipped(
  role: RoleFacts,
  reason: SkippedRole["reason"],
  problems: readonly PlacedProblem[],
): SkippedRole {
  return { ...facts(role), reason, problems };
}

function facts({ name, address, path }: RoleFacts): RoleFacts {
  return {
    name: name.slice(0, MAX_NAME_CHARACTERS),
    address: address?.slice(0, MAX_NAME_CHARACTERS),
    path,
  };
}
