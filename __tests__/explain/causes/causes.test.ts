import type { CauseName } from "../../../lib/explain/causes/cause";
import { REFUSED } from "../denied";
import { explained, ISSUER, NOW, tokenWith } from "../explained";
import {
  inAccount,
  inRegion,
  onHost,
  ownDocument,
  policyWith,
  templated,
  trusting,
  trustingIds,
} from "../files";

const SUB = "repo:acme/web:ref:refs/heads/main";
const MAIN = "{ repository: web, branch: main }";

/** The words of the first cause. */
function words(file: string, sub: string, claims: object = {}) {
  const [first] = explained(file, tokenWith(sub, claims)).denial?.causes ?? [];
  return first && [first.name, first.words];
}

test.each<[string, string, object, CauseName, string]>([
  [
    trusting(MAIN),
    SUB,
    { iss: `${ISSUER}/acme-corp` },
    "issuer",
    "the enterprise acme-corp puts its slug into the issuer of its tokens, and the role trusts github.com without it",
  ],
  [
    onHost("enterprise: acme-corp"),
    SUB,
    {},
    "issuer",
    "the token's issuer has no slug of an enterprise, and the role trusts an enterprise that has one",
  ],
  [
    trusting(MAIN),
    SUB,
    { iss: "https://token.actions.octo.ghe.com" },
    "issuer",
    "the token is of another GitHub: an owner there is another one than the owner of the same name here",
  ],
  [trusting(MAIN), SUB, { iss: "https://gitlab.com" }, "issuer", "the token's issuer is no GitHub"],
  [trusting(MAIN), SUB, { aud: undefined }, "audience missing", "the token has no audience"],
  [
    trusting(MAIN),
    SUB,
    { aud: "https://github.com/acme" },
    "audience",
    "the token has the audience that GitHub takes where the request names none",
  ],
  [inRegion("cn-north-1"), SUB, {}, "audience", "the token is made for the STS of another AWS partition"],
  [inAccount("audience: mine"), SUB, { aud: "vault" }, "audience", "the token is made for another service"],
  [
    trusting(MAIN),
    "repository_owner_id:1:ref:refs/heads/main",
    {},
    "template",
    "the subject is made by a template of the repository or its organization, and the role's is not, or by another",
  ],
  [
    templated("repository_id, ref", MAIN),
    "repository_id:2:ref:refs/heads/dev",
    {},
    "template",
    "the subject has ref:refs/heads/dev where the role asks for another ref",
  ],
  [
    templated("repository_id, ref", MAIN),
    "ref:refs/heads/main:repository_id:2",
    {},
    "template",
    "the subject is made by a template of the repository or its organization, and the role's is not, or by another",
  ],
  [
    trusting(MAIN),
    "repo:other/api:ref:refs/heads/main",
    {},
    "other owner",
    "the token is of another owner, other",
  ],
  [
    trusting(MAIN),
    "repo:mallory/web:ref:refs/heads/main",
    {},
    "fork",
    "the token is of mallory's repository of the same name, a fork or a copy: its code is whatever mallory writes",
  ],
  [
    trustingIds(MAIN),
    "repo:acme@9/web@8:ref:refs/heads/main",
    {},
    "owner id",
    "the owner has the trusted name acme and another id (9, not 1): somebody else has the name now",
  ],
  [
    trustingIds(MAIN),
    "repo:newco@1/web@2:ref:refs/heads/main",
    {},
    "owner renamed",
    "the owner is called newco now, and was acme: the ids agree, the names do not",
  ],
  [
    trustingIds(MAIN),
    "repo:acme@1/shop@2:ref:refs/heads/main",
    {},
    "repository renamed",
    "the repository is called shop now, and was web: the ids agree, the names do not",
  ],
  [
    trustingIds(MAIN),
    "repo:acme@1/web@3:ref:refs/heads/main",
    {},
    "repository id",
    "the repository has the trusted name and another id than 2: it was deleted and made again, or the file's id is wrong",
  ],
  [
    trusting(MAIN),
    "repo:acme/web:pull_request",
    {},
    "pull request",
    "the job runs for a pull request, whose subject holds no branch, and the role asks for a branch",
  ],
  [
    trusting(MAIN),
    "repo:acme/web:ref:refs/heads/gh-readonly-queue/main/pr-1-0f",
    {},
    "merge queue",
    "the job runs in the merge queue of main, on a branch of the queue's own, and the role asks for a branch",
  ],
  [
    trusting(MAIN),
    "repo:acme/web:ref:refs/tags/v1",
    {},
    "tag",
    "the job runs on the tag v1, and the role asks for a branch",
  ],
  [
    trusting("{ repository: web, environment: production }"),
    SUB,
    {},
    "branch",
    "the job runs on the branch main, and the role asks for an environment",
  ],
  [
    trusting(MAIN),
    "repo:acme/web:ref:refs/heads/dev",
    {},
    "branch",
    "the job runs for another branch than the role asks for",
  ],
  [
    ownDocument(
      policyWith([
        ["StringLike", "sub", SUB],
        ["StringEquals", "repository_owner", "acme"],
      ]),
    ),
    SUB,
    { repository_owner: "acme" },
    "unfilled claim",
    "AWS does not fill token.actions.githubusercontent.com:repository_owner, though the token has the claim: a condition on it never holds",
  ],
  [
    trusting("{ repository: web, branch: main, claims: { environment: prod } }"),
    SUB,
    {},
    "claim missing",
    "the token has no claim environment",
  ],
  ...[
    ["repo:acme/web:ref:main", "a branch is written ref:refs/heads/BRANCH"],
    ["repo:acme/web:refs/heads/main", "a branch is written ref:refs/heads/BRANCH"],
    ["repo:acme/web:ref:refs/heads/refs/heads/main", "refs/heads/ stands in it twice"],
    ["repo:acme/web:environment:a:b", "a : in the name of an environment is written %3A"],
    ["repo:acme/web:main", "its end is no context"],
    ["repo:acme/web:ref:refs/heads/*", "a branch or tag holds no wildcard and no space"],
    ["repo:acme/web:", "the context behind the repository is missing"],
    ["repo:acme/web", "the context behind the repository is missing"],
    ["repo:acme:ref:refs/heads/main", "the repository is missing"],
    ["repo:acme/*:ref:refs/heads/main", "the repository is none that GitHub allows"],
    ["repo:ac*/web:ref:refs/heads/main", "the owner is none that GitHub allows"],
    ["repo:acme@1/web:ref:refs/heads/main", "owner and repository have an id both, or neither has"],
    ["repo:acme@x/web@2:ref:refs/heads/main", "an id is a number"],
    ["REPO:acme/web:ref:refs/heads/main", "it begins with repo: in lower case"],
    ["acme/web", "it does not begin with repo:"],
  ].map(([sub = "", why]): [string, string, object, CauseName, string] => [
    trusting(MAIN),
    sub,
    {},
    "no such subject",
    `GitHub sends no such subject: ${why}`,
  ]),
])("of the file %j the token %s with %j is told the cause", (file, sub, claims, name, text) => {
  expect(words(file, sub, claims)).toStrictEqual([name, text]);
});

test("an old server may send a colon in an environment's name as it is", () => {
  const file = onHost("host: ghes.example.com");
  const iss = "https://ghes.example.com/_services/token";
  expect(words(file, "repo:acme/web:environment:a:b", { iss })?.[0]).toBe("environment");
});

test.each(["arn:aws:iam::210987654321:oidc-provider/", "arn:aws-cn:iam::123456789012:oidc-provider/"])(
  "a provider that is not of the role's account and partition is told: %s",
  (start) => {
    const Principal = { Federated: `${start}${ISSUER.slice("https://".length)}` };
    const file = ownDocument(policyWith([["StringLike", "sub", SUB]], { Principal }));
    expect(words(file, SUB)?.[0]).toBe("provider");
  },
);

test("statements about others, and about other actions, are told where nothing is nearer", () => {
  const [statement] = policyWith([["StringLike", "sub", SUB]]).Statement as object[];
  const others = [
    { Effect: "Allow", Principal: { AWS: "arn:aws:iam::123456789012:root" }, Action: "sts:AssumeRole" },
    statement,
  ];
  const file = ownDocument({ Version: "2012-10-17", Statement: others });
  expect(words(file, "repo:acme/web:pull_request")?.[0]).toBe("pull request");
});

test("whatever is refused has a cause, words and advice without a full stop, and costs that are numbers", () => {
  for (const [, file, sub, claims] of REFUSED) {
    const causes = explained(file, tokenWith(sub, claims), NOW).denial?.causes ?? [];
    expect(causes).not.toStrictEqual([]);
    for (const { words: text, advice, cost } of causes) {
      expect([text, advice].filter((each) => !/^[a-zA-Z].*[^.\s]$/s.test(each))).toStrictEqual([]);
      expect(Number.isFinite(cost)).toBe(true);
    }
  }
});
