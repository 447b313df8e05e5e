import type { ValueContent } from "../config/config";
import { arnScopeOf, oidcProviderArn, ROLE_ARN } from "../policy/arn";
import { GITHUB_COM_ISSUER, isGithubIssuer } from "../policy/github-issuer";
import { REPOSITORY_OF_OWNER, VALUE_NAME } from "../policy/github-names";
import { parsePolicy } from "../policy/iam/parse-policy";
import { REGION } from "../policy/partition";
import type { TextRule } from "../policy/text-rule";
import { holderOf, knownRole, namedValues, roleRegion } from "./known-role";
import type { WorkflowRequest } from "./request";
import { wishProblems } from "./request-problems";
import { roleTrust } from "./role-access";
import { UNKNOWN_ACCOUNT } from "./role-source";
import type { RoleWorkflowProps, WorkflowRole, WorkflowValues } from "./role-workflow-props";
import { isToken, tokenProblems } from "./token";

/** Everything that keeps a program's workflow from being planned, a line each. */
export function roleWorkflowProblems(
  { repository, role, publish }: RoleWorkflowProps,
  wish: WorkflowRequest,
): readonly string[] {
  const { words: _, ...parts } = wish;
  const tokens = Object.entries(parts).flatMap(([part, value]) => tokenProblems(value, part));
  const region = regionProblems(role, publish);
  return [
    ...textProblems("repository", REPOSITORY_WITH_OWNER, repository),
    ...region,
    ...(region.length > 0 ? [] : [...arnProblems(role, publish), ...trustProblems(role, publish)]),
    ...ecrProblems(role, wish),
    ...tokenProblems(role.audience, "role.audience"),
    ...issuerProblems(role),
    ...valueProblems(publish),
    ...(tokens.length > 0 ? tokens : wishProblems(wish)),
  ];
}

const REPOSITORY_WITH_OWNER: TextRule = {
  noun: REPOSITORY_OF_OWNER.noun,
  allowed: "OWNER/NAME, without wildcards and without .git at the end",
  pattern: new RegExp(`^(?=[^/]+/)${REPOSITORY_OF_OWNER.pattern.source.slice(1)}`),
};

function textProblems(path: string, { noun, allowed, pattern }: TextRule, text: string): readonly string[] {
  if (isToken(text)) return tokenProblems(text, path);
  return pattern.test(text)
    ? []
    : [`${path} is not ${noun}; allowed: ${allowed}; given: ${JSON.stringify(text)}`];
}

/** A token that no value holds. */
function unheldProblems(
  path: string,
  [name, holds]: readonly [string, ValueContent],
  publish: WorkflowValues | undefined,
): readonly string[] {
  return holderOf(holds, publish) === undefined
    ? [
        `${path} is a token, which no text of a workflow can hold; needed: the name of a value that holds it, such as publish: { values: { ${name}: "${holds}" } }, or literal text`,
      ]
    : [];
}

function regionProblems(role: WorkflowRole, publish: WorkflowValues | undefined): readonly string[] {
  const region = roleRegion(role);
  const path = "the region, of role.account or role.ecr.regions,";
  return isToken(region)
    ? unheldProblems(path, ["AWS_REGION", "region"], publish)
    : textProblems(path, REGION, region);
}

function arnProblems(role: WorkflowRole, publish: WorkflowValues | undefined): readonly string[] {
  const { roleArn } = role;
  if (isToken(roleArn)) return unheldProblems("role.roleArn", ["AWS_ROLE_ARN", "roleArn"], publish);
  const wrong = textProblems("role.roleArn", ROLE_ARN, roleArn);
  const { partition } = knownRole(role, publish).account;
  return wrong.length > 0 || arnScopeOf(roleArn).partition === partition
    ? wrong
    : [
        `role.roleArn is of another partition than the region ${roleRegion(role)}; allowed: ${partition}; given: ${JSON.stringify(roleArn)}`,
      ];
}

const NAMED_PROVIDER = /:iam::[0-9]{12}:oidc-provider\//;

function trustProblems(role: WorkflowRole, publish: WorkflowValues | undefined): readonly string[] {
  const { account } = knownRole(role, publish);
  const trust = roleTrust(role, oidcProviderArn(account, role.issuerHost ?? GITHUB_COM_ISSUER));
  if (trust.kind === "entries") {
    return trust.entries.length === 0
      ? ["role.trust is empty; needed: at least one entry"]
      : trust.entries.flatMap((entry, index) =>
          tokenProblems({ ...entry, ids: undefined }, `role.trust[${index}]`),
        );
  }
  const tokens = tokenProblems(trust.document, "role.trust");
  if (tokens.length > 0) return tokens;
  const document = parsePolicy(trust.document, "trust");
  if ("problems" in document) {
    return document.problems.map(({ path, message }) => `${["role.trust", ...path].join(".")} ${message}`);
  }
  return account.accountId === UNKNOWN_ACCOUNT && NAMED_PROVIDER.test(JSON.stringify(trust.document))
    ? [
        "role.account is missing; needed: the account's id as literal text, since the trust policy is judged by whose OIDC provider it names",
      ]
    : [];
}

function ecrProblems({ ecr }: WorkflowRole, { images }: WorkflowRequest): readonly string[] {
  const at = ecr.repositories.findIndex(isToken);
  return at < 0 || images.length > 0
    ? []
    : [
        `role.ecr.repositories[${at}] is a token, which no text of a workflow can hold; needed: images, with the names of the ECR repositories, or literal text`,
      ];
}

function issuerProblems({ issuerHost }: WorkflowRole): readonly string[] {
  if (issuerHost === undefined || isGithubIssuer(issuerHost)) return [];
  const tokens = tokenProblems(issuerHost, "role.issuerHost");
  return tokens.length > 0
    ? tokens
    : [
        `role.issuerHost is not the issuer of a GitHub; allowed: what issuerHost gives, without https://; given: ${JSON.stringify(issuerHost)}`,
      ];
}

function valueProblems(publish: WorkflowValues | undefined): readonly string[] {
  return namedValues(publish).flatMap(({ name }) =>
    textProblems("a name in publish.values", VALUE_NAME, name),
  );
}
