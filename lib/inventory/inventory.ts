import { authorizationDetails } from "./authorization-details";
import { awsRole } from "./aws-role";
import type { DiscoveredRole, Inventory, PlacedProblem, SkippedRole } from "./discovered-role";
import { documentValue } from "./document-value";
import { at, elements, isMap, type JsonMap, kindText, type Place } from "./place";
import { readRole } from "./role";
import { terraformJson } from "./terraform-json";
import { terraformShow } from "./terraform-show";

/** A kind of file, told by its shape. */
interface Kind {
  readonly name: string;
  readonly isOf: (value: JsonMap) => boolean;
  readonly roles: (place: Place) => Iterable<DiscoveredRole | SkippedRole>;
}

/** An account has a thousand, five thousand at most. */
export const MAX_ROLES = 100_000;
/** Of parts that hold no roles. */
const MAX_PROBLEMS = 20;

const KINDS: readonly Kind[] = [
  { name: "trust policy", isOf: (value) => "Statement" in value, roles: (place) => [bareDocument(place)] },
  {
    name: "aws iam get-role",
    isOf: ({ Role: role }) => isMap(role),
    roles: (place) => [awsRole(at(place, "Role"), { permissions: undefined, saysBoundary: true })],
  },
  {
    name: "role of IAM",
    isOf: (value) => "AssumeRolePolicyDocument" in value,
    roles: (place) => [awsRole(place, { permissions: undefined, saysBoundary: false })],
  },
  {
    name: "aws iam list-roles",
    isOf: ({ Roles: roles }) => Array.isArray(roles),
    roles: listedRoles,
  },
  {
    name: "aws iam get-account-authorization-details",
    isOf: ({ RoleDetailList: roles }) => Array.isArray(roles),
    roles: authorizationDetails,
  },
  {
    name: "terraform show -json, a plan",
    isOf: (value) => "format_version" in value && "planned_values" in value,
    roles: terraformShow,
  },
  {
    name: "terraform show -json, a state",
    // One that holds nothing yet has its versions alone.
    isOf: (value) =>
      "format_version" in value &&
      ("values" in value || Object.keys(value).every((key) => key.endsWith("_version"))),
    roles: terraformShow,
  },
  {
    name: "Terraform JSON",
    isOf: (value) => ["resource", "terraform", "provider", "module", "data"].some((key) => key in value),
    roles: terraformJson,
  },
];

/** JSON that looks like one of them and is none, with what to do. */
const OTHERS: readonly { readonly isOf: (value: JsonMap) => boolean; readonly message: string }[] = [
  {
    isOf: (value) => "github" in value && "accounts" in value,
    message: "is an access.yaml, whose roles synth judges and show lists",
  },
  {
    isOf: (value) => "lineage" in value && "serial" in value,
    message: "is a state as Terraform keeps it; give the output of terraform show -json",
  },
];

/**
 * The roles in a JSON value of somebody's, whatever tool wrote it; a list is read element by element.
 * @returns what is wrong, where the value is nothing that holds roles.
 */
export function inventory(value: unknown): Inventory | { readonly problems: readonly PlacedProblem[] } {
  const isList = Array.isArray(value);
  const top: Place = { value, path: [] };
  const parts = (isList ? elements(top) : [top]).map((place) => ({ place, kind: kindOf(place.value) }));
  const problems = parts.filter(({ kind }) => kind === undefined).slice(0, MAX_PROBLEMS);
  if (problems.length > 0) return { problems: problems.map(({ place }) => unrecognized(place)) };
  const roles: DiscoveredRole[] = [];
  const skipped: SkippedRole[] = [];
  for (const role of rolesOf(parts)) {
    if (roles.length + skipped.length === MAX_ROLES) {
      return { problems: [{ path: [], message: `has too many roles; allowed: ${MAX_ROLES}` }] };
    }
    if ("document" in role) roles.push(role);
    else skipped.push(role);
  }
  return { kind: isList ? "list" : (parts[0]?.kind?.name ?? ""), roles, skipped };
}

interface Part {
  readonly place: Place;
  readonly kind: Kind | undefined;
}

function* rolesOf(parts: readonly Part[]): Generator<DiscoveredRole | SkippedRole> {
  for (const { kind, place } of parts) {
    if (kind !== undefined) yield* kind.roles(place);
  }
}

function kindOf(value: unknown): Kind | undefined {
  return isMap(value) ? KINDS.find(({ isOf }) => isOf(value)) : undefined;
}

function unrecognized({ value, path }: Place): PlacedProblem {
  const allowed = `allowed: ${KINDS.map(({ name }) => name).join(", ")}`;
  if (!isMap(value)) {
    return { path, message: `is not a file of roles; ${allowed}; given: ${kindText(value)}` };
  }
  const other = OTHERS.find(({ isOf }) => isOf(value));
  return { path, message: other?.message ?? `holds nothing that has a trust policy; ${allowed}` };
}

/** The answer leaves permissions boundaries out. */
function* listedRoles(answer: Place): Generator<DiscoveredRole | SkippedRole> {
  for (const role of elements(at(answer, "Roles"))) {
    yield awsRole(role, { permissions: undefined, saysBoundary: false });
  }
}

/** Nothing is known of its role. */
function bareDocument({ value, path }: Place): DiscoveredRole | SkippedRole {
  return readRole({
    name: "trust policy",
    address: undefined,
    path,
    trustPolicy: { path, value: documentValue(value, "trust") },
    account: undefined,
    permissions: undefined,
    maxSessionSeconds: undefined,
    hasPermissionsBoundary: undefined,
  });
}
