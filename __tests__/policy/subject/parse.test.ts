import fc from "fast-check";
import { CLAIMS } from "../../../lib/policy/claims";
import {
  BRANCH,
  ENVIRONMENT,
  OWNER,
  REF_PATTERN,
  REPOSITORY_PATTERN,
} from "../../../lib/policy/github-names";
import {
  type Glob,
  globText,
  joined,
  plainText,
  ANYTHING as STAR,
  starPattern,
} from "../../../lib/policy/iam/glob";
import { subjectPatterns } from "../../../lib/policy/subject/format";
import {
  claimsOf,
  environmentName,
  isOfRepository,
  isOpenBeforeContext,
  parseContext,
  parseRawSubject,
  parseSubject,
  repositoryNamed,
  type SubjectContext,
  type SubjectParts,
  segmentsOf,
} from "../../../lib/policy/subject/parse";
import { DEFAULT_TEMPLATE } from "../../../lib/policy/subject/template";
import { type Context, colonForms, type RepositoryEntry } from "../../../lib/policy/subject/types";
import type { TextRule } from "../../../lib/policy/text-rule";
import { runs } from "../../support/runs";

/** A pattern from a text that has STAR in place of its wildcards. */
function glob(text: string): Glob {
  return joined(text.split(STAR).map(plainText), STAR);
}

type Texts = readonly (string | undefined)[];

function texts(parts: SubjectParts | undefined): readonly (string | undefined)[] | undefined {
  return (
    parts &&
    [parts.key, parts.owner, parts.ownerId, parts.repository, parts.repositoryId, parts.context].map(
      (part) => part?.text,
    )
  );
}

test.each<[string, Texts]>([
  ["repo:acme/web:ref:refs/heads/main", ["repo", "acme", undefined, "web", undefined, "ref:refs/heads/main"]],
  ["repo:acme@1/web@2:environment:a@b/c", ["repo", "acme", "1", "web", "2", "environment:a@b/c"]],
  ["Repo:acme/web:pull_request", ["Repo", "acme", undefined, "web", undefined, "pull_request"]],
  ["repo:acme@1/web:x", ["repo", "acme", "1", "web", undefined, "x"]],
  ["repo:acme/web", ["repo", "acme", undefined, "web", undefined, undefined]],
  ["repo:acme/web:", ["repo", "acme", undefined, "web", undefined, ""]],
  [`repo:acme/${STAR}`, ["repo", "acme", undefined, STAR, undefined, undefined]],
  [`repo:acme${STAR}`, ["repo", `acme${STAR}`, undefined, undefined, undefined, undefined]],
  [
    "repo:acme/web:environment:two\nlines",
    ["repo", "acme", undefined, "web", undefined, "environment:two\nlines"],
  ],
])("the subject %j has these parts, each with its offsets", (subject, expected) => {
  const parts = parseSubject(glob(subject));
  expect(texts(parts)).toStrictEqual(expected);
  for (const part of [parts?.key, parts?.owner, parts?.repository, parts?.context]) {
    expect(part && subject.slice(part.start, part.end)).toBe(part?.text);
  }
});

test.each(["", "hello", "repository_id:2", "repo", "ref:refs/heads/main", " repo:acme/web:x"])(
  "rejects %j as a subject of the default form",
  (subject) => {
    expect(parseSubject(glob(subject))).toBeUndefined();
  },
);

test.each<[string, boolean]>([
  [`repo:acme/${STAR}`, true],
  [`repo:acme${STAR}`, true],
  [`repo:acme@1/web@${STAR}`, true],
  ["repo:acme/web", false],
  [`repo:acme/${STAR}:ref:refs/heads/main`, false],
])("%j ends with a wildcard before its context: %s", (subject, expected) => {
  const parts = parseSubject(glob(subject));
  expect(parts && isOpenBeforeContext(parts)).toBe(expected);
});

test.each<[string, Omit<SubjectContext, "name"> & { readonly name: string }]>([
  ["environment:prod", { kind: "environment", name: "prod", start: 12 }],
  ["environment:a:b", { kind: "environment", name: "a:b", start: 12 }],
  ["pull_request", { kind: "pullRequest", name: "pull_request", start: 0 }],
  ["ref:refs/heads/main", { kind: "branch", name: "main", start: 15 }],
  ["ref:refs/heads/a/b", { kind: "branch", name: "a/b", start: 15 }],
  ["ref:refs/tags/v1", { kind: "tag", name: "v1", start: 14 }],
  ["ref:refs/heads/gh-readonly-queue/a/b/pr-1-0f", { kind: "mergeQueue", name: "a/b", start: 33 }],
  [`ref:refs/heads/gh-readonly-queue/main/pr-${STAR}`, { kind: "mergeQueue", name: "main", start: 33 }],
  [`ref:refs/heads/${STAR}`, { kind: "branch", name: STAR, start: 15 }],
  [STAR, { kind: "any", name: "", start: 0 }],
  ["ref:main", { kind: "unknown", name: "ref:main", start: 0 }],
  ["environment:", { kind: "unknown", name: "environment:", start: 0 }],
  ["Environment:prod", { kind: "unknown", name: "Environment:prod", start: 0 }],
  ["ref:refs/pull/1/merge", { kind: "unknown", name: "ref:refs/pull/1/merge", start: 0 }],
  ["", { kind: "unknown", name: "", start: 0 }],
])("the context %j is parsed as %j", (context, expected) => {
  expect(parseContext(glob(context))).toStrictEqual(expected);
});

test.each([
  ["a%3Ab", "a:b"],
  ["a%3ab%3A", "a%3ab:"],
  ["a%2Fb", "a%2Fb"],
])("the environment %s has the name %s", (written, name) => {
  expect(environmentName(written)).toBe(name);
});

test.each<[string, readonly string[]]>([
  ["ref:refs/heads/main", ["ref:refs/heads/main"]],
  ["environment:a:b:job_workflow_ref:c@d:sha:*", ["environment:a:b", "job_workflow_ref:c@d", "sha:*"]],
  ["*:pull_request", ["*", "pull_request"]],
  ["x:y", ["x:y"]],
])("%j has the segments %j", (text, segments) => {
  expect(segmentsOf(glob(text))).toStrictEqual(segments);
});

/** What a raw subject is parsed as, in texts. */
function parsed(subject: string) {
  const result = parseRawSubject(subject);
  return result && { ...result, owner: globText(result.owner), repository: globText(result.repository) };
}

const NAMED = {
  owner: "acme",
  repository: "web",
  ids: undefined,
  claims: [],
  template: DEFAULT_TEMPLATE,
};

test.each<[string, object]>([
  ["repo:acme/web:ref:refs/heads/main", { context: { kind: "branch", pattern: "main" } }],
  [
    "repo:acme@1/web@*:pull_request",
    { ids: { owner: "1", repository: "*" }, context: { kind: "pullRequest" } },
  ],
  ["repo:acme@*/web@2?:*", { ids: { owner: "*", repository: "2?" }, context: { kind: "any" } }],
  ["repo:acme/web@2:*", { context: { kind: "any" } }],
  [
    "repo:acme@1/web*:pull_request",
    { repository: "web*", ids: { owner: "1", repository: "*" }, context: { kind: "pullRequest" } },
  ],
  [`repo:acme/web:environment:a\${*}%3Ab`, { context: { kind: "environment", name: "a*:b" } }],
  ["repo:acme/web:environment:a:b", { context: { kind: "environment", name: "a:b" } }],
  ["repo:acme/web:environment:a%3A?", { context: { kind: "environments", pattern: "a:?" } }],
  [
    "repo:acme/web:ref:refs/heads/gh-readonly-queue/re*/pr-*",
    { context: { kind: "branch", pattern: "gh-readonly-queue/re*/pr-*" } },
  ],
  ["repo:acme/web:ref:refs/heads/a?", { context: { kind: "other", text: "ref:refs/heads/a?" } }],
  ["repo:acme/web:main", { context: { kind: "other", text: "main" } }],
  ["repo:acme/web:ref:*:actor:x", { context: { kind: "other", text: "ref:*:actor:x" } }],
  [
    "repo:acme/web:environment:prod:job_workflow_ref:acme/ci/*@*",
    {
      context: { kind: "environment", name: "prod" },
      claims: [{ key: "job_workflow_ref", pattern: "acme/ci/*@*" }],
      template: ["repo", "context", "job_workflow_ref"],
    },
  ],
  [
    "repo:acme/web:ref:refs/tags/v1:environment:a:actor:*",
    {
      context: { kind: "environment", name: "a" },
      claims: [
        { key: "ref", pattern: "refs/tags/v1" },
        { key: "actor", pattern: "*" },
      ],
      template: ["repo", "ref", "environment", "actor"],
    },
  ],
  ["repo:acme/web", { context: undefined, template: ["repo"] }],
  [
    "repo:acme@1/*",
    { repository: "*", ids: { owner: "1", repository: "*" }, context: undefined, template: ["repo"] },
  ],
])("the pattern %s is parsed as %j", (subject, expected) => {
  expect(parsed(subject)).toStrictEqual({ ...NAMED, ...expected });
});

test.each([
  "*",
  "repo:acme*",
  "REPO:acme/web:*",
  "repo:ac me/web:*",
  "repo:acme/we$b:*",
  "repository_id:5",
  `repo:acme/\${*}:*`,
])("the pattern %s names no repository", (subject) => {
  expect(parseRawSubject(subject)).toBeUndefined();
});

test.each<[string, string | undefined, boolean]>([
  ["repo:acme@1/web@*:*", "acme/web", true],
  ["repo:Acme/WEB:*", "Acme/WEB", true],
  ["repo:acme/w*:*", undefined, true],
  ["repo:acme/api:*", "acme/api", false],
  ["repo:acme/web", undefined, true],
])("the pattern %s names %s, and matches acme/web: %s", (subject, name, isOfWeb) => {
  const pattern = parseRawSubject(subject);
  const repository = pattern && repositoryNamed(pattern);
  expect(repository && `${repository.owner}/${repository.name}`).toBe(name);
  expect(pattern && isOfRepository(pattern, { owner: "acme", name: "web" })).toBe(isOfWeb);
});

const text = (rule: TextRule) =>
  fc
    .string({ unit: fc.constantFrom(..."aZ0_-./@*?$:%{} "), minLength: 1, maxLength: 12 })
    .filter((value) => rule.pattern.test(value));
const id = fc.integer({ min: 1, max: 999_999_999 });
const plain = { noNullPrototype: true } as const;
const context: fc.Arbitrary<Context> = fc.oneof(
  fc.record({ kind: fc.constantFrom("branch" as const, "tag" as const), pattern: text(REF_PATTERN) }, plain),
  fc.record({ kind: fc.constant("environment" as const), name: text(ENVIRONMENT) }, plain),
  fc.record({ kind: fc.constant("mergeQueue" as const), branch: text(BRANCH) }, plain),
  fc.constantFrom<Context>({ kind: "pullRequest" }, { kind: "any" }),
);
/** Claims that no context and no repository determines. */
const FURTHER = ["actor", "actorId", "enterpriseId", "jobWorkflowRef", "workflow"] as const;
const entries = fc
  .record({
    owner: text(OWNER),
    repository: text(REPOSITORY_PATTERN),
    ids: fc.option(id, { nil: undefined }),
    context,
    claims: fc.uniqueArray(fc.tuple(fc.constantFrom(...FURTHER), text(CLAIMS.actor.rule)), {
      selector: ([name]) => name,
    }),
    others: fc.subarray(["sha", "event_name", "actor"] as const),
  })
  .map(({ owner, repository, ids, context, claims, others }): RepositoryEntry => {
    const keys = new Set([...claims.map(([name]) => CLAIMS[name].claim), ...others]);
    const isPattern = repository.includes("*");
    return {
      kind: "repository",
      owner,
      repository,
      ids: ids === undefined ? undefined : { owner: ids, repository: isPattern ? "any" : ids + 1 },
      context,
      claims: Object.fromEntries(
        claims.filter(([, value]) => !/^[*]+$/.test(value)).map(([name, value]) => [name, [value]]),
      ),
      template: ["repo", "context", ...keys],
    };
  });

/** The entry that a pattern is parsed as. */
function entryOf(subject: string): RepositoryEntry | undefined {
  const result = parseRawSubject(subject);
  const context = result?.context;
  if (
    result === undefined ||
    context === undefined ||
    context.kind === "environments" ||
    context.kind === "other"
  )
    return undefined;
  const { owner, repository, ids, claims, template } = result;
  return {
    kind: "repository",
    owner,
    repository: starPattern(repository) ?? "",
    ids: ids && {
      owner: Number(ids.owner),
      repository: ids.repository === "*" ? "any" : Number(ids.repository),
    },
    context,
    claims: claimsOf(claims),
    template,
  };
}

test("parsing the pattern of an entry gives the entry, in both subject formats, with every context and with further claims", () => {
  fc.assert(
    fc.property(entries, (entry) => {
      for (const pattern of subjectPatterns([entry], colonForms(true)))
        expect(entryOf(pattern)).toStrictEqual(entry);
    }),
    { numRuns: runs(2_000) },
  );
});

test("formatting what a pattern is parsed as gives the pattern", () => {
  const endings = fc.constantFrom(
    "*",
    "pull_request",
    "ref:refs/heads/m*",
    "ref:refs/tags/v1",
    "environment:a%3Ab",
    "ref:refs/heads/gh-readonly-queue/main/pr-*",
    "ref:refs/heads/a:environment:b",
  );
  const further = fc.subarray([
    "job_workflow_ref:a/b@c",
    "actor:*",
    "workflow:d%3A*",
    "sha:*",
    "repository_owner_id:1",
  ]);
  const names = fc.constantFrom("acme/web", "acme/w*b", "acme@1/web@2", "acme@1/*@*");
  fc.assert(
    fc.property(names, fc.option(endings, { nil: undefined }), further, (name, ending, others) => {
      fc.pre(ending !== undefined || others.length > 0);
      const pattern = [`repo:${name}`, ...(ending === undefined ? [] : [ending]), ...others].join(":");
      const entry = entryOf(pattern);
      expect(entry && subjectPatterns([entry])).toStrictEqual([pattern]);
    }),
    { numRuns: runs(500) },
  );
});
