import type { DocumentPath } from "../policy/evaluation/document";
import { authorizationDetails } from "./authorization-details";
import { awsRole } from "./aws-role";
import { documentValue } from "./document-value";
import type { FoundRole, Inventory, PlacedProblem, UnjudgedRole } from "./found-role";
import { at, elements, isMap, type JsonMap, kindText, type Place } from "./place";
import { readRole } from "./role";
import { terraformJson } from "./terraform-json";
import { terraformShow } from "./terraform-show";

/** A kind of file, told by its shape. */
interface Kind {
  readonly name: string;
  readonly isOf: (value: JsonMap) => boolean;
  readonly roles: (place: Place) => readonly (FoundRole | UnjudgedRole)[];
}

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
    // Its roles do not have their permissions boundaries, so that none is no news.
    roles: (place) =>
      elements(at(place, "Roles")).map((role) =>
        awsRole(role, { permissions: undefined, saysBoundary: false }),
      ),
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
  const read = (isList ? elements(top) : [top]).map(readPart);
  const problems = read.flatMap((part) => ("message" in part ? [part] : []));
  if (problems.length > 0) return { problems };
  const parts = read.flatMap((part) => ("roles" in part ? [part] : []));
  const roles = parts.flatMap((part) => part.roles);
  return {
    kind: isList ? "list" : (parts[0]?.kind ?? ""),
    roles: roles.filter((role) => "document" in role),
    unjudged: roles.filter((role) => "reason" in role),
  };
}

interface Part {
  readonly kind: string;
  readonly roles: readonly (FoundRole | UnjudgedRole)[];
}

function readPart(place: Place): Part | PlacedProblem {
  const { value, path } = place;
  if (!isMap(value)) return unrecognized(path, `is not a role or a file of roles; given: ${kindText(value)}`);
  const kind = KINDS.find(({ isOf }) => isOf(value));
  if (kind !== undefined) return { kind: kind.name, roles: kind.roles(place) };
  const other = OTHERS.find(({ isOf }) => isOf(value));
  return other === undefined
    ? unrecognized(path, "holds nothing that has a trust policy")
    : { path, message: other.message };
}

function unrecognized(path: DocumentPath, message: string): PlacedProblem {
  return { path, message: `${message}; allowed: ${KINDS.map(({ name }) => name).join(", ")}` };
}

/** Nothing is known of its role. */
function bareDocument({ value, path }: Place): FoundRole | UnjudgedRole {
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
