import type { DocumentKind } from "../policy/policy-document";
import {
  type DiscoveredRole,
  type Policy,
  type PolicySource,
  permissionsOf,
  policyOf,
  readRole,
  type SkippedRole,
} from "./discovered-role";
import {
  at,
  type DocumentValue,
  documentValue,
  elements,
  entries,
  isMap,
  type JsonMap,
  type Place,
  textAt,
} from "./json-value";

/** Whether a map is a template: as CDK writes it, without a version, or as people write it. */
export function isTemplate(value: JsonMap): boolean {
  if ("AWSTemplateFormatVersion" in value) return true;
  const { Resources: resources } = value;
  return (
    isMap(resources) &&
    Object.values(resources).some((each) => isMap(each) && /^(?:AWS|Custom)::/.test(String(each.Type)))
  );
}

/**
 * The roles of a CloudFormation template in JSON.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html
 */
export function* cloudFormation(file: Place): Generator<DiscoveredRole | SkippedRole> {
  const resources = entries(at(file, "Resources")).map(([id, place]) => ({
    id,
    type: textAt(place, "Type") ?? "",
    path: place.path,
    properties: at(place, "Properties"),
  }));
  const providers = providerUrls(resources);
  for (const role of resources.filter(({ type }) => type === "AWS::IAM::Role")) {
    const policy = at(role.properties, "AssumeRolePolicyDocument");
    const name = textAt(role.properties, "RoleName");
    const { value: seconds } = at(role.properties, "MaxSessionDuration");
    yield readRole({
      name: name ?? role.id,
      address: role.id,
      path: role.path,
      trustPolicy: { path: policy.path, value: trustDocument(policy.value, providers, name) },
      account: undefined,
      permissions: permissionsOf(policiesOf(role, resources, providers)),
      maxSessionSeconds: typeof seconds === "number" ? seconds : undefined,
      hasPermissionsBoundary: at(role.properties, "PermissionsBoundary").value !== undefined,
    });
  }
}

interface Resource {
  /** Its logical id. */
  readonly id: string;
  readonly type: string;
  readonly path: Place["path"];
  readonly properties: Place;
}

/** The URLs of OIDC providers by their logical ids. */
type ProviderUrls = ReadonlyMap<string, string>;

/** The second type is that of CDK's OpenIdConnectProvider. The reference to each is its ARN. */
const PROVIDER_TYPES = ["AWS::IAM::OIDCProvider", "Custom::AWSCDKOpenIdConnectProvider"];

function providerUrls(resources: readonly Resource[]): ProviderUrls {
  return new Map(
    resources
      .filter(({ type }) => PROVIDER_TYPES.includes(type))
      .flatMap(({ id, properties }) => {
        const url = textAt(properties, "Url") ?? textAt(properties, "url");
        return url === undefined ? [] : [[id, url] as const];
      }),
  );
}

function trustDocument(value: unknown, providers: ProviderUrls, name: string | undefined): DocumentValue {
  const { document, unknown } = evaluated(value, providers);
  if (unknown === undefined) return documentValue(document, "trust");
  const command =
    name === undefined ? "aws iam get-account-authorization-details" : `aws iam get-role --role-name ${name}`;
  return {
    kind: "unreadable",
    message: `contains ${unknown}, which only CloudFormation can evaluate. Check the deployed role instead: ${command}`,
  };
}

/** The policies in the role's properties, and those of other resources that are attached to it. */
function policiesOf(
  role: Resource,
  resources: readonly Resource[],
  providers: ProviderUrls,
): readonly Policy[] {
  const read = (kind: PolicySource["kind"], id: string, name: string | undefined, { path, value }: Place) =>
    policyOf({ kind, name: name ?? id, address: id }, path, permissionsDocument(value, providers));
  const inline = elements(at(role.properties, "Policies")).map((each) =>
    read("inline policy", role.id, textAt(each, "PolicyName"), at(each, "PolicyDocument")),
  );
  const readResource = ({ id, type, properties }: Resource) => {
    const isManaged = type === MANAGED_POLICY;
    const name = textAt(properties, isManaged ? "ManagedPolicyName" : "PolicyName");
    return read(isManaged ? "managed policy" : "inline policy", id, name, at(properties, "PolicyDocument"));
  };
  const managed = elements(at(role.properties, "ManagedPolicyArns")).map(({ value }) => {
    const own = resources.find(({ id }) => id === referenced(value));
    return own?.type === MANAGED_POLICY ? readResource(own) : undefined;
  });
  const attached = resources
    .filter(({ type, properties }) => ATTACHED_TYPES.includes(type) && receives(role, properties))
    .map(readResource);
  return [...inline, ...managed, ...attached];
}

const MANAGED_POLICY = "AWS::IAM::ManagedPolicy";
const ATTACHED_TYPES = ["AWS::IAM::Policy", "AWS::IAM::RolePolicy", MANAGED_POLICY];

/** Whether a policy names the role, by its reference or its name. */
function receives(role: Resource, policy: Place): boolean {
  const names = [...elements(at(policy, "Roles")), at(policy, "RoleName")];
  const own = textAt(role.properties, "RoleName");
  return names.some(({ value }) => referenced(value) === role.id || (own !== undefined && value === own));
}

function referenced(value: unknown): string | undefined {
  return isMap(value) && typeof value.Ref === "string" ? value.Ref : undefined;
}

/** The rules for permissions look at actions and wildcards. An ARN that CloudFormation evaluates is no wildcard. */
function permissionsDocument(value: unknown, providers: ProviderUrls): DocumentValue {
  const kind: DocumentKind = "permissions";
  return documentValue(evaluated(value, providers, "expression").document, kind);
}

interface Evaluated {
  readonly document: unknown;
  /** The first function that only CloudFormation can evaluate, as JSON. */
  readonly unknown: string | undefined;
}

/** @param substitute for the functions that only CloudFormation can evaluate. */
function evaluated(value: unknown, providers: ProviderUrls, substitute = ""): Evaluated {
  let unknown: string | undefined;
  const walk = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(walk);
    if (!isMap(part)) return part;
    if (!isFunction(part)) {
      return Object.fromEntries(Object.entries(part).map(([key, each]) => [key, walk(each)]));
    }
    const text = functionText(part, providers);
    if (text === undefined) unknown ??= JSON.stringify(part);
    return text ?? substitute;
  };
  return { document: walk(value), unknown };
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html */
function isFunction(map: JsonMap): boolean {
  const [key, ...others] = Object.keys(map);
  return key !== undefined && others.length === 0 && (key === "Ref" || /^(?:Fn::|Condition$)/.test(key))
    ? key !== "Condition" || typeof map.Condition === "string"
    : false;
}

/** The text of a function; undefined if only CloudFormation can evaluate it. */
function functionText(map: JsonMap, providers: ProviderUrls): string | undefined {
  const { Ref: reference, "Fn::GetAtt": attribute, "Fn::Join": join, "Fn::Sub": sub } = map;
  if (typeof reference === "string") return referenceText(reference, providers);
  if (attribute !== undefined) {
    const [id, name] = typeof attribute === "string" ? attribute.split(".") : list(attribute);
    return name === "Arn" && typeof id === "string" && providers.has(id)
      ? referenceText(id, providers)
      : undefined;
  }
  if (join !== undefined) {
    const [separator, parts] = list(join);
    const texts = list(parts).map((part) => textOf(part, providers));
    return typeof separator === "string" && texts.every((text) => text !== undefined)
      ? texts.join(separator)
      : undefined;
  }
  return sub === undefined ? undefined : substituted(sub, providers);
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown, providers: ProviderUrls): string | undefined {
  if (typeof value === "string") return value;
  return isMap(value) ? functionText(value, providers) : undefined;
}

/**
 * The partition is assumed, as the rules need only the issuer of a provider's ARN. They compare its account only if the role's account is
 * known, which no template says.
 */
const PSEUDO_PARAMETERS: Readonly<Record<string, string>> = {
  "AWS::AccountId": "",
  "AWS::Partition": "aws",
  "AWS::URLSuffix": "amazonaws.com",
};

function referenceText(name: string, providers: ProviderUrls): string | undefined {
  const url = providers.get(name);
  if (url !== undefined) return `arn:aws:iam:::oidc-provider/${url.replace(/^https:\/\//, "")}`;
  return Object.hasOwn(PSEUDO_PARAMETERS, name) ? PSEUDO_PARAMETERS[name] : undefined;
}

/** `${Name}`, `${Resource.Attribute}`, or `${!Literal}`. */
const VARIABLE = /\$\{([^}]*)\}/g;

function substituted(sub: unknown, providers: ProviderUrls): string | undefined {
  const [template, variables] = typeof sub === "string" ? [sub, {}] : list(sub);
  if (typeof template !== "string") return undefined;
  let isKnown = true;
  const text = template.replace(VARIABLE, (_, name: string) => {
    if (name.startsWith("!")) return `\${${name.slice(1)}}`;
    const own =
      isMap(variables) && Object.hasOwn(variables, name) ? textOf(variables[name], providers) : undefined;
    const value = own ?? functionText(name.includes(".") ? { "Fn::GetAtt": name } : { Ref: name }, providers);
    isKnown &&= value !== undefined;
    return value ?? "";
  });
  return isKnown ? text : undefined;
}
