import { trustedContexts } from "../../lib/workflow/trusted-contexts";
import { configOf, roleFile } from "./workflow-of";

const WEB = { owner: "Acme", name: "WEB" };
const IDS = { owner: "1", repository: "2" };
const TEMPLATE = ["repo", "context"];
const ISSUER = "token.actions.githubusercontent.com";
const PROVIDER = `arn:aws:iam::123456789012:oidc-provider/${ISSUER}`;

/** How a role may be used from `web`: identity, context and further claims of each use. */
function uses(yaml: string): readonly unknown[] {
  return trustedContexts(configOf(yaml).accounts[0].roles[0], WEB);
}

const use = (context: object, rest: object = {}) => ({
  owner: "acme",
  repository: "web",
  ids: IDS,
  template: TEMPLATE,
  context,
  claims: {},
  ...rest,
});

test.each<[string, string, readonly unknown[]]>([
  ["{ repository: web, branch: main }", "an entry", [use({ kind: "branch", pattern: "main" })]],
  [
    "{ repository: 'w*', environment: prod }",
    "a pattern, whose repositories have any id and the asked-for name",
    [use({ kind: "environment", name: "prod" }, { repository: "WEB", ids: { owner: "1", repository: "*" } })],
  ],
  [
    "{ repository: web, tag: v1, claims: { actorId: 7 } }",
    "an entry with claims",
    [use({ kind: "tag", pattern: "v1" }, { claims: { actorId: ["7"] } })],
  ],
  [
    '{ subject: "repo:acme/web:pull_request" }, { subject: "repo:acme@1/web@2:ref:refs/heads/x" }',
    "subjects",
    [use({ kind: "pullRequest" }, { ids: undefined }), use({ kind: "branch", pattern: "x" })],
  ],
  ["{ owner: partner, repository: lib, branch: main }", "nothing of another repository", []],
])("of %s there is %s", (trust, _, expected) => {
  const role = [
    "publish: false",
    ...(trust.includes("pull") ? ["acceptRisks: [{ rule: R09, reason: x }]"] : []),
  ];
  const accepted = trust.includes("w*")
    ? ["publish: false", "acceptRisks: [{ rule: R07, reason: x }]"]
    : role;
  expect(uses(roleFile({ trust, role: accepted }))).toStrictEqual(expected);
});

test("a trust policy of one's own is read statement by statement", () => {
  const document = {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: PROVIDER },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: {
            [`${ISSUER}:aud`]: "sts.amazonaws.com",
            [`${ISSUER}:job_workflow_ref`]: "acme/ci/.github/workflows/push.yml@refs/heads/main",
          },
          StringLike: {
            [`${ISSUER}:sub`]: ["repo:acme@1/web@2:environment:prod", "repo:acme@1/other@3:environment:prod"],
          },
        },
      },
      {
        Effect: "Deny",
        Principal: { Federated: PROVIDER },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: { StringLike: { [`${ISSUER}:sub`]: "repo:acme@1/web@2:ref:refs/heads/dev" } },
      },
    ],
  };
  const yaml = roleFile({}).replace(/trust: .*/, `trustPolicy: ${JSON.stringify(document)}`);
  expect(uses(yaml)).toStrictEqual([
    use(
      { kind: "environment", name: "prod" },
      { claims: { jobWorkflowRef: ["acme/ci/.github/workflows/push.yml@refs/heads/main"] } },
    ),
  ]);
});
