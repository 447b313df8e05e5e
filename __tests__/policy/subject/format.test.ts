import type { Claims } from "../../../lib/policy/claims";
import { claimsLeftOut, conditionClaims, subjectPatterns } from "../../../lib/policy/subject/format";
import { type SubjectTemplate, TEMPLATE_KEYS } from "../../../lib/policy/subject/template";
import {
  type Context,
  colonForms,
  type RepositoryEntry,
  type SubjectIds,
} from "../../../lib/policy/subject/types";

const web: Omit<RepositoryEntry, "context"> = {
  kind: "repository",
  owner: "acme",
  repository: "web",
  ids: undefined,
  claims: {},
};

const CONTEXTS: readonly (readonly [Context, string])[] = [
  [{ kind: "branch", pattern: "main" }, "ref:refs/heads/main"],
  [{ kind: "branch", pattern: "release/*" }, "ref:refs/heads/release/*"],
  [{ kind: "branch", pattern: `a\${b}$` }, `ref:refs/heads/a\${$}{b}\${$}`],
  [{ kind: "branch", pattern: "50%" }, "ref:refs/heads/50%"],
  [{ kind: "tag", pattern: "v1.0" }, "ref:refs/tags/v1.0"],
  [{ kind: "tag", pattern: "v*" }, "ref:refs/tags/v*"],
  [{ kind: "tag", pattern: "$1" }, `ref:refs/tags/\${$}1`],
  [{ kind: "pullRequest" }, "pull_request"],
  [{ kind: "mergeQueue", branch: "main" }, "ref:refs/heads/gh-readonly-queue/main/pr-*"],
  [{ kind: "mergeQueue", branch: "a$b/c" }, `ref:refs/heads/gh-readonly-queue/a\${$}b/c/pr-*`],
  [{ kind: "any" }, "*"],
  [{ kind: "environment", name: "production" }, "environment:production"],
  [{ kind: "environment", name: "Production:V1:eu" }, "environment:Production%3AV1%3Aeu"],
  [{ kind: "environment", name: "a*b" }, `environment:a\${*}b`],
  [{ kind: "environment", name: "a?b" }, `environment:a\${?}b`],
  [{ kind: "environment", name: `\${aws:x}` }, `environment:\${$}{aws%3Ax}`],
  [{ kind: "environment", name: "$&$1**" }, `environment:\${$}&\${$}1\${*}\${*}`],
  [{ kind: "environment", name: "a b/c@d" }, "environment:a b/c@d"],
];

test.each(CONTEXTS)("%j of acme/web is repo:acme/web:%s", (context, expected) => {
  expect(subjectPatterns([{ ...web, context }], ["%3A"])).toStrictEqual([`repo:acme/web:${expected}`]);
});

test.each(CONTEXTS)("%j of acme/web with ids is repo:acme@1/web@23:%s", (context, expected) => {
  expect(subjectPatterns([{ ...web, ids: { owner: 1, repository: 23 }, context }], ["%3A"])).toStrictEqual([
    `repo:acme@1/web@23:${expected}`,
  ]);
});

test("a repository's wildcards stay wildcards, and its id is open then", () => {
  const context: Context = { kind: "branch", pattern: "main" };

  expect(
    subjectPatterns(
      [
        { ...web, owner: "Acme", repository: "team-*", context },
        { ...web, owner: "Acme", repository: "team-*", ids: { owner: 123456, repository: "any" }, context },
      ],
      ["%3A"],
    ),
  ).toStrictEqual(["repo:Acme/team-*:ref:refs/heads/main", "repo:Acme@123456/team-*@*:ref:refs/heads/main"]);
});

test("a raw subject stays as it is", () => {
  expect(
    subjectPatterns([{ kind: "subject", subject: `repo:acme/web:*\${x}?`, claims: {} }], ["%3A"]),
  ).toStrictEqual([`repo:acme/web:*\${x}?`]);
});

test("the subjects of several entries keep their order, each once", () => {
  const main: Context = { kind: "branch", pattern: "main" };

  expect(
    subjectPatterns(
      [
        { ...web, context: main },
        { ...web, repository: "api", context: { kind: "pullRequest" } },
        { ...web, context: main },
      ],
      ["%3A"],
    ),
  ).toStrictEqual(["repo:acme/web:ref:refs/heads/main", "repo:acme/api:pull_request"]);
});

test("a server's environment has both forms of its colon, and one form without a colon", () => {
  expect(colonForms(false)).toStrictEqual(["%3A"]);
  expect(
    subjectPatterns(
      [
        { ...web, context: { kind: "environment", name: "a:b" } },
        { ...web, context: { kind: "environment", name: "c" } },
      ],
      colonForms(true),
    ),
  ).toStrictEqual([
    "repo:acme/web:environment:a%3Ab",
    "repo:acme/web:environment:a:b",
    "repo:acme/web:environment:c",
  ]);
});

describe("by a template", () => {
  const IDS: SubjectIds = { owner: 1, repository: 23 };
  const ANY_ID: SubjectIds = { owner: 1, repository: "any" };
  const WORKFLOW = "acme/ci/.github/workflows/push.yml@refs/heads/main";
  const main: Context = { kind: "branch", pattern: "main" };
  const release: Context = { kind: "branch", pattern: "release/*" };
  const tag: Context = { kind: "tag", pattern: "v$1" };
  const prod: Context = { kind: "environment", name: "a:*$" };
  const pullRequest: Context = { kind: "pullRequest" };
  const queue: Context = { kind: "mergeQueue", branch: "main" };
  const any: Context = { kind: "any" };

  /** A template, the rest of an entry of acme/web, its subjects, and its conditions. */
  type Row = readonly [SubjectTemplate, Partial<RepositoryEntry>, string, Claims];

  test.each<Row>([
    [["repo", "context"], { context: main }, "repo:acme/web:ref:refs/heads/main", {}],
    [["repo", "context"], { context: main, ids: IDS }, "repo:acme@1/web@23:ref:refs/heads/main", {}],
    [["context", "repo"], { context: prod }, `environment:a%3A\${*}\${$}:repo:acme/web`, {}],
    [["repo"], { context: main }, "repo:acme/web", { ref: ["refs/heads/main"] }],
    [["repo"], { context: tag }, "repo:acme/web", { ref: ["refs/tags/v$1"] }],
    [["repo"], { context: prod, ids: IDS }, "repo:acme@1/web@23", { environment: ["a:*$"] }],
    [["repo"], { context: pullRequest }, "repo:acme/web", { ref: ["refs/pull/*/merge"] }],
    [["repo"], { context: queue }, "repo:acme/web", { ref: ["refs/heads/gh-readonly-queue/main/pr-*"] }],
    [["repo"], { context: any }, "repo:acme/web", {}],
    [["repo", "ref"], { context: release }, "repo:acme/web:ref:refs/heads/release/*", {}],
    [["repo", "ref"], { context: tag }, `repo:acme/web:ref:refs/tags/v\${$}1`, {}],
    [["repo", "ref"], { context: prod }, "repo:acme/web:ref:*", { environment: ["a:*$"] }],
    [["repo", "environment"], { context: prod }, `repo:acme/web:environment:a%3A\${*}\${$}`, {}],
    [["repo", "environment"], { context: main }, "repo:acme/web:environment:*", { ref: ["refs/heads/main"] }],
    [["context"], { context: main }, "ref:refs/heads/main", { repository: ["acme/web"] }],
    [["context"], { context: pullRequest, ids: IDS }, "pull_request", { repositoryId: ["23"] }],
    [
      ["context"],
      { context: main, ids: ANY_ID, repository: "team-*" },
      "ref:refs/heads/main",
      { repository: ["acme/team-*"], repositoryOwnerId: ["1"] },
    ],
    [["repository", "context"], { context: main }, "repository:acme/web:ref:refs/heads/main", {}],
    [
      ["repository", "context"],
      { context: main, ids: IDS },
      "repository:acme/web:ref:refs/heads/main",
      { repositoryId: ["23"] },
    ],
    [["repository_id"], { context: any, ids: IDS }, "repository_id:23", {}],
    [["repository_id"], { context: any }, "repository_id:*", { repository: ["acme/web"] }],
    [
      ["repository_owner_id", "repository_id"],
      { context: any, ids: ANY_ID },
      "repository_owner_id:1:repository_id:*",
      { repository: ["acme/web"] },
    ],
    [["repository_owner"], { context: any, ids: IDS }, "repository_owner:acme", { repositoryId: ["23"] }],
    [["sha", "actor"], { context: any }, "sha:*:actor:*", { repository: ["acme/web"] }],
    [
      ["repo", "context", "job_workflow_ref"],
      { context: main, claims: { jobWorkflowRef: [WORKFLOW] } },
      `repo:acme/web:ref:refs/heads/main:job_workflow_ref:${WORKFLOW}`,
      {},
    ],
    [
      ["repo", "context", "workflow"],
      { context: main, claims: { workflow: ["a:b?*"], actorId: ["5"] } },
      `repo:acme/web:ref:refs/heads/main:workflow:a%3Ab\${?}*`,
      { actorId: ["5"] },
    ],
    [
      ["repo", "context", "ref"],
      { context: { kind: "environment", name: "p" }, claims: { ref: ["refs/heads/main"] } },
      "repo:acme/web:environment:p:ref:refs/heads/main",
      {},
    ],
  ])("%j writes %j as %j and leaves %j to conditions", (template, own, subject, left) => {
    const entry: RepositoryEntry = { ...web, context: any, ...own, template };

    expect(subjectPatterns([entry], ["%3A"])).toStrictEqual([subject]);
    expect(conditionClaims(entry)).toStrictEqual(left);
  });

  test.each<Row>([
    [
      ["repo", "ref"],
      { context: release, claims: { ref: ["refs/heads/release/1"] } },
      "repo:acme/web:ref:refs/heads/release/*",
      { ref: ["refs/heads/release/1"] },
    ],
    [
      ["repository", "context"],
      { context: main, repository: "team-*", claims: { repository: ["acme/team-a"] } },
      "repository:acme/team-*:ref:refs/heads/main",
      { repository: ["acme/team-a"] },
    ],
    [
      ["repository_id"],
      { context: any, ids: IDS, claims: { repositoryId: ["7"] } },
      "repository_id:23",
      { repositoryId: ["7"] },
    ],
    [
      ["repo", "environment"],
      { context: { kind: "environment", name: "p" }, claims: { environment: ["q"] } },
      "repo:acme/web:environment:p",
      { environment: ["q"] },
    ],
  ])(
    "rejects to drop a claim of which %j says something else: %j, %j, %j",
    (template, own, subject, left) => {
      const entry: RepositoryEntry = { ...web, context: any, ...own, template };

      expect(subjectPatterns([entry], ["%3A"])).toStrictEqual([subject]);
      expect(conditionClaims(entry)).toStrictEqual(left);
    },
  );

  test("several values give several subjects, in the order of the entry's", () => {
    const claims: Claims = { workflow: ["a", "b"], actorId: ["1", "2"] };
    const entry: RepositoryEntry = {
      ...web,
      context: main,
      claims,
      template: ["actor_id", "repo", "workflow"],
    };

    expect(subjectPatterns([entry], ["%3A"])).toStrictEqual([
      "actor_id:1:repo:acme/web:workflow:a",
      "actor_id:1:repo:acme/web:workflow:b",
      "actor_id:2:repo:acme/web:workflow:a",
      "actor_id:2:repo:acme/web:workflow:b",
    ]);
  });

  test("a server's colons have both forms, in every key", () => {
    const claims: Claims = { workflow: ["c:d"] };
    const context: Context = { kind: "environment", name: "a:b" };
    const entry: RepositoryEntry = { ...web, context, claims, template: ["environment", "workflow", "repo"] };

    expect(subjectPatterns([entry], colonForms(true))).toStrictEqual([
      "environment:a%3Ab:workflow:c%3Ad:repo:acme/web",
      "environment:a%3Ab:workflow:c:d:repo:acme/web",
      "environment:a:b:workflow:c%3Ad:repo:acme/web",
      "environment:a:b:workflow:c:d:repo:acme/web",
    ]);
  });

  test("a raw subject's claims are all left to conditions", () => {
    const claims: Claims = { repository: ["acme/web"] };

    expect(conditionClaims({ kind: "subject", subject: "repository:acme/web", claims })).toStrictEqual(
      claims,
    );
  });

  test.each<Context>([main, tag, prod, pullRequest, queue, any])(
    "a template of every key leaves nothing of %j to a condition",
    (context) => {
      expect(
        claimsLeftOut({ ...web, ids: IDS, context }, TEMPLATE_KEYS as unknown as SubjectTemplate),
      ).toStrictEqual({});
    },
  );
});
