import type { CauseCode } from "../../../lib/explain/causes/cause";
import { DENIED } from "../denied";
import { explained, ISSUER_URL, NOW, tokenWith } from "../explained";
import {
  customPolicy,
  inAccount,
  inRegion,
  MAIN,
  onHost,
  policyWith,
  SUB,
  templated,
  trusting,
  trustingIds,
} from "../files";

/** The code and the message of the main cause. */
function mainCause(file: string, sub: string, claims: object = {}) {
  const [first] = explained(file, tokenWith(sub, claims)).denial?.causes ?? [];
  return first && [first.code, first.message];
}

test.each<[string, string, object, CauseCode, string]>([
  [
    trusting(MAIN),
    SUB,
    { iss: `${ISSUER_URL}/acme-corp` },
    "enterprise-in-issuer",
    "the role's trust policy expects the issuer without an enterprise; the token's issuer contains the enterprise acme-corp",
  ],
  [
    onHost("enterprise: acme-corp"),
    SUB,
    {},
    "no-enterprise-in-issuer",
    "the role's trust policy expects an enterprise in the issuer; the token's issuer contains none",
  ],
  [
    trusting(MAIN),
    SUB,
    { iss: "https://token.actions.octo.ghe.com" },
    "other-github-host",
    "the role's trust policy expects the issuer token.actions.githubusercontent.com; the token is from another GitHub host, token.actions.octo.ghe.com",
  ],
  [
    trusting(MAIN),
    SUB,
    { iss: "https://gitlab.com" },
    "issuer",
    "the role's trust policy expects the issuer token.actions.githubusercontent.com; the token's issuer gitlab.com is not GitHub",
  ],
  [
    trusting(MAIN),
    SUB,
    { aud: undefined },
    "no-audience",
    "the role's trust policy expects the audience sts.amazonaws.com; the token has no audience",
  ],
  [
    trusting(MAIN),
    SUB,
    { aud: "https://github.com/acme" },
    "audience",
    "the role's trust policy expects the audience sts.amazonaws.com; the token has GitHub's default audience, https://github.com/acme",
  ],
  [
    inRegion("cn-north-1"),
    SUB,
    {},
    "audience",
    "the role's trust policy expects the audience sts.amazonaws.com.cn; the token has the audience of another AWS partition, sts.amazonaws.com",
  ],
  [
    inAccount("audience: mine"),
    SUB,
    { aud: "vault" },
    "audience",
    "the role's trust policy expects the audience mine; the token has vault",
  ],
  [
    trusting(MAIN),
    "repository_owner_id:1:ref:refs/heads/main",
    {},
    "subject-template",
    "the token's subject comes from a subject template; the role's trust policy expects a subject of another form",
  ],
  [
    templated("repository_id, ref", MAIN),
    "repository_id:2:ref:refs/heads/dev",
    {},
    "template-value",
    "the role's trust policy expects ref:refs/heads/main in the subject; the token has ref:refs/heads/dev",
  ],
  [
    templated("repository_id, ref", MAIN),
    "ref:refs/heads/main:repository_id:2",
    {},
    "subject-template",
    "the token's subject comes from a subject template; the role's trust policy expects a subject of another form",
  ],
  [
    trusting(MAIN),
    "repo:other/api:ref:refs/heads/main",
    {},
    "other-owner",
    "the role's trust policy expects the owner acme; the token is from the owner other",
  ],
  [
    trusting(MAIN),
    "repo:mallory/web:ref:refs/heads/main",
    {},
    "fork",
    "the role's trust policy expects the owner acme; the token is from mallory/web, a fork or another repository with the same name",
  ],
  [
    trustingIds(MAIN),
    "repo:acme@9/web@8:ref:refs/heads/main",
    {},
    "owner-id",
    "the role's trust policy expects the owner acme with the id 1; the token's owner acme has the id 9",
  ],
  [
    trustingIds(MAIN),
    "repo:newco@1/web@2:ref:refs/heads/main",
    {},
    "owner-renamed",
    "the role's trust policy expects the owner acme; the token's owner has the same id and the name newco",
  ],
  [
    trustingIds(MAIN),
    "repo:acme@1/shop@2:ref:refs/heads/main",
    {},
    "repository-renamed",
    "the role's trust policy expects the repository web; the token's repository has the same id and the name shop",
  ],
  [
    trustingIds(MAIN),
    "repo:acme@1/web@3:ref:refs/heads/main",
    {},
    "repository-id",
    "the role's trust policy expects the repository web with the id 2; the token's repository has the id 3",
  ],
  [
    trusting(MAIN),
    "repo:acme/web:pull_request",
    {},
    "pull-request-instead-of-branch",
    "the role's trust policy expects the branch main; the job runs for a pull request, so its subject has no branch",
  ],
  [
    trusting(MAIN),
    "repo:acme/web:ref:refs/heads/gh-readonly-queue/main/pr-1-0f",
    {},
    "merge-queue-instead-of-branch",
    "the role's trust policy expects the branch main; the job runs in the merge queue of main",
  ],
  [
    trusting(MAIN),
    "repo:acme/web:ref:refs/tags/v1",
    {},
    "tag-instead-of-branch",
    "the role's trust policy expects the branch main; the job runs on the tag v1",
  ],
  [
    trusting("{ repository: web, environment: production }"),
    SUB,
    {},
    "branch-instead-of-environment",
    "the role's trust policy expects the environment production; the job runs on the branch main",
  ],
  [
    trusting(MAIN),
    "repo:acme/web:ref:refs/heads/dev",
    {},
    "other-branch",
    "the role's trust policy expects the branch main; the job runs on the branch dev",
  ],
  [
    customPolicy(
      policyWith([
        ["StringLike", "sub", SUB],
        ["StringEquals", "repository_owner", "acme"],
      ]),
    ),
    SUB,
    { repository_owner: "acme" },
    "unsupported-claim",
    "the role's trust policy expects the condition key token.actions.githubusercontent.com:repository_owner; AWS does not set it from any token, so the condition never holds",
  ],
  [
    trusting("{ repository: web, branch: main, claims: { enterpriseId: '7' } }"),
    SUB,
    {},
    "missing-claim",
    "the role's trust policy expects the claim enterprise_id; the token does not have it",
  ],
  [
    trusting("{ repository: web, branch: main, claims: { environment: prod } }"),
    SUB,
    {},
    "excluding-conditions",
    "all conditions must hold, and no token has both environment prod and repo:acme/web:ref:refs/heads/main: the subject of a job with an environment names no branch",
  ],
  ...[
    ["repo:acme/web:ref:main", "a branch is written ref:refs/heads/BRANCH"],
    ["repo:acme/web:refs/heads/main", "a branch is written ref:refs/heads/BRANCH"],
    ["repo:acme/web:ref:refs/heads/refs/heads/main", "refs/heads/ occurs twice"],
    ["repo:acme/web:environment:a:b", "a colon in an environment name is written %3A"],
    ["repo:acme/web:main", "it does not end with a known context"],
    ["repo:acme/web:ref:refs/heads/*", "a branch or tag name contains no wildcard and no space"],
    ["repo:acme/web:", "the context after the repository is missing"],
    ["repo:acme/web", "the context after the repository is missing"],
    ["repo:acme:ref:refs/heads/main", "the repository is missing"],
    ["repo:acme/*:ref:refs/heads/main", "the repository is not a valid GitHub name"],
    ["repo:ac*/web:ref:refs/heads/main", "the owner is not a valid GitHub name"],
    [
      "repo:acme@1/web:ref:refs/heads/main",
      "either owner and repository both have an id, or neither has one",
    ],
    ["repo:acme@x/web@2:ref:refs/heads/main", "an id is a number"],
    ["REPO:acme/web:ref:refs/heads/main", "a subject begins with repo: in lower case"],
    ["acme/web", "a subject begins with repo:"],
  ].map(([sub = "", why]): [string, string, object, CauseCode, string] => [
    trusting(MAIN),
    sub,
    {},
    "invalid-subject",
    `GitHub does not send this subject: ${why}`,
  ]),
])("the file %j denies the token %s with %j because of %s", (file, sub, claims, code, message) => {
  expect(mainCause(file, sub, claims)).toStrictEqual([code, message]);
});

test("GitHub Enterprise Server may send a plain colon in an environment name", () => {
  const file = onHost("host: ghes.example.com");
  const iss = "https://ghes.example.com/_services/token";
  expect(mainCause(file, "repo:acme/web:environment:a:b", { iss })?.[0]).toBe(
    "environment-instead-of-branch",
  );
});

test.each(["arn:aws:iam::210987654321:oidc-provider/", "arn:aws-cn:iam::123456789012:oidc-provider/"])(
  "a provider outside the role's account and partition is the cause: %s",
  (start) => {
    const Principal = { Federated: `${start}${ISSUER_URL.slice("https://".length)}` };
    const file = customPolicy(policyWith([["StringLike", "sub", SUB]], { Principal }));
    expect(mainCause(file, SUB)?.[0]).toBe("other-account-provider");
  },
);

test("statements for other principals or actions are not the closest if another one exists", () => {
  const [statement] = policyWith([["StringLike", "sub", SUB]]).Statement as object[];
  const others = [
    { Effect: "Allow", Principal: { AWS: "arn:aws:iam::123456789012:root" }, Action: "sts:AssumeRole" },
    statement,
  ];
  const file = customPolicy({ Version: "2012-10-17", Statement: others });
  expect(mainCause(file, "repo:acme/web:pull_request")?.[0]).toBe("pull-request-instead-of-branch");
});

/** A longer sentence has to be read twice. */
const MAX_WORDS = 25;

test("every cause of a denied token has a short message and a fix without a full stop, and a finite cost", () => {
  for (const [, file, sub, claims] of DENIED) {
    const causes = explained(file, tokenWith(sub, claims), NOW).denial?.causes ?? [];
    expect(causes).not.toStrictEqual([]);
    for (const { message, fix, cost } of causes) {
      expect([message, fix].filter((each) => !/^[a-zA-Z].*[^.\s]$/s.test(each))).toStrictEqual([]);
      expect(message.split(" ").length).toBeLessThanOrEqual(MAX_WORDS);
      expect(Number.isFinite(cost)).toBe(true);
    }
  }
});
