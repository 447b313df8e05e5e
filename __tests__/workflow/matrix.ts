import { ECR_ACCESSES, ECR_LEVELS, type EcrAccess } from "../../lib/policy/ecr-access";
import type { WorkflowRequest } from "../../lib/workflow/request";
import type { RoleSelector } from "../../lib/workflow/role-source";
import { rolesOf, SAMPLES } from "./samples";
import { roleFile } from "./workflow-of";

/** A workflow that the generator writes. */
export interface MatrixCase {
  readonly title: string;
  readonly yaml: string;
  readonly request: Partial<WorkflowRequest>;
  readonly role: Partial<RoleSelector>;
  /** The reusable workflow that the role trusts, as the claim `job_workflow_ref` names it. */
  readonly called?: string;
}

/** A trust entry, the rule that it violates for a role that pushes, and requests that match it. */
interface Trusted {
  readonly trust: string;
  readonly violates?: string;
  readonly called?: string;
  readonly requests: readonly Partial<WorkflowRequest>[];
}

const CALLED = "acme/ci/.github/workflows/push.yml@refs/tags/v1";
const TRUSTED: Readonly<Record<string, Trusted>> = {
  "a branch": {
    trust: "{ repository: web, branch: main }",
    requests: [
      {},
      { event: "workflow_dispatch" },
      { event: "schedule" },
      { event: "repository_dispatch" },
      { event: "workflow_call" },
    ],
  },
  "a branch pattern": { trust: "{ repository: web, branch: '!rel+ease]/*' }", requests: [{}] },
  "a branch and a tag": {
    trust: "{ repository: web, branch: main }, { repository: web, tag: 'v*' }",
    requests: [{}],
  },
  "a tag": { trust: "{ repository: web, tag: 'v*' }", requests: [{}, { event: "release" }] },
  "an environment": { trust: "{ repository: web, environment: 'pro:d *' }", requests: [{}] },
  "an environment with an expression in its name": {
    trust: `{ repository: web, environment: '\${{ x }}' }`,
    requests: [{ event: "workflow_call" }],
  },
  "pull requests": { trust: "{ repository: web, pullRequest: true }", violates: "R09", requests: [{}] },
  "a merge queue": { trust: "{ repository: web, mergeQueue: main }", requests: [{}] },
  "any context": {
    trust: "{ repository: web, anyContext: true }",
    violates: "R08",
    requests: [{ event: "pull_request", branches: ["main"] }],
  },
  "a reusable workflow": {
    trust: `{ repository: web, branch: main, claims: { jobWorkflowRef: ${CALLED} } }`,
    called: CALLED,
    requests: [{}, { event: "workflow_call" }],
  },
};

const PUBLISHED = [
  "publish: { as: secrets }",
  "publish: { as: variables }",
  "publish: false",
  "publish: { as: variables, values: { AWS_ROLE_ARN: roleArn } }",
] as const;
const BUILDS: readonly Partial<WorkflowRequest>[] = [
  { images: ["web", "team/api=services/api"], tags: ["latest", "v1"], dockerfile: "Containerfile" },
  { platforms: ["linux/arm64"] },
];
const ATTESTED = { attest: true, provenance: "max", sbom: true } as const;
const CHARTS = { kind: "helm", images: ["web=chart", "team/api"] } as const;
const FILES = { kind: "oci", images: ["web=dist"] } as const;
const FURTHER: readonly Partial<WorkflowRequest>[] = [
  { ...ATTESTED, images: ["web"] },
  { ...CHARTS, attest: true },
  FILES,
  { images: ["web"], reproducible: true, cache: "gha", timeout: 90 },
  { images: ["web"], regions: ["eu-west-1", "us-east-1"] },
  { images: ["web"], runsOn: ["self-hosted", "x64"] },
];
const PULLS: readonly Partial<WorkflowRequest>[] = [
  { ...CHARTS, tags: ["1.2.3", "1.2.4"] },
  FILES,
  { tags: ["commit", "latest"] },
];
const SEVERAL_PLATFORMS = { platforms: ["linux/amd64", "linux/arm64"], images: ["web", "team/api=api"] };
/** The builds with each access level. */
const REQUESTS: Readonly<Record<EcrAccess, readonly Partial<WorkflowRequest>[]>> = {
  push: [...BUILDS, ...FURTHER, { ...SEVERAL_PLATFORMS, regions: ["us-east-1", "eu-west-1"] }],
  pull: PULLS,
  "push-pull": [
    ...BUILDS,
    ...FURTHER,
    SEVERAL_PLATFORMS,
    { ...SEVERAL_PLATFORMS, ...ATTESTED },
    { images: ["web"], cache: "registry=team/cache" },
    ...PULLS.map((request) => ({ ...request, pull: true })),
  ],
  read: [],
};

const OPTIONS: readonly MatrixCase[] = Object.entries(TRUSTED).flatMap(([title, trusted]) =>
  ECR_ACCESSES.filter((access) => ECR_LEVELS[access].workflow !== "none").flatMap((access) =>
    trusted.requests.flatMap((request) => casesOf(title, trusted, access, request)),
  ),
);

/** The workflows of a request for each way to publish values, and for each build. */
function casesOf(
  title: string,
  { trust, violates, called }: Trusted,
  access: EcrAccess,
  request: Partial<WorkflowRequest>,
): readonly MatrixCase[] {
  const isViolated = violates === "R08" || (violates !== undefined && ECR_LEVELS[access].canPush);
  const accepted = isViolated ? `acceptRisks: [{ rule: ${violates}, reason: wanted }]` : "";
  const ecr = `repositories: [web, "team/*"], access: ${access}, region: [eu-west-1, us-east-1]`;
  const fileOf = (publish: string) => roleFile({ trust, ecr, role: [publish, accepted] });
  const caseOf = (publish: string, build: Partial<WorkflowRequest>): MatrixCase => {
    const all = { ...request, ...build };
    return {
      title: `a role that trusts ${title}, with access ${access}, ${publish}, ${JSON.stringify(all)}`,
      yaml: fileOf(publish),
      request: all,
      role: {},
      ...(called !== undefined && { called }),
    };
  };
  return [
    ...PUBLISHED.map((publish) => caseOf(publish, {})),
    ...REQUESTS[access].map((build) => caseOf(PUBLISHED[0], build)),
  ];
}

const PROFILE = "arn:aws:signer:eu-west-1:123456789012:/signing-profiles/web";

/** A role with a registry in ECR Public, and one whose images ECR signs. */
const OTHERS: readonly MatrixCase[] = [
  {
    title: "a role that pushes to ECR Public",
    yaml: roleFile({ role: ["ecrPublic: { repositories: [web], alias: acme }"] }),
    request: {
      images: ["public.ecr.aws/acme/web"],
      tags: ["commit", "latest"],
      platforms: ["linux/amd64", "linux/arm64"],
    },
    role: {},
  },
  {
    title: "a role with a signing profile",
    yaml: roleFile({ ecr: `repositories: [web], signingProfileArn: "${PROFILE}"` }),
    request: { sign: true },
    role: {},
  },
];

/** Workflows of every access.yaml of the project, and a representative choice of options, events, access levels, platforms and values. */
export const MATRIX: readonly MatrixCase[] = [
  ...SAMPLES.flatMap(([place, yaml]) =>
    rolesOf(yaml).map(
      ({ images, ...role }): MatrixCase => ({
        title: `${role.role} of ${place} in ${role.account} for ${role.repository.owner}/${role.repository.name}`,
        yaml,
        request: { images },
        role,
      }),
    ),
  ),
  ...OPTIONS,
  ...OTHERS,
];
