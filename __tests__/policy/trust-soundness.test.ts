import fc from "fast-check";
import { oidcProviderArn } from "../../lib/policy/arn";
import type { Claims } from "../../lib/policy/claims";
import { evaluation } from "../../lib/policy/evaluation/evaluation";
import { readDocument } from "../../lib/policy/evaluation/read-document";
import { tokenRequest } from "../../lib/policy/evaluation/token-request";
import { ENVIRONMENT, OWNER, REF_PATTERN, REPOSITORY_PATTERN } from "../../lib/policy/github-names";
import type { NonEmpty } from "../../lib/policy/non-empty";
import { type Context, isPattern, type RepositoryEntry } from "../../lib/policy/subject";
import type { TextRule } from "../../lib/policy/text-rule";
import { trustPolicy } from "../../lib/policy/trust-policy";
import { claimsOf, type Job } from "./github-token";

const RUNS = 10_000;
const ACCOUNT = { partition: "aws", accountId: "123456789012" } as const;
const AUDIENCE = "sts.amazonaws.com";
const GITHUB_COM = "token.actions.githubusercontent.com";
const SERVER = "git.example.com/_services/token";
const WORKFLOW = "acme/ci/.github/workflows/push.yml@refs/heads/main";

/** What IAM answers a job, by the document of the entries. */
function isLetIn(
  entries: NonEmpty<RepositoryEntry>,
  job: Job,
  issuerHost: string,
  isOldServer: boolean,
): boolean {
  const document = readDocument(
    trustPolicy({
      providerArn: oidcProviderArn(ACCOUNT, issuerHost),
      issuerHost,
      audience: AUDIENCE,
      entries,
    }),
    "trust",
  );
  if ("problems" in document) throw new Error(JSON.stringify(document.problems));
  const { outcome } = evaluation(document, tokenRequest(claimsOf(job, isOldServer), issuerHost, ACCOUNT));
  if (outcome === "not judged") throw new Error("every condition of the document can be judged");
  return outcome === "let in";
}

/** What the entry says in words, without any subject: whose job it is, and what it runs for. */
function isNamed({ owner, repository, ids, context, claims }: RepositoryEntry, job: Job): boolean {
  return (
    job.audience === AUDIENCE &&
    owner === job.owner &&
    isLike(repository, job.repository) &&
    (ids === undefined
      ? job.format === "name"
      : job.format === "immutable" &&
        ids.owner === job.ownerId &&
        (ids.repository === "any" || ids.repository === job.repositoryId)) &&
    isRunFor(context, repository, job) &&
    (claims.jobWorkflowRef?.some((value) => isLike(value, job.jobWorkflowRef)) ?? true) &&
    (claims.repositoryId?.includes(String(job.repositoryId)) ?? true)
  );
}

function isRunFor(context: Context, repository: string, { run }: Job): boolean {
  switch (context.kind) {
    case "any":
      return true;
    case "pullRequest":
      // A pattern for the repository reaches over the colon before an environment of this name: R22 tells of it.
      return (
        run.kind === "pullRequest" ||
        (isPattern(repository) && run.kind === "environment" && run.name === "pull_request")
      );
    case "environment":
      // GitHub sends the same text for `:` and for `%3A` in a name.
      return (
        run.kind === "environment" && run.name.replaceAll(":", "%3A") === context.name.replaceAll(":", "%3A")
      );
    case "branch":
      return run.kind === "ref" && isLike(`refs/heads/${context.pattern}`, run.ref);
    case "tag":
      return run.kind === "ref" && isLike(`refs/tags/${context.pattern}`, run.ref);
    case "mergeQueue":
      return run.kind === "ref" && run.ref.startsWith(`refs/heads/gh-readonly-queue/${context.branch}/pr-`);
  }
}

/** Whether a text is one of those that a pattern with `*` stands for. */
function isLike(pattern: string, text: string): boolean {
  const source = pattern
    .split("*")
    .map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"))
    .join(".*");
  return new RegExp(`^${source}$`, "s").test(text);
}

const OWNERS = ["acme", "acme-evil", "evil-acme", "Acme", "acm", "acmee", "acme-1", "evil"];
const REPOSITORIES = [
  "web",
  "web-evil",
  "my-web",
  "Web",
  "we",
  "web2",
  "team-a",
  "team-b",
  "acme",
  "web-2",
  "api.js",
];
const IDS = [1, 2, 12, 21, 123456];
const BRANCHES = [
  "main",
  "main2",
  "x/main",
  "Main",
  "release/1",
  "release",
  "x@1/web@2",
  "a@refs/heads/main",
  "gh-readonly-queue/main/pr-7-abc",
  "gh-readonly-queue/main",
  "pull_request",
  `\${a}$`,
  "50%3A",
];
const ENVIRONMENTS = [
  "prod",
  "production",
  "Prod",
  "a:b",
  "a%3Ab",
  "main",
  "*",
  "p?od",
  `\${aws:username}`,
  `\${*}`,
  "x:ref:refs/heads/main",
  "x:environment:prod",
  "refs/heads/main",
  "pull_request",
];
const WORKFLOWS = [
  WORKFLOW,
  "acme/ci/.github/workflows/push.yml@refs/heads/evil",
  "evil/ci/.github/workflows/push.yml@refs/heads/main",
];

/** Known names that are near each other, and invented ones that a rule of the file allows. */
function names(known: readonly string[], characters: string, { pattern }: TextRule): fc.Arbitrary<string> {
  const invented = fc
    .string({ unit: fc.constantFrom(...characters), minLength: 1, maxLength: 12 })
    .filter((text) => pattern.test(text));
  return fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: invented });
}

const owner = names(OWNERS, "abyzAZ09-_", OWNER);
const repository = names(REPOSITORIES, "abyzAZ09-_.", REPOSITORY_PATTERN);
const branch = names(BRANCHES, `abz/$\{}@%é`, REF_PATTERN);
const environment = names(ENVIRONMENTS, `ab *?$\{}:/%@é`, { ...ENVIRONMENT, pattern: /^[ -ÿ]+$/ });
const id = fc.constantFrom(...IDS);

const job: fc.Arbitrary<Job> = fc.record({
  owner,
  ownerId: id,
  repository,
  repositoryId: id,
  format: fc.constantFrom("name", "immutable"),
  run: fc.oneof(
    environment.map((name) => ({ kind: "environment" as const, name })),
    fc.constant({ kind: "pullRequest" as const }),
    branch.map((name) => ({ kind: "ref" as const, ref: `refs/heads/${name}` })),
    branch.map((name) => ({ kind: "ref" as const, ref: `refs/tags/${name}` })),
  ),
  audience: fc.constantFrom(AUDIENCE, AUDIENCE, AUDIENCE, "https://github.com/acme", "sts.amazonaws.com.cn"),
  jobWorkflowRef: fc.constantFrom(...WORKFLOWS),
});

/** A name of the lists, or the pattern that some of its characters leave. */
function patterned(name: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(name, fc.nat(12), fc.nat(12), fc.boolean())
    .map(([text, from, length, isPattern]) =>
      isPattern ? `${text.slice(0, from)}*${text.slice(from + length)}` : text,
    );
}

const ref = patterned(branch).filter((name) => REF_PATTERN.pattern.test(name));

const context: fc.Arbitrary<Context> = fc.oneof(
  environment
    .filter((name) => ENVIRONMENT.pattern.test(name))
    .map((name) => ({ kind: "environment" as const, name })),
  fc.constant({ kind: "pullRequest" as const }),
  fc.constant({ kind: "any" as const }),
  ref.map((pattern) => ({ kind: "branch" as const, pattern })),
  ref.map((pattern) => ({ kind: "tag" as const, pattern })),
  branch.map((name) => ({ kind: "mergeQueue" as const, branch: name })),
);

const claims: fc.Arbitrary<Claims> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  fc.constant<Claims>({ jobWorkflowRef: [WORKFLOW] }),
  fc.constant<Claims>({
    jobWorkflowRef: ["acme/ci/*", "evil/ci/.github/workflows/push.yml@refs/heads/main"],
  }),
  fc.constant<Claims>({ repositoryId: ["2", "12"] }),
  fc.constant<Claims>({ jobWorkflowRef: [WORKFLOW], repositoryId: ["1"] }),
);

const entry: fc.Arbitrary<RepositoryEntry> = fc
  .record({
    owner,
    repository: patterned(repository).filter((name) => REPOSITORY_PATTERN.pattern.test(name)),
    ownerId: id,
    repositoryId: id,
    hasIds: fc.boolean(),
    context,
    claims,
  })
  .map(({ ownerId, repositoryId, hasIds, ...rest }) => ({
    kind: "repository" as const,
    ...rest,
    ids: hasIds
      ? { owner: ownerId, repository: rest.repository.includes("*") ? ("any" as const) : repositoryId }
      : undefined,
  }));

const entries = fc.array(entry, { minLength: 1, maxLength: 4 }) as unknown as fc.Arbitrary<
  NonEmpty<RepositoryEntry>
>;

/** A job that the entry names, or one that differs from it in some parts. */
const trustedAndJob = fc
  .tuple(entries, job, fc.nat(3), fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }))
  .map(([trusted, stranger, at, [...isOwn]]): [NonEmpty<RepositoryEntry>, Job] => {
    const like = trusted[at % trusted.length] ?? trusted[0];
    const own = namedJob(like, stranger);
    return [
      trusted,
      {
        ...stranger,
        ...(isOwn[0] && { owner: own.owner, ownerId: own.ownerId }),
        ...(isOwn[1] && { repository: own.repository, repositoryId: own.repositoryId }),
        ...(isOwn[2] && { format: own.format }),
        ...(isOwn[3] && { run: own.run }),
        ...(isOwn[4] && { audience: AUDIENCE }),
        ...(isOwn[5] && { jobWorkflowRef: own.jobWorkflowRef }),
      },
    ];
  });

/** A job that an entry names, what the entry leaves open taken from another one. */
function namedJob(of: RepositoryEntry, other: Job): Job {
  return {
    owner: of.owner,
    ownerId: of.ids?.owner ?? other.ownerId,
    repository: of.repository.replaceAll("*", other.repository),
    repositoryId:
      typeof of.ids?.repository === "number"
        ? of.ids.repository
        : Number(of.claims.repositoryId?.[0] ?? other.repositoryId),
    format: of.ids === undefined ? "name" : "immutable",
    run: runOf(of.context, other),
    audience: AUDIENCE,
    jobWorkflowRef: of.claims.jobWorkflowRef === undefined ? other.jobWorkflowRef : WORKFLOW,
  };
}

function runOf(context: Context, { run }: Job): Job["run"] {
  switch (context.kind) {
    case "any":
      return run;
    case "pullRequest":
      return context;
    case "environment":
      return context;
    case "branch":
      return { kind: "ref", ref: `refs/heads/${context.pattern.replaceAll("*", "x/y")}` };
    case "tag":
      return { kind: "ref", ref: `refs/tags/${context.pattern.replaceAll("*", "1.0")}` };
    case "mergeQueue":
      return { kind: "ref", ref: `refs/heads/gh-readonly-queue/${context.branch}/pr-1-abc` };
  }
}

function holds<Values>(property: fc.IProperty<Values>): void {
  expect(fc.check(property, { numRuns: RUNS })).toMatchObject({ failed: false, counterexample: null });
}

test("a token is let in if an entry names its job, and rejects it otherwise", () => {
  let letIn = 0;
  holds(
    fc.property(trustedAndJob, ([trusted, asking]) => {
      const isAsked = trusted.some((each) => isNamed(each, asking));
      letIn += Number(isAsked);
      return isLetIn(trusted, asking, GITHUB_COM, false) === isAsked;
    }),
  );
  // Both answers are tried often, else this would say nothing.
  expect(letIn).toBeGreaterThan(RUNS / 20);
  expect(letIn).toBeLessThan(RUNS / 2);
});

test("rejects every token of an owner that no entry names, whatever wildcards there are", () => {
  holds(
    fc.property(entries, job, (trusted, stranger) => {
      fc.pre(trusted.every((each) => each.owner !== stranger.owner));
      return !isLetIn(trusted, { ...stranger, audience: AUDIENCE }, GITHUB_COM, false);
    }),
  );
});

test("rejects every owner who took over a name, where the entry holds ids", () => {
  holds(
    fc.property(entry, job, id, (trusted, other, ownerId) => {
      fc.pre(trusted.ids !== undefined && trusted.ids.owner !== ownerId);
      const named = { ...namedJob(trusted, other), ownerId };
      return (
        !isLetIn([trusted], named, GITHUB_COM, false) &&
        !isLetIn([trusted], { ...named, format: "name" }, GITHUB_COM, false)
      );
    }),
  );
});

test("lets in what it names on a server, whether the server encodes colons or not", () => {
  holds(
    fc.property(entry, job, fc.boolean(), (trusted, other, isOldServer) => {
      fc.pre(trusted.ids === undefined && Object.keys(trusted.claims).length === 0);
      return isLetIn([trusted], namedJob(trusted, other), SERVER, isOldServer);
    }),
  );
});

test("rejects names with raw colons that an old server sends, where the repository is named exactly", () => {
  holds(
    fc.property(entry, job, (trusted, other) => {
      fc.pre(trusted.ids === undefined && !trusted.repository.includes("*"));
      fc.pre(Object.keys(trusted.claims).length === 0);
      const asking: Job = { ...other, owner: trusted.owner, repository: trusted.repository, format: "name" };
      return isLetIn([trusted], asking, SERVER, true) === isNamed(trusted, asking);
    }),
  );
});
