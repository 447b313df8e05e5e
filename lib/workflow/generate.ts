import type { ValueContent } from "../config/types";
import { arnScopeOf, oidcProviderArn, ROLE_ARN } from "../policy/arn";
import { hideTokens, isToken } from "../policy/deferred";
import { GITHUB_COM_ISSUER, isGithubIssuer } from "../policy/github-issuer";
import { REPOSITORY_OF_OWNER, VALUE_NAME } from "../policy/github-names";
import { parsePolicy } from "../policy/parse";
import { REGION } from "../policy/partition";
import type { TextRule } from "../policy/text-rule";
import {
  holderOf,
  namedValues,
  type RoleWorkflowProps,
  roleNames,
  roleRegion,
  roleSource,
  roleTrust,
  type WorkflowRole,
  type WorkflowValues,
} from "./generate-props";
import { partTexts, requestProblems, type Wording, type WorkflowRequest } from "./request";
import { UNKNOWN_ACCOUNT } from "./role-source";
import { workflow } from "./workflow";

/** A GitHub Actions workflow. */
export interface RoleWorkflow {
  /** The path in its repository: `.github/workflows/push.yml`. */
  readonly path: string;
  /** The content of the file. */
  readonly text: string;
  /** What a reader has to know and the workflow does not show. */
  readonly notes: readonly string[];
}

/**
 * Generates the GitHub Actions workflow that uses a role, as the command `workflow` does. Terraform does not fill in the file, so it
 * contains literal values. Values that are known only at apply time reach the job as the secrets or variables in `publish`.
 * @throws Error if the role does not allow the workflow, or the props are wrong: a line for each problem.
 * @example
 * ```ts
 * import { generateWorkflow } from "cdktf-github-actions-ecr";
 *
 * const { path, text } = generateWorkflow({
 *   repository: "acme/web",
 *   role: {
 *     roleArn: "arn:aws:iam::123456789012:role/Push",
 *     trust: [{ kind: "subject", subject: "repo:acme@123456/web@456789:ref:refs/heads/main", claims: {} }],
 *     ecr: { access: "push", repositories: ["web"], regions: ["ap-northeast-2"] },
 *   },
 *   publish: { as: "variables", values: { AWS_ROLE_ARN: "roleArn", AWS_REGION: "region" } },
 * });
 * console.log(path); // .github/workflows/push.yml
 * console.log(text.split("\n")[0]); // # Pushes web to Amazon ECR with Push (account 123456789012).
 * ```
 */
export function generateWorkflow(props: RoleWorkflowProps): RoleWorkflow {
  const result = checkedWorkflow(props);
  if ("problems" in result) throw new Error(result.problems.join("\n"));
  return result;
}

/** A workflow or its problems. A denial is one problem of several lines. */
export function checkedWorkflow(
  props: RoleWorkflowProps,
): RoleWorkflow | { readonly problems: readonly string[] } {
  const request = requestOf(props);
  const problems = roleWorkflowProblems(props, request);
  if (problems.length > 0) return { problems };
  const [owner = "", name = ""] = props.repository.split("/");
  const repository = { owner, name };
  const source = roleSource(props, repository);
  const role = source.accounts[0].roles[0].name;
  const answer = workflow(source, { repository, role, account: undefined }, request);
  switch (answer.kind) {
    case "written":
      return { path: answer.path, text: answer.text, notes: answer.notes.map(hideTokens) };
    case "denied":
      return { problems: [hideTokens(answer.lines.join("\n"))] };
    case "invalid":
      return { problems: answer.problems.map(hideTokens) };
  }
}

function requestOf(props: RoleWorkflowProps): WorkflowRequest {
  return {
    event: props.event,
    branches: props.branches ?? [],
    tagPatterns: props.tagPatterns ?? [],
    environment: props.environment,
    calls: props.calls,
    fileName: props.fileName,
    platforms: props.platforms ?? [],
    images: props.images ?? [],
    context: props.context,
    dockerfile: props.dockerfile,
    tags: props.tags ?? [],
    runsOn: props.runsOn ?? [],
    wording: PROGRAM_WORDING,
  };
}

/** For the props of a function or a construct. */
const PROGRAM_WORDING: Wording = {
  option: (part) => part,
  options: (parts) => partTexts(parts, (part, value) => `${part}: ${JSON.stringify(value)}`).join(", "),
  images: (names) => `images: [${names.map((name) => JSON.stringify(name)).join(", ")}]`,
  repository: ({ owner, repository, ids }) =>
    [
      `repository: ${JSON.stringify(`${owner}/${repository}`)}`,
      ...(ids === undefined
        ? []
        : [`ids: { owner: ${ids.owner}, repository: ${ids.repository === "*" ? "ID" : ids.repository} }`]),
    ].join(", "),
  fix: ({ fix }) => fix,
  dependabotFix: (names) => `Create Dependabot secrets ${names}, or use variables`,
};

/** The problems of the props that need no plan to see, a line for each. */
function roleWorkflowProblems(
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
