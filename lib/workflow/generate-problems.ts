import type { ValueContent } from "../config/types";
import { arnScopeOf, oidcProviderArn, ROLE_ARN } from "../policy/arn";
import { GITHUB_COM_ISSUER, isGithubIssuer } from "../policy/github-issuer";
import { REPOSITORY_OF_OWNER, VALUE_NAME } from "../policy/github-names";
import { parsePolicy } from "../policy/iam/parse-policy";
import { REGION } from "../policy/partition";
import type { TextRule } from "../policy/text-rule";
import {
  holderOf,
  isToken,
  namedValues,
  type RoleWorkflowProps,
  roleNames,
  roleRegion,
  roleTrust,
  type WorkflowRole,
  type WorkflowValues,
} from "./generate-props";
import { requestProblems, type WorkflowRequest } from "./request";
import { UNKNOWN_ACCOUNT } from "./role-source";

/** The problems of the props that need no plan to see, a line for each. */
export function roleWorkflowProblems(
  { repository, role, publish }: RoleWorkflowProps,
  request: WorkflowRequest,
): readonly string[] {
  const { wording: _, ...parts } = request;
  const tokens = Object.entries(parts).flatMap(([part, value]) => tokenProblems(value, part));
  const region = regionProblems(role, publish);
  return [
    ...textProblems("repository", REPOSITORY_WITH_OWNER, repository),
    ...region,
    ...(region.length > 0 ? [] : [...arnProblems(role, publish), ...trustProblems(role, publish)]),
    ...ecrProblems(role, request),
    ...tokenProblems(role.audience, "role.audience"),
    ...issuerProblems(role),
    ...valueProblems(publish),
    ...(tokens.length > 0 ? tokens : requestProblems(request)),
  ];
}

const REPOSITORY_WITH_OWNER: TextRule = {
  noun: REPOSITORY_OF_OWNER.noun,
  allowed: "OWNER/NAME, without wildcards and without .git at the end",
  pattern: new RegExp(`^(?=[^/]+/)${REPOSITORY_OF_OWNER.pattern.source.slice(1)}`),
};

function textProblems(path: string, { noun, allowed, pattern }: TextRule, text: string): readonly string[] {
  if (isToken(text)) return tokenProblems(text, path);
  return pattern.test(text) ? [] : [`${path}: expected ${noun} (${allowed}), got ${JSON.stringify(text)}`];
}

/** A CDKTF token that no published value holds. */
function unpublishedProblems(
  path: string,
  [name, holds]: readonly [string, ValueContent],
  publish: WorkflowValues | undefined,
): readonly string[] {
  return holderOf(holds, publish) === undefined
    ? [
        `${path}: expected a literal string, or the name of the value that holds it, such as publish: { values: { ${name}: "${holds}" } }, got a CDKTF token`,
      ]
    : [];
}

function regionProblems(role: WorkflowRole, publish: WorkflowValues | undefined): readonly string[] {
  const region = roleRegion(role);
  const path = role.account?.region === region ? "role.account.region" : "role.ecr.regions[0]";
  return isToken(region)
    ? unpublishedProblems(path, ["AWS_REGION", "region"], publish)
    : textProblems(path, REGION, region);
}

function arnProblems(role: WorkflowRole, publish: WorkflowValues | undefined): readonly string[] {
  const { roleArn } = role;
  if (isToken(roleArn)) return unpublishedProblems("role.roleArn", ["AWS_ROLE_ARN", "roleArn"], publish);
  const wrong = textProblems("role.roleArn", ROLE_ARN, roleArn);
  const { partition } = roleNames(role, publish).account;
  return wrong.length > 0 || arnScopeOf(roleArn).partition === partition
    ? wrong
    : [
        `role.roleArn: expected an ARN in ${partition}, the partition of ${roleRegion(role)}, got ${JSON.stringify(roleArn)}`,
      ];
}

const NAMED_PROVIDER = /:iam::[0-9]{12}:oidc-provider\//;

function trustProblems(role: WorkflowRole, publish: WorkflowValues | undefined): readonly string[] {
  const { account } = roleNames(role, publish);
  const trust = roleTrust(role, oidcProviderArn(account, role.issuerHost ?? GITHUB_COM_ISSUER));
  if (trust.kind === "entries") {
    return trust.entries.length === 0
      ? ["role.trust: expected at least one entry, got []"]
      : trust.entries.flatMap((entry, index) =>
          tokenProblems({ ...entry, ids: undefined }, `role.trust[${index}]`),
        );
  }
  const tokens = tokenProblems(trust.document, "role.trust");
  if (tokens.length > 0) return tokens;
  const document = parsePolicy(trust.document, "trust");
  if ("problems" in document) {
    return document.problems.map(
      ({ path, message }) => `role.trust${path.map(keyText).join("")}: ${message}`,
    );
  }
  return account.accountId === UNKNOWN_ACCOUNT && NAMED_PROVIDER.test(JSON.stringify(trust.document))
    ? [
        "role.account: missing. Expected the account id as a literal string, because the trust policy names the account's OIDC provider",
      ]
    : [];
}

function keyText(key: string | number): string {
  return typeof key === "number" ? `[${key}]` : `.${key}`;
}

function ecrProblems({ ecr }: WorkflowRole, { images }: WorkflowRequest): readonly string[] {
  const at = ecr.repositories.findIndex(isToken);
  return at < 0 || images.length > 0
    ? []
    : [
        `role.ecr.repositories[${at}]: expected a literal string, or the names of the ECR repositories in images, got a CDKTF token`,
      ];
}

function issuerProblems({ issuerHost }: WorkflowRole): readonly string[] {
  if (issuerHost === undefined || isGithubIssuer(issuerHost)) return [];
  const tokens = tokenProblems(issuerHost, "role.issuerHost");
  return tokens.length > 0
    ? tokens
    : [
        `role.issuerHost: expected the issuer of a GitHub host (such as ${GITHUB_COM_ISSUER}, without https://), got ${JSON.stringify(issuerHost)}`,
      ];
}

function valueProblems(publish: WorkflowValues | undefined): readonly string[] {
  return namedValues(publish).flatMap(({ name }) => textProblems("publish.values", VALUE_NAME, name));
}

/** A problem for each CDKTF token in a value that must be literal. */
function tokenProblems(value: unknown, path: string): readonly string[] {
  if (typeof value === "string") {
    return isToken(value)
      ? [
          `${path}: expected a literal string, got a CDKTF token. The workflow is checked before Terraform runs`,
        ]
      : [];
  }
  if (Array.isArray(value)) {
    return value.flatMap((element, index) => tokenProblems(element, `${path}[${index}]`));
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, element]) => tokenProblems(element, `${path}.${key}`));
}
