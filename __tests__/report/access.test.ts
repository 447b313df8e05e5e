import { parseConfig } from "../../lib/config/load";
import { fixInFile } from "../../lib/config/rule-message";
import { type Access, accessOf } from "../../lib/report/access";
import { MASKED } from "../config/access-file";
import { ruleOf } from "../config/problem-texts";
import { seed } from "../stacks/synthesized";
import { ISSUER } from "../support/github";

function accessOfFile(yaml: string): Access {
  return accessOf(parseConfig(yaml, "access.yaml"));
}

function roleOf(yaml: string) {
  const [role] = accessOfFile(yaml).roles;
  if (role === undefined) throw new RangeError("no role");
  return role;
}

const web = { kind: "repository", name: "acme/web", isPattern: false } as const;

test("shows everything about the smallest file", () => {
  expect(accessOfFile(seed())).toStrictEqual({
    github: { host: "github.com", issuer: ISSUER },
    roles: [
      {
        name: "GitHubActionsECRRole",
        arn: "arn:aws:iam::123456789012:role/GitHubActionsECRRole",
        account: {
          id: "123456789012",
          name: "123456789012",
          audience: "sts.amazonaws.com",
          oidcProvider: "create",
        },
        description: undefined,
        grants: [
          {
            principal: web,
            context: { kind: "branch", pattern: "main" },
            subjects: ["repo:acme/web:ref:refs/heads/main"],
            conditions: [],
            rules: ["R23"],
          },
        ],
        exceptions: [],
        may: "push",
        repositories: ["web"],
        registries: [{ region: "ap-northeast-2", host: "123456789012.dkr.ecr.ap-northeast-2.amazonaws.com" }],
        risks: [
          {
            rule: "R23",
            name: "name-subject",
            severity: "medium",
            given: ["repo:acme/web:ref:refs/heads/main"],
            impact: ruleOf("R23").impact,
            fix: fixInFile(ruleOf("R23")),
            reason: undefined,
          },
        ],
        warnings: [MASKED],
        values: {
          places: ["secrets of acme/web"],
          values: {
            AWS_REGION: "ap-northeast-2",
            AWS_ACCOUNT_ID: "123456789012",
            AWS_ROLE_NAME: "GitHubActionsECRRole",
          },
        },
        maxSessionSeconds: 3600,
        permissionsBoundaryArn: undefined,
        policies: ["GitHubActionsECRPolicy"],
        trustPolicy: parseConfig(seed(), "access.yaml").accounts[0].roles[0].trustPolicy,
      },
    ],
    ecrRepositories: [],
    warnings: [],
  });
});

test("a grant is a repository with its context and claims; both subject formats are one grant", () => {
  const file = seed({ role: "acceptRisks: [{ rule: R26, reason: soon }]" })
    .replace(
      "owner: acme\n",
      "owner: acme\n  owners: { acme: { id: 1 } }\n  repositories: { web: { id: 2, subject: both } }\n",
    )
    .replace(
      "branch: main }",
      "branch: main }\n          - { repository: api, tag: v1, claims: { actorId: [5, 6] } }",
    );
  expect(roleOf(file).grants).toStrictEqual([
    {
      principal: web,
      context: { kind: "branch", pattern: "main" },
      subjects: ["repo:acme/web:ref:refs/heads/main", "repo:acme@1/web@2:ref:refs/heads/main"],
      conditions: [],
      rules: ["R26", "R39"],
    },
    {
      principal: { kind: "repository", name: "acme/api", isPattern: false },
      context: { kind: "tag", pattern: "v1" },
      subjects: ["repo:acme/api:ref:refs/tags/v1"],
      conditions: [{ key: "actorId", operator: undefined, values: ["5", "6"] }],
      rules: ["R23", "R39"],
    },
  ]);
});

test("a rule about the whole role is in each of its grants", () => {
  const file = seed({ role: "maxSessionSeconds: 7200" }).replace("repository: web", "repository: [web, api]");
  expect(roleOf(file).grants.map(({ rules }) => rules)).toStrictEqual([
    ["R23", "R35", "R39"],
    ["R23", "R35", "R39"],
  ]);
});

const provider = `Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/${ISSUER}" }, Action: sts:AssumeRoleWithWebIdentity`;
const OWN = seed({
  role: 'publish: false\nacceptRisks: [{ rule: R20, reason: "only acme can call it" }]',
})
  .replace(
    /trust:.*?ecr:/s,
    `trustPolicy:
          Version: "2012-10-17"
          Statement:
            - { Effect: Allow, ${provider}, Condition: { StringEquals: { "${ISSUER}:aud": sts.amazonaws.com, "${ISSUER}:sub": "repo:acme@1/web@2:pull_request" }, StringLike: { "${ISSUER}:actor_id": ["1", "2"] } } }
            - { Effect: Allow, ${provider}, Condition: { StringEquals: { "${ISSUER}:aud": sts.amazonaws.com }, StringLike: { "${ISSUER}:job_workflow_ref": "acme/ci/.github/workflows/push.yml@refs/heads/main" } } }
            - { Effect: Allow, Principal: { Service: ec2.amazonaws.com }, Action: sts:AssumeRole }
            - { Effect: Deny, Principal: { AWS: "*" }, Action: sts:AssumeRole, Condition: { Bool: { "aws:SecureTransport": "false" } } }
            - { Effect: Deny, ${provider}, Condition: { StringLike: { "${ISSUER}:sub": "*:environment:*" } } }
        ecr:`,
  )
  .replace("repositories: [web]", "repositories: [web]\n          access: pull");

test("a custom trust policy is shown statement by statement, without the Deny statements for other principals", () => {
  const role = roleOf(OWN);
  expect(role.grants).toStrictEqual([
    {
      principal: web,
      context: { kind: "pullRequest" },
      subjects: ["repo:acme@1/web@2:pull_request"],
      conditions: [{ key: "actor_id", operator: "StringLike", values: ["1", "2"] }],
      rules: ["R20"],
    },
    {
      principal: { kind: "any" },
      context: { kind: "any" },
      subjects: [],
      conditions: [
        {
          key: "job_workflow_ref",
          operator: "StringLike",
          values: ["acme/ci/.github/workflows/push.yml@refs/heads/main"],
        },
      ],
      rules: ["R20"],
    },
    { principal: { kind: "others" }, context: { kind: "any" }, subjects: [], conditions: [], rules: [] },
  ]);
  expect(role.exceptions).toStrictEqual([
    [{ key: "sub", operator: "StringLike", values: ["*:environment:*"] }],
  ]);
  expect(role.warnings).toStrictEqual([
    "trustPolicy has 1 statement for other principals than GitHub's OIDC provider, which the rules do not check. See docs/guide/trust.md#custom-trust-policy",
  ]);
});

test("a role that publishes nothing has no values", () => {
  expect(roleOf(OWN).values).toBeUndefined();
});

test("a warning about the file is not repeated for its roles", () => {
  const access = accessOfFile(
    seed({ file: "state: { http: { address: 'https://x/{stack}', password: p } }" }),
  );
  expect(access.warnings).toStrictEqual([
    "state.http.password is a credential. Remove it from the file and set it in the environment. See docs/guide/state.md#other-backends",
  ]);
  expect(access.roles.flatMap(({ warnings }) => warnings)).toStrictEqual([MASKED]);
});
