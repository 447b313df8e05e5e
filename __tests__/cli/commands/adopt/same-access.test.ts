import fc from "fast-check";
import { usualRegion } from "../../../../lib/cli/commands/adopt/account-draft";
import { adoption } from "../../../../lib/cli/commands/adopt/adoption";
import { checkedFile } from "../../../../lib/config/read";
import type { Config, Role } from "../../../../lib/config/types";
import { awsInventories } from "../../../../lib/inventory/account";
import { RULES } from "../../../../lib/policy/rules/index";
import { normalizedPolicy } from "../../../../lib/policy/same-policy";
import { ISSUER, PROVIDER_ARN } from "../../../support/github";
import { runs } from "../../../support/runs";
import { outputsOf } from "./aws-outputs";

const REPOSITORIES = ["web", "api", "my.repo", "team-*", "*", "other/web"];
const ECR_REPOSITORIES = ["web", "base/node", "team-*", "*"];

/** Some elements of a list. */
function some<Value>(list: readonly Value[], maxLength = 3): fc.Arbitrary<Value | Value[]> {
  return fc
    .uniqueArray(fc.constantFrom(...list), { minLength: 1, maxLength })
    .map((values) => (values.length === 1 && values[0] !== undefined ? values[0] : values));
}

const CONTEXT = fc.oneof(
  fc.record({ branch: some(["main", "release/*", `\${x}`, "a?b", "%{y}"]) }),
  fc.record({ tag: some(["v1", "v*"]) }),
  fc.record({ environment: some(["production", "two words", "with:colon", "%3A", `\${x}`]) }),
  fc.constantFrom({ pullRequest: true }, { mergeQueue: "main" }, { anyContext: true }),
);

const ENTRY = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(
        some(REPOSITORIES),
        CONTEXT,
        fc.constantFrom(
          {},
          {},
          {},
          { claims: { ref: "refs/heads/main", actor: ["octo", "cat"] } },
          {
            claims: { jobWorkflowRef: "acme/ci/.github/workflows/*@refs/heads/main", environment: `a\${b}` },
          },
        ),
      )
      .map(([repository, context, claims]) => ({ repository, ...context, ...claims })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      { subject: "repo:acme/web:*" },
      { subject: "repo:acme/we?:ref:refs/heads/main" },
      { subject: "repo:acme@1/web@*:environment:prod*" },
      { subject: "repo:acme/web:ref:refs/heads/main:actor:octo", claims: { actor: "octo" } },
    ),
  },
);

/** Custom trust policies of other forms than the program's. */
const POLICY = fc
  .constantFrom(
    {
      StringEquals: {
        [`${ISSUER}:aud`]: "sts.amazonaws.com",
        [`${ISSUER}:sub`]: "repo:acme/web:ref:refs/heads/main",
      },
    },
    {
      StringEquals: { [`${ISSUER}:aud`]: ["sts.amazonaws.com"] },
      StringLike: { [`${ISSUER}:sub`]: ["repo:acme@1/web@2:environment:production"] },
    },
    {
      StringEquals: { [`${ISSUER}:aud`]: "sts.amazonaws.com" },
      "ForAnyValue:StringLike": { [`${ISSUER}:sub`]: "repo:acme/web:ref:refs/heads/main" },
    },
  )
  .map((Condition) => ({
    trustPolicy: {
      Version: "2012-10-17",
      Statement: {
        Effect: "Allow",
        Principal: { Federated: PROVIDER_ARN },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition,
      },
    },
  }));

const ECR = fc
  .record(
    {
      repositories: some(ECR_REPOSITORIES),
      access: some(["push", "pull", "push-pull", "read"], 2),
      region: some(["eu-west-1", "us-east-1"]),
      account: fc.constantFrom("210987654321"),
    },
    { requiredKeys: ["repositories"] },
  )
  .chain((ecr) =>
    fc.constantFrom<object>(ecr, ecr, {
      ...ecr,
      signingProfileArn: "arn:aws:signer:ap-northeast-2:123456789012:/signing-profiles/web",
    }),
  );

function role(name: string): fc.Arbitrary<object> {
  return fc
    .tuple(
      fc.oneof(
        { weight: 6, arbitrary: fc.record({ trust: fc.array(ENTRY, { minLength: 1, maxLength: 3 }) }) },
        { weight: 1, arbitrary: POLICY },
      ),
      fc.oneof(
        { weight: 3, arbitrary: ECR },
        { weight: 1, arbitrary: fc.array(ECR, { minLength: 1, maxLength: 3 }) },
      ),
      fc.record(
        {
          policyName: fc.constantFrom(`${name}-x`, `${name}-2`),
          path: fc.constantFrom("/ci/", "/"),
          description: fc.constantFrom("builds", `\${x} %{y} "é"`),
          maxSessionSeconds: fc.constantFrom(3_600, 7_200),
          permissionsBoundaryArn: fc.constant("arn:aws:iam::123456789012:policy/boundary"),
          tags: fc.constantFrom({ team: "platform" }, { account: "own" }),
          ecrPublic: fc.constantFrom(
            { repositories: ["web"] },
            { repositories: ["web", "api"], access: ["push", "read"] },
            { repositories: ["web"], access: "read" },
          ),
        },
        { requiredKeys: [] },
      ),
    )
    .map(([trust, ecr, others]) => ({ name, ...trust, ecr, ...others, publish: false }));
}

const ECR_OF_ACCOUNT = {
  region: ["ap-northeast-2", "eu-west-1", "us-east-1"],
  repositories: [
    { name: "web", origin: "import", immutableTags: false, scan: "never" },
    { name: "base/node", origin: "import", immutableTags: { except: ["latest"] }, tags: { a: "b" } },
  ],
};

const FORMAT = fc.constantFrom("name", "immutable", "both");

/** Files whose roles may violate rules. */
const FILE = fc
  .record({
    owner: FORMAT,
    web: FORMAT,
    tags: fc.constantFrom({}, { tags: { account: "all" } }),
    ecr: fc.constantFrom({}, { ecr: ECR_OF_ACCOUNT }),
    roles: fc.tuple(role("First"), fc.option(role("Second"), { nil: undefined })),
  })
  .map(({ owner, web, tags, ecr, roles }) => ({
    github: {
      owner: "acme",
      owners: { acme: { id: 1, subject: owner }, other: { id: 9 } },
      repositories: {
        web: { id: 2, subject: web },
        api: { id: 3 },
        "my.repo": { id: 4 },
        "other/web": { id: 5 },
      },
    },
    accounts: [
      {
        id: "123456789012",
        region: "ap-northeast-2",
        ...tags,
        ...ecr,
        roles: roles.filter((each) => each !== undefined),
      },
    ],
  }));

type AnyFile = typeof FILE extends fc.Arbitrary<infer Value> ? Value : never;

/** The config of a file in which roles accept the rules that they violate. Undefined for a file with other problems. */
function configOf(file: AnyFile): Config | undefined {
  const accepted: string[][] = file.accounts[0]?.roles.map(() => []) ?? [];
  for (let round = 0; round < 3; round++) {
    const [account] = file.accounts;
    const roles = account?.roles.map((each, index) => ({
      ...each,
      ...(accepted[index]?.length && {
        acceptRisks: accepted[index].map((rule) => ({ rule, reason: "wanted" })),
      }),
    }));
    const checked = checkedFile(
      JSON.stringify({ ...file, accounts: [{ ...account, roles }] }),
      "access.yaml",
    );
    if (!("problems" in checked)) return checked.config;
    for (const { path, rule } of checked.problems) {
      const isHigh = RULES.some(({ id, severity }) => id === rule && severity === "high");
      if (rule === undefined || !isHigh) return undefined;
      const own = accepted[Number(path[3])];
      if (own !== undefined && !own.includes(rule)) own.push(rule);
    }
  }
  return undefined;
}

/** What a role allows, and its settings. */
function accessOf({
  name,
  path,
  description,
  maxSessionSeconds,
  permissionsBoundaryArn,
  tags,
  ...role
}: Role) {
  return {
    name,
    path,
    description,
    maxSessionSeconds,
    permissionsBoundaryArn,
    tags: Object.entries(tags).sort(),
    trust: normalizedPolicy(role.trustPolicy),
    policies: role.policies.map((policy) => [policy.name, normalizedPolicy(policy.document)]),
  };
}

function adopted(config: Config): ReturnType<typeof adoption> {
  const inventories = awsInventories(outputsOf(config));
  if ("problems" in inventories) throw new Error(inventories.problems.map(({ message }) => message).join());
  return adoption(
    inventories.map((account) => ({ account, region: usualRegion(account) ?? "us-east-1" })),
    { owners: ["acme", "other"], issuer: ISSUER, ids: new Map(), protectedEnvironments: [] },
  );
}

test("a file that is adopted from the roles of a file gives the same access", () => {
  const count = { files: 0, roles: 0, entries: 0, policies: 0 };
  fc.assert(
    fc.property(FILE, (file) => {
      const config = configOf(file);
      if (config === undefined) return;
      const found = adopted(config);
      expect(found.notAdopted.filter(({ kind }) => kind === "role")).toStrictEqual([]);
      if (found.text === undefined) throw new Error("no file");
      const [before, after] = [config, found.config].map(({ accounts }) => accounts[0].roles.map(accessOf));
      expect(after).toStrictEqual(before);
      count.files++;
      for (const { trust } of found.config.accounts[0].roles) {
        count.roles++;
        if (trust.kind === "entries") count.entries++;
        else count.policies++;
      }
    }),
    { numRuns: runs(10_000, 100) },
  );
  // Enough files have no problem, and most trust policies are written as entries.
  expect(count.files).toBeGreaterThan(15);
  expect(count.entries).toBeGreaterThan(2 * count.policies);
}, 600_000);
