import type { ArnScope } from "../policy/arn";
import type { DocumentPath } from "../policy/iam/document";
import { parsePolicy } from "../policy/iam/parse-policy";
import type { DiscoveredRole, Permissions, PlacedProblem, RoleFacts, SkippedRole } from "./discovered-role";
import type { DocumentValue } from "./document-value";

/** Of one document. A file of others than policies would fill the screen and the memory with them. */
const MAX_PROBLEMS = 20;

/** Longer than any name or address. They are repeated in everything that is told. */
const MAX_NAME_CHARACTERS = 1_000;

/** A role as one kind of file says it. */
export interface SaidRole extends RoleFacts {
  readonly trustPolicy: { readonly path: DocumentPath; readonly value: DocumentValue };
  readonly account: ArnScope | undefined;
  readonly permissions: Permissions | undefined;
  readonly maxSessionSeconds: number | undefined;
  readonly hasPermissionsBoundary: boolean | undefined;
}

/** A role with its trust policy read, or what keeps it from being judged. */
export function readRole(role: SaidRole): DiscoveredRole | SkippedRole {
  const said = { ...role, ...facts(role) };
  const { value, path } = said.trustPolicy;
  if (value.kind !== "document") return unjudged(said, value.kind, [{ path, message: value.message }]);
  const { document: own, isText } = value;
  const document = parsePolicy(own, "trust");
  if (!("problems" in document)) return { ...said, trustPolicy: { path, value: own, isText }, document };
  const problems = document.problems.slice(0, MAX_PROBLEMS);
  const more = document.problems.length - problems.length;
  return unjudged(said, "unreadable", [
    ...problems.map((problem) => ({ ...problem, path: isText ? path : [...path, ...problem.path] })),
    ...(more > 0 ? [{ path, message: `has ${more} more problems` }] : []),
  ]);
}

/** What cannot be judged of a file, as a role of it. */
export function unjudged(
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
