import { operatorOf } from "../policy/iam/operators";
import { givenText } from "../policy/text-rule";
import { authorizationDetails, awsRole } from "./aws-roles";
import { cloudFormation, isTemplate } from "./cloudformation";
import {
  type DiscoveredRole,
  type Inventory,
  type PlacedProblem,
  readRole,
  type SkippedRole,
} from "./discovered-role";
import { ecrOutput } from "./ecr-output";
import { at, documentValue, elements, isMap, type JsonMap, kindText, type Place } from "./json-value";
import { isStackExport, pulumiStack } from "./pulumi";
import { terraformJson } from "./terraform-json";
import { terraformShow } from "./terraform-show";

/** A form of file, recognized by its keys. */
interface Kind {
  readonly name: string;
  readonly isOf: (value: JsonMap) => boolean;
  readonly roles: (place: Place) => Iterable<DiscoveredRole | SkippedRole>;
}

/** IAM allows 1,000 roles in an account, and 5,000 with a raised quota. */
export const MAX_ROLES = 100_000;
/** For elements of a list that contain no roles. */
const MAX_PROBLEMS = 20;
/** Of a value without roles. */
const SHOWN_KEYS = 3;

const STATEMENT = "statement of a trust policy";

const KINDS: readonly Kind[] = [
  { name: "trust policy", isOf: (value) => "Statement" in value, roles: (place) => [bareDocument(place)] },
  { name: STATEMENT, isOf: isStatement, roles: (place) => [bareStatements(place, [place.value])] },
  {
    name: "aws iam get-role",
    isOf: ({ Role: role }) => isMap(role),
    roles: (place) => [awsRole(at(place, "Role"), { permissions: undefined, hasBoundaries: true })],
  },
  {
    name: "role of IAM",
    isOf: (value) => "AssumeRolePolicyDocument" in value,
    roles: (place) => [awsRole(place, { permissions: undefined, hasBoundaries: false })],
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
    // An empty state has only its versions.
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
  { name: "CloudFormation template", isOf: isTemplate, roles: cloudFormation },
  {
    name: "aws cloudformation get-template",
    isOf: ({ TemplateBody: body }) => isMap(body) && isTemplate(body),
    roles: (place) => cloudFormation(at(place, "TemplateBody")),
  },
  { name: "pulumi stack export", isOf: isStackExport, roles: pulumiStack },
];

/** Files that users may pass by mistake, with what to do instead. */
const OTHERS: readonly { readonly isOf: (value: JsonMap) => boolean; readonly message: string }[] = [
  {
    isOf: (value) => "github" in value && "accounts" in value,
    message: "this is an access.yaml. synth checks its roles, and show lists them",
  },
  {
    isOf: (value) => "lineage" in value && "serial" in value,
    message: "this is a Terraform state file. Use the output of terraform show -json instead",
  },
  {
    isOf: ({ TemplateBody: body }) => typeof body === "string",
    message:
      "TemplateBody is a CloudFormation template in YAML. Check the template itself: aws cloudformation get-template --stack-name NAME --query TemplateBody --output text",
  },
  {
    isOf: ({ Type: type }) => typeof type === "string" && type.startsWith("AWS::"),
    message:
      "this is a resource of a CloudFormation template. Check the whole template, or the value of AssumeRolePolicyDocument alone",
  },
  {
    isOf: (value) => {
      const names = Object.keys(value);
      return names.length > 0 && names.every((name) => operatorOf(name).comparison.kind !== "unknown");
    },
    message: "these are the conditions of a statement. Check the whole trust policy, or the statement",
  },
  {
    isOf: (value) => ecrOutput(value) !== undefined,
    message: "this is output of aws ecr, which has no roles. check reports its repositories",
  },
  {
    isOf: (value) => "version" in value && isMap(value.checkpoint),
    message: "this is a Pulumi state file. Use the output of pulumi stack export instead",
  },
];

/**
 * Finds the roles in a JSON value of any supported form. A list can contain different forms.
 * @returns the problems, if the value contains no supported form.
 */
export function inventory(value: unknown): Inventory | { readonly problems: readonly PlacedProblem[] } {
  const isList = Array.isArray(value);
  const top: Place = { value, path: [] };
  if (isList && value.length > 0 && value.every((each) => isMap(each) && isStatement(each))) {
    return inventoryOf(STATEMENT, [bareStatements(top, value)]);
  }
  const parts = (isList ? elements(top) : [top]).map((place) => ({ place, kind: kindOf(place.value) }));
  const problems = parts.filter(({ kind }) => kind === undefined).slice(0, MAX_PROBLEMS);
  if (problems.length > 0) return { problems: problems.map(({ place }) => unrecognized(place)) };
  return inventoryOf(isList ? "list" : (parts[0]?.kind?.name ?? ""), rolesOf(parts));
}

function inventoryOf(
  kind: string,
  found: Iterable<DiscoveredRole | SkippedRole>,
): Inventory | { readonly problems: readonly PlacedProblem[] } {
  const roles: DiscoveredRole[] = [];
  const skipped: SkippedRole[] = [];
  for (const role of found) {
    if (roles.length + skipped.length === MAX_ROLES) {
      return { problems: [{ path: [], message: `expected at most ${MAX_ROLES} roles, got more` }] };
    }
    if ("document" in role) roles.push(role);
    else skipped.push(role);
  }
  return { kind, roles, skipped };
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
  const other = isMap(value) ? OTHERS.find(({ isOf }) => isOf(value)) : undefined;
  const given = isMap(value) ? objectText(value) : kindText(value);
  return {
    path,
    message:
      other?.message ??
      `expected roles or a trust policy, got ${given}. Run check --help for the list of formats`,
  };
}

/** An object by its first keys. Only short names are shown as they are. */
function objectText(value: JsonMap): string {
  const keys = Object.keys(value);
  const [key, ...others] = keys
    .slice(0, SHOWN_KEYS)
    .map((each) => (/^[\w.:$-]{1,40}$/.test(each) ? each : givenText(each)));
  if (key === undefined) return "an object without keys";
  if (others.length === 0) return `an object with the key ${key}`;
  return `an object with the keys ${[key, ...others, ...(keys.length > SHOWN_KEYS ? ["..."] : [])].join(", ")}`;
}

/** The output of list-roles does not contain permissions boundaries. */
function* listedRoles(answer: Place): Generator<DiscoveredRole | SkippedRole> {
  for (const role of elements(at(answer, "Roles"))) {
    yield awsRole(role, { permissions: undefined, hasBoundaries: false });
  }
}

/** A statement of any policy. parsePolicy reports what does not belong into a trust policy. */
function isStatement(value: JsonMap): boolean {
  return (
    "Effect" in value && ["Action", "NotAction", "Principal", "NotPrincipal"].some((key) => key in value)
  );
}

/** Statements without the policy around them. */
function bareStatements({ path }: Place, statements: readonly unknown[]): DiscoveredRole | SkippedRole {
  return bareDocument({ value: { Version: "2012-10-17", Statement: statements }, path });
}

/** Only the trust policy is known, not its role. */
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
