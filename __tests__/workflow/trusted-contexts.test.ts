import { trustedContexts } from "../../lib/workflow/trusted-contexts";
import { ISSUER, PROVIDER_ARN } from "../support/github";
import { configOf, roleFile } from "./workflow-of";

const WEB = { owner: "Acme", name: "WEB" };
const IDS = { owner: "1", repository: "2" };
const TEMPLATE = ["repo", "context"];

/** The contexts in which a role trusts `web`. */
function contextsOf(yaml: string): readonly unknown[] {
  return trustedContexts(configOf(yaml).accounts[0].roles[0], WEB);
}

const context = (kind: object, rest: object = {}) => ({
  owner: "acme",
  repository: "web",
  ids: IDS,
  template: TEMPLATE,
  context: kind,
  claims: {},
  ...rest,
});

test.each<[string, string, readonly unknown[]]>([
  ["{ repository: web, branch: main }", "an entry", [context({ kind: "branch", pattern: "main" })]],
  [
    "{ repository: 'w*', environment: prod }",
    "a pattern, with the requested name and any id",
    [
      context(
        { kind: "environment", name: "prod" },
        { repository: "WEB", ids: { owner: "1", repository: "*" } },
      ),
    ],
  ],
  [
    "{ repository: web, tag: v1, claims: { actorId: 7 } }",
    "an entry with claims",
    [context({ kind: "tag", pattern: "v1" }, { claims: { actorId: ["7"] } })],
  ],
  [
    '{ subject: "repo:acme/web:pull_request" }, { subject: "repo:acme@1/web@2:ref:refs/heads/x" }',
    "subjects",
    [context({ kind: "pullRequest" }, { ids: undefined }), context({ kind: "branch", pattern: "x" })],
  ],
  ["{ owner: partner, repository: lib, branch: main }", "nothing for another repository", []],
])("%s gives %s", (trust, _, expected) => {
  const role = [
    "publish: false",
    ...(trust.includes("pull") ? ["acceptRisks: [{ rule: R09, reason: x }]"] : []),
  ];
  const accepted = trust.includes("w*")
    ? ["publish: false", "acceptRisks: [{ rule: R07, reason: x }]"]
    : role;
  expect(contextsOf(roleFile({ trust, role: accepted }))).toStrictEqual(expected);
});

test("a custom trust policy gives the contexts of its Allow statements", () => {
  const document = {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: PROVIDER_ARN },
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
        Principal: { Federated: PROVIDER_ARN },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: { StringLike: { [`${ISSUER}:sub`]: "repo:acme@1/web@2:ref:refs/heads/dev" } },
      },
    ],
  };
  const yaml = roleFile({}).replace(/trust: .*/, `trustPolicy: ${JSON.stringify(document)}`);
  expect(contextsOf(yaml)).toStrictEqual([
    context(
      { kind: "environment", name: "prod" },
      { claims: { jobWorkflowRef: ["acme/ci/.github/workflows/push.yml@refs/heads/main"] } },
    ),
  ]);
});

/** Only a custom trust policy is read from the policy. */
const NO_POLICY = { hasVariables: true, statements: [] };

/** The context in which a raw subject trusts `acme/web`. */
function subjectContext(subject: string) {
  const trust = { kind: "entries", entries: [{ kind: "subject", subject, claims: {} }] } as const;
  return trustedContexts({ trust, parsedTrustPolicy: NO_POLICY }, { owner: "acme", name: "web" })[0];
}

test.each<[string, object]>([
  ["repo:acme/web:*", { kind: "any" }],
  ["repo:acme/web:pull_request", { kind: "pullRequest" }],
  ["repo:acme/web:environment:prod", { kind: "environment", name: "prod" }],
  ["repo:acme/web:environment:a%3Ab", { kind: "environment", name: "a:b" }],
  [`repo:acme/web:environment:\${*}`, { kind: "environment", name: "*" }],
  ["repo:acme/web:ref:refs/heads/main", { kind: "branch", pattern: "main" }],
  ["repo:acme/web:ref:refs/heads/release/*", { kind: "branch", pattern: "release/*" }],
  ["repo:acme/web:ref:*", { kind: "branch", pattern: "*" }],
  ["repo:acme/web:ref:refs/tags/v*", { kind: "tag", pattern: "v*" }],
  ["repo:acme/web:ref:refs/heads/gh-readonly-queue/main/pr-*", { kind: "mergeQueue", branch: "main" }],
])("%s has a context", (subject, context) => {
  expect(subjectContext(subject)?.context).toStrictEqual(context);
});

test.each([
  ["repo:acme/web:pull_request", "web", undefined],
  ["repo:acme@1/web@2:pull_request", "web", { owner: "1", repository: "2" }],
  ["repo:acme@1/w*@*:pull_request", "web", { owner: "1", repository: "*" }],
  ["repo:Acme/Web:pull_request", "Web", undefined],
])("%s has a repository and ids", (subject, repository, ids) => {
  expect(subjectContext(subject)).toMatchObject({ repository, ids });
});

test.each<[string, object, object]>([
  ["environment:prod*", { kind: "environments", pattern: "prod*" }, {}],
  [
    "environment:prod:ref:refs/heads/main",
    { kind: "environment", name: "prod" },
    { ref: ["refs/heads/main"] },
  ],
  [
    "ref:refs/heads/main:environment:prod",
    { kind: "environment", name: "prod" },
    { ref: ["refs/heads/main"] },
  ],
  ["ref:refs/heads/?", { kind: "other", text: "ref:refs/heads/?" }, {}],
  [`ref:refs/heads/\${aws:username}`, { kind: "other", text: `ref:refs/heads/\${...}` }, {}],
  [
    "ref:refs/heads/main:job_workflow_ref:acme/ci/.github/workflows/push.yml@refs/heads/main",
    { kind: "branch", pattern: "main" },
    { jobWorkflowRef: ["acme/ci/.github/workflows/push.yml@refs/heads/main"] },
  ],
  ["job_workflow_ref:acme/ci/*", { kind: "any" }, { jobWorkflowRef: ["acme/ci/*"] }],
])("a subject that ends in %s has the context %j and the claims %j", (end, context, claims) => {
  expect(subjectContext(`repo:acme/web:${end}`)).toMatchObject({ context, claims });
});

test.each([
  "repo:acme/api:pull_request",
  "repo:evil/web:pull_request",
  "repo:acme/web",
  "repository_id:2:environment:prod",
])("%s has no context", (subject) => {
  expect(subjectContext(subject)).toBeUndefined();
});
