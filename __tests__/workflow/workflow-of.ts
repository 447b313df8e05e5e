import { COMMAND_WORDING } from "../../lib/cli/commands/workflow/workflow";
import { parseConfig } from "../../lib/config/load";
import type { Config } from "../../lib/config/types";
import type { WorkflowRequest } from "../../lib/workflow/request";
import type { RoleSelector } from "../../lib/workflow/role-source";
import { type WorkflowAnswer, workflow } from "../../lib/workflow/workflow";

export const EMPTY_REQUEST: WorkflowRequest = {
  event: undefined,
  branches: [],
  tagPatterns: [],
  environment: undefined,
  calls: undefined,
  fileName: undefined,
  platforms: [],
  images: [],
  context: undefined,
  dockerfile: undefined,
  tags: [],
  runsOn: [],
  kind: undefined,
  pull: false,
  regions: [],
  cache: undefined,
  provenance: undefined,
  sbom: false,
  attest: false,
  sign: false,
  reproducible: false,
  timeout: undefined,
  wording: COMMAND_WORDING,
};

const CONFIGS = new Map<string, Config>();

/** An access.yaml, read once. */
export function configOf(yaml: string): Config {
  const known = CONFIGS.get(yaml);
  if (known !== undefined) return known;
  const config = parseConfig(yaml, "access.yaml");
  CONFIGS.set(yaml, config);
  return config;
}

/** The result of a request for an access.yaml. */
export function answerTo(
  yaml: string,
  request: Partial<WorkflowRequest> = {},
  role: Partial<RoleSelector> = {},
): WorkflowAnswer {
  const config = configOf(yaml);
  const selector = { repository: undefined, role: undefined, account: undefined, ...role };
  return workflow(config, selector, { ...EMPTY_REQUEST, ...request });
}

/** The workflow of a request. Any other result is thrown. */
export function workflowOf(
  ...request: Parameters<typeof answerTo>
): Extract<WorkflowAnswer, { kind: "written" }> {
  const answer = answerTo(...request);
  if (answer.kind !== "written") throw new Error(JSON.stringify(answer));
  return answer;
}

/** An access.yaml with one role of `acme`. It has ids, so that its branches violate no rule. */
export function roleFile({
  trust = "{ repository: web, branch: main }",
  ecr = "repositories: [web]",
  role = [],
  account = [],
  github = [],
}: {
  readonly trust?: string;
  readonly ecr?: string;
  readonly role?: readonly string[];
  readonly account?: readonly string[];
  readonly github?: readonly string[];
}): string {
  const lines = [
    "github:",
    "  owner: acme",
    "  owners: { acme: { id: 1, subject: immutable } }",
    "  repositories: { web: { id: 2 } }",
    ...github.map((line) => `  ${line}`),
    "accounts:",
    '  - id: "123456789012"',
    "    region: eu-west-1",
    ...account.map((line) => `    ${line}`),
    "    roles:",
    `      - trust: [${trust}]`,
    `        ecr: { ${ecr} }`,
    ...role.map((line) => `        ${line}`),
  ];
  return `${lines.join("\n")}\n`;
}
