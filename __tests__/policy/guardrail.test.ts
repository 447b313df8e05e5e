import fc from "fast-check";
import {
  type GuardrailOwner,
  MAX_ORGANIZATION_POLICY_CHARACTERS,
  type OrganizationPolicy,
  organizationPolicyText,
  policyCharacters,
  resourceControlPolicy,
  serviceControlPolicy,
} from "../../lib/policy/guardrail";
import { type Decision, evaluate } from "../../lib/policy/iam/evaluate";
import { requestContext } from "../../lib/policy/iam/request-context";
import type { NonEmpty } from "../../lib/policy/non-empty";
import { parsePolicy } from "../../lib/policy/parse";
import type { Statement } from "../../lib/policy/policy-document";
import { DEFAULT_TEMPLATE } from "../../lib/policy/subject/template";
import { ACCOUNT, ISSUER } from "../support/github";
import { runs } from "../support/runs";
import { id, job, owner, template } from "./any-job";
import { claimsOf, type Job } from "./github-token";

const RUNS = runs(10_000);
const ENTERPRISE = `${ISSUER}/acme-corp`;
const GHE_COM = "token.actions.acme.ghe.com";
const SERVER = "git.example.com/_services/token";
const ACME: GuardrailOwner = { name: "acme", id: "123456", templates: [] };
const NAMED: GuardrailOwner = { name: "other", id: undefined, templates: [] };

/** The worst trust policy: it allows everyone. */
const EVERYONE = {
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Principal: "*", Action: "sts:AssumeRoleWithWebIdentity" },
};

function statements(policy: object, kind: "trust" | "permissions"): readonly Statement[] {
  const parsed = parsePolicy(policy, kind);
  if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.statements;
}

/** What IAM answers a token for a role with this trust policy, below a resource control policy. */
function answer(
  rcp: OrganizationPolicy,
  claims: Readonly<Record<string, unknown>>,
  issuer: string,
  trust: object = EVERYONE,
): Decision["outcome"] {
  return evaluate(
    {
      hasVariables: true,
      statements: [...statements(trust, "trust"), ...statements(rcp, "permissions")],
    },
    requestContext(claims, issuer, ACCOUNT),
  ).outcome;
}

/** Where AWS fills no further key. */
function withoutClaims({ aud, sub }: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return { aud: aud ?? "", sub: sub ?? "" };
}

test("denies tokens of every owner but those in the list, by id, by name and by subject", () => {
  expect(resourceControlPolicy([ISSUER], [ACME, NAMED])).toStrictEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "DenyOtherGithubOwners",
        Effect: "Deny",
        Principal: "*",
        Action: "sts:AssumeRoleWithWebIdentity",
        Resource: "*",
        Condition: {
          Null: { [`${ISSUER}:repository_owner_id`]: "false" },
          StringNotEquals: { [`${ISSUER}:repository_owner_id`]: "123456" },
          StringNotLike: { [`${ISSUER}:repository`]: "other/*" },
        },
      },
      {
        Sid: "DenyOtherGithubSubjects",
        Effect: "Deny",
        Principal: "*",
        Action: "sts:AssumeRoleWithWebIdentity",
        Resource: "*",
        Condition: {
          Null: { [`${ISSUER}:sub`]: "false", [`${ISSUER}:repository_owner_id`]: "true" },
          StringNotLike: {
            [`${ISSUER}:sub`]: ["repo:acme/*", "repo:acme@123456/*", "repo:other/*", "repo:other@*/*"],
          },
        },
      },
    ],
  });
});

test.each<[string, NonEmpty<string>, GuardrailOwner, readonly unknown[]]>([
  [
    "an enterprise: the issuer of github.com too",
    [ISSUER, ENTERPRISE],
    ACME,
    [
      {
        Null: { [`${ISSUER}:repository_owner_id`]: "false" },
        StringNotEquals: { [`${ISSUER}:repository_owner_id`]: "123456" },
      },
      {
        Null: { [`${ISSUER}:sub`]: "false", [`${ISSUER}:repository_owner_id`]: "true" },
        StringNotLike: { [`${ISSUER}:sub`]: ["repo:acme/*", "repo:acme@123456/*"] },
      },
      {
        Null: { [`${ENTERPRISE}:sub`]: "false" },
        StringNotLike: { [`${ENTERPRISE}:sub`]: ["repo:acme/*", "repo:acme@123456/*"] },
      },
    ],
  ],
  [
    "GHE.com, where AWS documents only the subject",
    [GHE_COM],
    NAMED,
    [
      {
        Null: { [`${GHE_COM}:sub`]: "false" },
        StringNotLike: { [`${GHE_COM}:sub`]: ["repo:other/*", "repo:other@*/*"] },
      },
    ],
  ],
  [
    "a server, which sends no ids",
    [SERVER],
    NAMED,
    [{ Null: { [`${SERVER}:sub`]: "false" }, StringNotLike: { [`${SERVER}:sub`]: "repo:other/*" } }],
  ],
  [
    "templates: only those that say their owner",
    [GHE_COM],
    {
      ...ACME,
      templates: [["context", "repo"], ["environment"], ["repository_owner_id", "ref"], ["repo", "workflow"]],
    },
    [
      {
        Null: { [`${GHE_COM}:sub`]: "false" },
        StringNotLike: {
          [`${GHE_COM}:sub`]: [
            "repo:acme/*",
            "repo:acme@123456/*",
            "*:repo:acme/*",
            "*:repo:acme@123456/*@*",
            "repository_owner_id:123456:ref:*",
          ],
        },
      },
    ],
  ],
])("has these conditions for %s", (_, issuers, own, conditions) => {
  const { Statement } = resourceControlPolicy(issuers, [own]);
  expect(Statement.map(({ Condition }) => Condition)).toStrictEqual(conditions);
  expect(new Set(Statement.map(({ Sid }) => Sid)).size).toBe(Statement.length);
});

/** Owners of a guardrail, with templates that their repositories may have. */
const owners = fc
  .uniqueArray(
    fc.record({
      name: owner,
      id: fc.option(id.map(String), { nil: undefined }),
      templates: fc.array(template, { maxLength: 2 }),
    }),
    { minLength: 1, maxLength: 4, selector: ({ name }) => name },
  )
  .filter(
    (list) =>
      new Set(list.map(({ id: own }) => own).filter(Boolean)).size ===
      list.filter(({ id: own }) => own).length,
  )
  .map(([first = ACME, ...others]): NonEmpty<GuardrailOwner> => [first, ...others]);

/** A job of an owner in the list in half of the cases, with one of its templates. */
const ownersAndJob = fc
  .tuple(owners, job, fc.nat(3), fc.boolean(), fc.boolean(), fc.nat(2))
  .map(([list, outsider, at, isName, isId, from]): [NonEmpty<GuardrailOwner>, Job] => {
    const own = list[at % list.length] ?? list[0];
    return [
      list,
      {
        ...outsider,
        ...(isName && { owner: own.name }),
        ...(isId && own.id !== undefined && { ownerId: Number(own.id) }),
        template: [DEFAULT_TEMPLATE, ...own.templates][from] ?? outsider.template,
      },
    ];
  });

test("where AWS fills the id of the owner, allows the tokens of owners in the list and no other, with any subject template", () => {
  let allowed = 0;
  fc.assert(
    fc.property(ownersAndJob, ([list, asking]) => {
      const isNamed = list.some((each) =>
        each.id === undefined ? each.name === asking.owner : each.id === String(asking.ownerId),
      );
      const outcome = answer(resourceControlPolicy([ISSUER], list), claimsOf(asking), ISSUER);
      if (outcome === "allowed") allowed++;
      return outcome === (isNamed ? "allowed" : "denied");
    }),
    { numRuns: RUNS },
  );
  expect(allowed).toBeGreaterThan(RUNS / 5);
  expect(allowed).toBeLessThan((RUNS * 4) / 5);
});

test.each([
  ["github.com, where AWS fills only the subject", ISSUER, false],
  ["an enterprise", ENTERPRISE, false],
  ["GHE.com", GHE_COM, false],
  ["a server", SERVER, false],
  ["a server up to 3.18", SERVER, true],
])("on %s, allows no token of another owner, with any subject template", (_, issuer, isOldServer) => {
  let allowed = 0;
  fc.assert(
    fc.property(ownersAndJob, ([list, asking]) => {
      const given = { ...asking, ...(issuer === SERVER && { format: "name" as const }) };
      const outcome = answer(
        resourceControlPolicy([issuer], list),
        withoutClaims(claimsOf(given, isOldServer)),
        issuer,
      );
      if (outcome === "allowed") allowed++;
      // A subject without ids cannot tell who has the name now.
      return outcome === "denied" || list.some((each) => isNamedIn(each, given));
    }),
    { numRuns: RUNS },
  );
  expect(allowed).toBeGreaterThan(RUNS / 10);
});

/** Whether a token's subject is that of an owner: by an id in it, or by the name, unless the subject starts with an id or has no name. */
function isNamedIn({ name, id: ownId }: GuardrailOwner, { template: keys, format, ...asking }: Job): boolean {
  const showsId = keys.includes("repository_owner_id") || (keys.includes("repo") && format === "immutable");
  const hasName = keys.some((key) => ["repo", "repository", "repository_owner"].includes(key));
  const isById = ownId !== undefined && ((keys[0] === "repo" && format === "immutable") || !hasName);
  return (showsId && ownId === String(asking.ownerId)) || (!isById && name === asking.owner);
}

test.each([
  ["github.com", ISSUER, false],
  ["an enterprise", ENTERPRISE, false],
  ["GHE.com", GHE_COM, false],
  ["a server", SERVER, false],
  ["a server up to 3.18", SERVER, true],
])(
  "on %s, allows every token of an owner in the list whose subject has the default template or starts with repo",
  (_, issuer, isOldServer) => {
    fc.assert(
      fc.property(ownersAndJob, ([list, asking]) => {
        const [own] = list;
        const given: Job = {
          ...asking,
          owner: own.name,
          ownerId: own.id === undefined ? asking.ownerId : Number(own.id),
          format: issuer === SERVER ? "name" : asking.format,
          template: asking.template[0] === "repo" ? asking.template : DEFAULT_TEMPLATE,
        };
        const policy = resourceControlPolicy([issuer], list);
        return answer(policy, withoutClaims(claimsOf(given, isOldServer)), issuer) === "allowed";
      }),
      { numRuns: RUNS },
    );
  },
);

test("on a server up to 3.18, denies an environment that repeats the subject of a template", () => {
  const own: GuardrailOwner = { name: "acme", id: undefined, templates: [["environment", "repo"]] };
  const forged = { aud: "sts.amazonaws.com", sub: "environment:x:repo:acme/web:repo:evil/web" };
  expect(answer(resourceControlPolicy([SERVER], [own]), forged, SERVER)).toBe("denied");
});

test("allows every token of an owner whose template is in the list and says the owner", () => {
  const saying = template.filter((keys) =>
    keys.some((key) => ["repo", "repository", "repository_owner"].includes(key)),
  );
  fc.assert(
    fc.property(job, saying, fc.option(id.map(String), { nil: undefined }), (asking, keys, ownId) => {
      const given: Job = {
        ...asking,
        ...(ownId !== undefined && { ownerId: Number(ownId) }),
        template: keys,
      };
      const own: GuardrailOwner = { name: given.owner, id: ownId, templates: [keys] };
      const policy = resourceControlPolicy([GHE_COM], [own]);
      return answer(policy, withoutClaims(claimsOf(given)), GHE_COM) === "allowed";
    }),
    { numRuns: RUNS },
  );
});

const ATTACKS: readonly [string, Readonly<Record<string, string>>][] = [
  [
    "another owner",
    { sub: "repo:evil/web:ref:refs/heads/main", repository: "evil/web", repository_owner_id: "9" },
  ],
  [
    "an owner whose name starts alike",
    { sub: "repo:acme-evil/web:ref:refs/heads/main", repository: "acme-evil/web", repository_owner_id: "9" },
  ],
  [
    "an owner who took over the name",
    { sub: "repo:acme/web:ref:refs/heads/main", repository: "acme/web", repository_owner_id: "9" },
  ],
  [
    "an owner who took over the name, with ids",
    { sub: "repo:acme@9/web@1:ref:refs/heads/main", repository: "acme/web", repository_owner_id: "9" },
  ],
  [
    "an environment that repeats a subject",
    { sub: "repo:evil/web:environment:repo%3Aacme/web", repository: "evil/web", repository_owner_id: "9" },
  ],
  [
    "a template without an owner",
    { sub: "environment:prod", repository: "evil/web", repository_owner_id: "9" },
  ],
  [
    "a workflow of an owner in the list",
    {
      sub: "job_workflow_ref:acme/ci/.github/workflows/push.yml@refs/heads/main",
      job_workflow_ref: "acme/ci/.github/workflows/push.yml@refs/heads/main",
      repository: "evil/web",
      repository_owner_id: "9",
    },
  ],
  [
    "an id that starts alike",
    {
      sub: "repo:acme@1234567/web@1:ref:refs/heads/main",
      repository: "acme/web",
      repository_owner_id: "1234567",
    },
  ],
  [
    "another casing of the name",
    { sub: "repo:ACME/web:ref:refs/heads/main", repository: "ACME/web", repository_owner_id: "9" },
  ],
];

test.each(ATTACKS)("denies %s, whatever the trust policy of the role is", (_, claims) => {
  const token = { aud: "sts.amazonaws.com", ...claims };
  const trust = (Condition: object) => ({ ...EVERYONE, Statement: { ...EVERYONE.Statement, Condition } });
  for (const condition of [
    {},
    { StringLike: { [`${ISSUER}:sub`]: "*" } },
    { StringLike: { [`${ISSUER}:sub`]: claims.sub } },
    {
      "ForAllValues:StringEquals": { [`${ISSUER}:sub`]: "x" },
      StringNotLike: { [`${ISSUER}:sub`]: "repo:good/*" },
    },
  ]) {
    expect(answer(resourceControlPolicy([ISSUER], [ACME]), token, ISSUER, trust(condition))).toBe("denied");
  }
});

test.each([
  [
    "EKS",
    "oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE",
    "system:serviceaccount:default:web",
  ],
  ["Amazon Cognito", "cognito-identity.amazonaws.com", "eu-west-1:00000000-0000-0000-0000-000000000000"],
  ["GitLab", "gitlab.com", "project_path:evil/web:ref_type:branch:ref:main"],
  ["a GitLab of your own", "gitlab.example.com", "repo:evil/web:ref:refs/heads/main"],
  ["Bitbucket", "api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc", "{1}:{2}"],
])("allows tokens of %s as the trust policy does", (_, issuer, sub) => {
  for (const own of [ISSUER, ENTERPRISE, GHE_COM, SERVER]) {
    const policy = resourceControlPolicy([own, ISSUER], [ACME, NAMED]);
    const claims = { aud: "sts.amazonaws.com", sub, repository: "evil/web", repository_owner_id: "9" };
    expect(answer(policy, claims, issuer)).toBe("allowed");
  }
});

test("allows no token that the trust policy of the role denies", () => {
  const trust = {
    Version: "2012-10-17",
    Statement: {
      ...EVERYONE.Statement,
      Condition: { StringEquals: { [`${ISSUER}:sub`]: "repo:acme/web:ref:refs/heads/main" } },
    },
  };
  const token = {
    aud: "sts.amazonaws.com",
    sub: "repo:acme/api:ref:refs/heads/main",
    repository: "acme/api",
    repository_owner_id: "123456",
  };
  expect(answer(resourceControlPolicy([ISSUER], [ACME]), token, ISSUER, trust)).toBe("denied");
});

test("a service control policy protects the providers, and denies those of other GitHubs", () => {
  const deployers = ["arn:aws:iam::*:role/terraform"];
  expect(
    serviceControlPolicy({ issuers: [ISSUER], partitions: ["aws", "aws-us-gov"], deployers }),
  ).toStrictEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "ProtectGithubProviders",
        Effect: "Deny",
        Action: [
          "iam:AddClientIDToOpenIDConnectProvider",
          "iam:DeleteOpenIDConnectProvider",
          "iam:RemoveClientIDFromOpenIDConnectProvider",
          "iam:UpdateOpenIDConnectProviderThumbprint",
        ],
        Resource: [`arn:aws:iam::*:oidc-provider/${ISSUER}`, `arn:aws-us-gov:iam::*:oidc-provider/${ISSUER}`],
        Condition: { ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/terraform" } },
      },
      {
        Sid: "DenyOtherGithubProviders",
        Effect: "Deny",
        Action: "iam:CreateOpenIDConnectProvider",
        Resource: ["aws", "aws-us-gov"].flatMap((partition) =>
          [
            "vstoken.actions.githubusercontent.com",
            `${ISSUER}/*`,
            "token.actions.*.ghe.com",
            "*/_services/token",
          ].map((name) => `arn:${partition}:iam::*:oidc-provider/${name}`),
        ),
      },
    ],
  });
});

test.each<[string, NonEmpty<string>, readonly string[]]>([
  ["an enterprise", [ISSUER, ENTERPRISE], ["token.actions.*.ghe.com", "*/_services/token"]],
  ["GHE.com", [GHE_COM], [ISSUER, `${ISSUER}/*`, "*/_services/token"]],
  ["a server", [SERVER], [ISSUER, `${ISSUER}/*`, "token.actions.*.ghe.com"]],
])("the service control policy of %s denies no provider of its own", (_, issuers, others) => {
  const [, { Resource } = { Resource: [] }] = serviceControlPolicy({
    issuers,
    partitions: ["aws"],
    deployers: [],
  }).Statement;
  expect(Resource).toStrictEqual(
    ["vstoken.actions.githubusercontent.com", ...others].map(
      (name) => `arn:aws:iam::*:oidc-provider/${name}`,
    ),
  );
});

test("has no exception without a deployer", () => {
  const [protection] = serviceControlPolicy({
    issuers: [ISSUER],
    partitions: ["aws"],
    deployers: [],
  }).Statement;
  expect(protection).not.toHaveProperty("Condition");
});

test("writes white space only into a policy that keeps below the limit of AWS with it", () => {
  const policyOf = (count: number) =>
    resourceControlPolicy(
      [ISSUER],
      [
        ACME,
        ...Array.from({ length: count }, (_, index) => ({
          ...ACME,
          name: `team-${index}`,
          id: String(index),
        })),
      ],
    );
  const counts = Array.from({ length: 120 }, (_, index) => index);
  const longest = counts.findLast(
    (count) => JSON.stringify(policyOf(count), undefined, 2).length <= MAX_ORGANIZATION_POLICY_CHARACTERS,
  );
  const text = (count: number) => organizationPolicyText(policyOf(count));

  expect(longest).toBeGreaterThan(10);
  expect(text(longest ?? 0)).toContain("\n");
  expect(text((longest ?? 0) + 1)).not.toContain("\n");
  expect(policyCharacters(policyOf(5))).toBe(JSON.stringify(policyOf(5)).length);
});
