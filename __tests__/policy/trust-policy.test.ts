import { oidcProviderArn } from "../../lib/policy/arn";
import type { Claims } from "../../lib/policy/claims";
import { githubAt, issuerHost } from "../../lib/policy/github-issuer";
import { defaultAudience, knownPartition } from "../../lib/policy/partition";
import type { SubjectTemplate } from "../../lib/policy/subject/template";
import type { Context, RepositoryEntry, SubjectIds, TrustEntry } from "../../lib/policy/subject/types";
import {
  parseValidTrustPolicy,
  roleTrustPolicy,
  type TrustScope,
  trustPolicy,
} from "../../lib/policy/trust-policy";
import { ISSUER, PROVIDER_ARN } from "../support/github";
import { TRUST_POLICY } from "../support/smallest";

const SCOPE: TrustScope = {
  providerArn: PROVIDER_ARN,
  issuerHost: ISSUER,
  audience: "sts.amazonaws.com",
};

const main: Context = { kind: "branch", pattern: "main" };
const environment: Context = { kind: "environment", name: "Production:V1" };

const WEB: RepositoryEntry = {
  kind: "repository",
  owner: "acme",
  repository: "web",
  ids: undefined,
  context: main,
  claims: {},
};

/** A statement of a document, by what it says under the two operators. */
function statement(equals: object, like: object, { issuerHost: issuer, providerArn }: TrustScope = SCOPE) {
  const keyed = (values: object) =>
    Object.fromEntries(Object.entries(values).map(([claim, value]) => [`${issuer}:${claim}`, value]));
  return {
    Effect: "Allow",
    Principal: { Federated: providerArn },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: { StringEquals: keyed(equals), StringLike: keyed(like) },
  };
}

describe("the document", () => {
  test("is the one of AWS's and GitHub's guides, in its order", () => {
    const document = trustPolicy({ ...SCOPE, entries: [WEB] });

    expect(document).toStrictEqual(TRUST_POLICY);
    expect(JSON.stringify(document)).toBe(JSON.stringify(TRUST_POLICY));
  });

  test("is the same for all repositories of the owner, with * for the name", () => {
    const document = trustPolicy({ ...SCOPE, entries: [{ ...WEB, repository: "*" }] });

    expect(JSON.stringify(document)).toBe(JSON.stringify(TRUST_POLICY).replace("acme/web", "acme/*"));
  });

  test("that is custom is returned unchanged", () => {
    const document = { Version: "2012-10-17", Statement: [] };

    expect(roleTrustPolicy({ kind: "document", document }, SCOPE)).toBe(document);
  });
});

test("a trust policy that is known to be valid is parsed, and any other is an error of the program", () => {
  const { statements } = parseValidTrustPolicy(TRUST_POLICY);

  expect(statements.map(({ effect, path }) => ({ effect, path }))).toStrictEqual([
    { effect: "Allow", path: ["Statement", 0] },
  ]);
  expect(() => parseValidTrustPolicy({ ...TRUST_POLICY, Statement: [] })).toThrow(
    new TypeError("a trust policy that cannot be parsed"),
  );
});

describe("on every GitHub and in every partition", () => {
  const ids: SubjectIds = { owner: 123456, repository: 456789 };
  const NAMED = "repo:acme/web:ref:refs/heads/main";
  const IMMUTABLE = "repo:acme@123456/web@456789:ref:refs/heads/main";
  const ENCODED = "repo:acme/web:environment:Production%3AV1";
  const RAW = "repo:acme/web:environment:Production:V1";
  const both = [WEB, { ...WEB, ids }] as const;

  test.each<[string, string | undefined, string, readonly TrustEntry[], string | readonly string[], string]>([
    ["github.com", undefined, "us-east-1", [WEB], NAMED, `aws ${ISSUER}`],
    ["github.com", undefined, "ap-northeast-2", [{ ...WEB, ids }], IMMUTABLE, `aws ${ISSUER}`],
    ["github.com", "acme-corp", "eu-west-1", both, [NAMED, IMMUTABLE], `aws ${ISSUER}/acme-corp`],
    ["github.com", undefined, "cn-north-1", [WEB], NAMED, `aws-cn ${ISSUER}`],
    ["github.com", undefined, "us-gov-west-1", [{ ...WEB, ids }], IMMUTABLE, `aws-us-gov ${ISSUER}`],
    ["github.com", undefined, "eusc-de-east-1", [WEB], NAMED, `aws-eusc ${ISSUER}`],
    ["github.com", undefined, "us-iso-east-1", [WEB], NAMED, `aws-iso ${ISSUER}`],
    ["github.com", undefined, "us-isob-east-1", [WEB], NAMED, `aws-iso-b ${ISSUER}`],
    ["github.com", undefined, "eu-isoe-west-1", [WEB], NAMED, `aws-iso-e ${ISSUER}`],
    ["github.com", undefined, "us-isof-south-1", [WEB], NAMED, `aws-iso-f ${ISSUER}`],
    ["github.com", undefined, "us-east-1", [{ ...WEB, context: environment }], ENCODED, `aws ${ISSUER}`],
    [
      "octo.ghe.com",
      undefined,
      "eu-central-1",
      [{ ...WEB, context: environment }],
      ENCODED,
      "aws token.actions.octo.ghe.com",
    ],
    [
      "git.example.com",
      undefined,
      "cn-northwest-1",
      [{ ...WEB, context: environment }],
      [ENCODED, RAW],
      "aws-cn git.example.com/_services/token",
    ],
  ])("%s %s, %s", (host, enterprise, region, [first = WEB, ...others], sub, place) => {
    const [partition = "", issuer = ""] = place.split(" ");
    const scope = { partition: knownPartition(region), accountId: "123456789012" };
    const own = issuerHost(githubAt(host, enterprise));
    const document = trustPolicy({
      providerArn: oidcProviderArn(scope, own),
      issuerHost: own,
      audience: defaultAudience(scope.partition),
      entries: [first, ...others],
    });

    expect(document).toStrictEqual({
      Version: "2012-10-17",
      Statement: [
        statement(
          { aud: partition === "aws-cn" ? "sts.amazonaws.com.cn" : "sts.amazonaws.com" },
          { sub },
          {
            providerArn: `arn:${partition}:iam::123456789012:oidc-provider/${issuer}`,
            issuerHost: issuer,
            audience: "",
          },
        ),
      ],
    });
  });
});

describe("claims", () => {
  const WORKFLOW = "acme/ci/.github/workflows/push.yml@refs/heads/main";
  const aud = "sts.amazonaws.com";
  const sub = "repo:acme/web:ref:refs/heads/main";

  test.each<[string, Claims, object, object]>([
    ["none", {}, { aud }, { sub }],
    ["an exact value", { jobWorkflowRef: [WORKFLOW] }, { aud, job_workflow_ref: WORKFLOW }, { sub }],
    ["several exact values", { actorId: ["1", "2"] }, { aud, actor_id: ["1", "2"] }, { sub }],
    ["a pattern", { ref: ["refs/tags/v*"] }, { aud }, { sub, ref: "refs/tags/v*" }],
    [
      "a pattern and a value, which are alternatives and so stand under one operator",
      { ref: ["refs/tags/v*", "refs/heads/a?$b"] },
      { aud },
      { sub, ref: ["refs/tags/v*", `refs/heads/a\${?}\${$}b`] },
    ],
    [
      "values with signs, which stay literal",
      { environment: [`a?b$c\${aws:x}`] },
      { aud, environment: `a\${?}b\${$}c\${$}{aws:x}` },
      { sub },
    ],
    [
      "several values with signs",
      { environment: ["a?", "b"], actor: ["$"] },
      { aud, actor: `\${$}`, environment: [`a\${?}`, "b"] },
      { sub },
    ],
    [
      "a pattern with signs, of which * is a wildcard alone",
      { environment: ["a*?$"] },
      { aud },
      { sub, environment: `a*\${?}\${$}` },
    ],
    ["a value twice", { workflow: ["push", "push"] }, { aud, workflow: "push" }, { sub }],
    [
      "all ten, in one order whatever the file's is",
      {
        workflow: ["push"],
        actor: ["mona"],
        actorId: ["1"],
        enterpriseId: ["2"],
        environment: ["prod*"],
        jobWorkflowRef: [WORKFLOW],
        ref: ["refs/heads/main"],
        repository: ["acme/*"],
        repositoryId: ["3"],
        repositoryOwnerId: ["4"],
      },
      {
        aud,
        actor: "mona",
        actor_id: "1",
        enterprise_id: "2",
        job_workflow_ref: WORKFLOW,
        ref: "refs/heads/main",
        repository_id: "3",
        repository_owner_id: "4",
        workflow: "push",
      },
      { sub, environment: "prod*", repository: "acme/*" },
    ],
  ])("%s", (_, claims, equals, like) => {
    const document = trustPolicy({ ...SCOPE, entries: [{ ...WEB, claims }] });

    expect(JSON.stringify(document)).toBe(
      JSON.stringify({ Version: "2012-10-17", Statement: [statement(equals, like)] }),
    );
  });

  test("that are the same share a statement, others have their own, in the order of the entries", () => {
    const guarded: Claims = { jobWorkflowRef: [WORKFLOW], actorId: ["1", "2"] };
    const document = trustPolicy({
      ...SCOPE,
      entries: [
        { ...WEB, claims: guarded },
        { ...WEB, repository: "api" },
        { ...WEB, repository: "db", claims: { actorId: ["2", "1", "2"], jobWorkflowRef: [WORKFLOW] } },
        { ...WEB, repository: "app", claims: { actorId: ["1"] } },
        { kind: "subject", subject: "repo:acme/raw:*", claims: {} },
        { ...WEB, repository: "db", claims: guarded },
      ],
    });

    expect(document).toStrictEqual({
      Version: "2012-10-17",
      Statement: [
        statement(
          { aud, actor_id: ["1", "2"], job_workflow_ref: WORKFLOW },
          { sub: [sub, "repo:acme/db:ref:refs/heads/main"] },
        ),
        statement({ aud }, { sub: ["repo:acme/api:ref:refs/heads/main", "repo:acme/raw:*"] }),
        statement({ aud, actor_id: "1" }, { sub: "repo:acme/app:ref:refs/heads/main" }),
      ],
    });
  });
});

describe("templates", () => {
  const WORKFLOW = "acme/ci/.github/workflows/push.yml@refs/heads/main";
  const aud = "sts.amazonaws.com";
  const ref = "refs/heads/main";
  const ids: SubjectIds = { owner: 123456, repository: 456789 };
  const guarded: Partial<RepositoryEntry> = { claims: { jobWorkflowRef: [WORKFLOW] } };

  test.each<[SubjectTemplate, Partial<RepositoryEntry>, object, object]>([
    [
      ["repo", "context", "job_workflow_ref"],
      guarded,
      { aud },
      { sub: `repo:acme/web:ref:refs/heads/main:job_workflow_ref:${WORKFLOW}` },
    ],
    [
      ["repo", "context", "job_workflow_ref"],
      { ids, context: environment },
      { aud },
      { sub: "repo:acme@123456/web@456789:environment:Production%3AV1:job_workflow_ref:*" },
    ],
    [
      ["job_workflow_ref"],
      guarded,
      { aud, ref, repository: "acme/web" },
      { sub: `job_workflow_ref:${WORKFLOW}` },
    ],
    [
      ["job_workflow_ref"],
      { ...guarded, ids, context: environment },
      { aud, environment: "Production:V1", repository_id: "456789" },
      { sub: `job_workflow_ref:${WORKFLOW}` },
    ],
    [["repository_id"], {}, { aud, ref, repository: "acme/web" }, { sub: "repository_id:*" }],
    [["repository_id"], { ids }, { aud, ref }, { sub: "repository_id:456789" }],
    [
      ["environment", "repository_owner"],
      {},
      { aud, ref, repository: "acme/web" },
      { sub: "environment:*:repository_owner:acme" },
    ],
    [
      ["environment", "repository_owner"],
      { ids, context: environment },
      { aud, repository_id: "456789" },
      { sub: "environment:Production%3AV1:repository_owner:acme" },
    ],
    [["repo"], {}, { aud, ref }, { sub: "repo:acme/web" }],
    [
      ["repo"],
      { ids, context: environment },
      { aud, environment: "Production:V1" },
      { sub: "repo:acme@123456/web@456789" },
    ],
    [
      ["repo"],
      { context: { kind: "pullRequest" } },
      { aud },
      { sub: "repo:acme/web", ref: "refs/pull/*/merge" },
    ],
    [
      ["repo"],
      { context: { kind: "environment", name: `a?$\${b}` } },
      { aud, environment: `a\${?}\${$}\${$}{b}` },
      { sub: "repo:acme/web" },
    ],
    [
      ["context"],
      { ids: { owner: 123456, repository: "any" }, repository: "team-*" },
      { aud, repository_owner_id: "123456" },
      { sub: "ref:refs/heads/main", repository: "acme/team-*" },
    ],
  ])("%j for %j asks for %j and %j", (template, own, equals, like) => {
    const document = trustPolicy({ ...SCOPE, entries: [{ ...WEB, ...own, template }] });

    expect(JSON.stringify(document)).toBe(
      JSON.stringify({ Version: "2012-10-17", Statement: [statement(equals, like)] }),
    );
  });

  test("that leave the same to conditions share a statement, also with claims that ask for the same", () => {
    const document = trustPolicy({
      ...SCOPE,
      entries: [
        { ...WEB, template: ["repo"] },
        { ...WEB, repository: "api", template: ["repo", "actor"] },
        { ...WEB, repository: "db", claims: { ref: ["refs/heads/main"] } },
        { ...WEB, repository: "app", template: ["repo", "context"] },
        { ...WEB, context: environment, template: ["repo"] },
      ],
    });

    expect(document).toStrictEqual({
      Version: "2012-10-17",
      Statement: [
        statement(
          { aud, ref },
          { sub: ["repo:acme/web", "repo:acme/api:actor:*", "repo:acme/db:ref:refs/heads/main"] },
        ),
        statement({ aud }, { sub: "repo:acme/app:ref:refs/heads/main" }),
        statement({ aud, environment: "Production:V1" }, { sub: "repo:acme/web" }),
      ],
    });
  });
});
