import fc from "fast-check";
import { type GithubFacts, githubFacts } from "../../../lib/config/github-facts";
import { githubInput } from "../../../lib/config/input";
import { resolvedTrust } from "../../../lib/config/normalize/role";
import type { TrustEntryOfFile } from "../../../lib/config/schema/trust";
import type { SourcedEntry } from "../../../lib/config/types";
import { evaluate } from "../../../lib/policy/iam/evaluate";
import { requestContext } from "../../../lib/policy/iam/request-context";
import type { NonEmpty } from "../../../lib/policy/non-empty";
import { parsePolicy } from "../../../lib/policy/parse";
import type { Context, SubjectFormat } from "../../../lib/policy/subject/types";
import { trustPolicy } from "../../../lib/policy/trust-policy";
import { runs } from "../../support/runs";

function known(owners: object = {}, repositories: object = {}): GithubFacts {
  return githubFacts(githubInput({ value: { owner: "acme", owners, repositories }, path: ["github"] }));
}

/** An entry of acme's by names. */
function named(source: number, repository: string, context: Context): SourcedEntry {
  return { kind: "repository", owner: "acme", repository, ids: undefined, context, claims: {}, source };
}

test.each<[string, Omit<TrustEntryOfFile, "repository">, Context]>([
  ["branch", { branch: ["rel*"] }, { kind: "branch", pattern: "rel*" }],
  ["tag", { tag: ["v*"] }, { kind: "tag", pattern: "v*" }],
  ["environment", { environment: ["prod:*"] }, { kind: "environment", name: "prod:*" }],
  ["pullRequest", { pullRequest: true }, { kind: "pullRequest" }],
  ["mergeQueue", { mergeQueue: "main" }, { kind: "mergeQueue", branch: "main" }],
  ["anyContext", { anyContext: true }, { kind: "any" }],
])("an entry with %s trusts that context", (_, keys, context) => {
  expect(resolvedTrust([{ repository: ["web"], ...keys }], known())).toStrictEqual([
    named(0, "web", context),
  ]);
});

test("an entry with a subject is that subject, with its claims", () => {
  expect(
    resolvedTrust([{ subject: "repo:acme/web:*", claims: { actorId: ["5"] } }, { subject: "x" }], known()),
  ).toStrictEqual([
    { kind: "subject", subject: "repo:acme/web:*", claims: { actorId: ["5"] }, source: 0 },
    { kind: "subject", subject: "x", claims: {}, source: 1 },
  ]);
});

test("each repository of an entry becomes an entry, in each of its formats, with the entry's place", () => {
  const github = known(
    { acme: { id: 1 }, other: { id: 3, subject: "immutable" } },
    { web: { id: 2, subject: "both" }, "other/api": { id: 4 }, lib: { id: 5, subject: "immutable" } },
  );
  const main: Context = { kind: "branch", pattern: "main" };
  const any: Context = { kind: "any" };
  const claims = { actorId: ["7"] } as const;

  expect(
    resolvedTrust(
      [
        { repository: ["docs", "web", "l*"], branch: ["main"] },
        { repository: ["api", "*"], owner: "other", anyContext: true, claims: { actorId: ["7"] } },
      ],
      github,
    ),
  ).toStrictEqual([
    named(0, "docs", main),
    named(0, "web", main),
    { ...named(0, "web", main), ids: { owner: 1, repository: 2 } },
    named(0, "l*", main),
    { ...named(0, "lib", main), ids: { owner: 1, repository: 5 } },
    { ...named(1, "api", any), owner: "other", ids: { owner: 3, repository: 4 }, claims },
    { ...named(1, "*", any), owner: "other", ids: { owner: 3, repository: "any" }, claims },
  ]);
});

test("lists in an entry give what the entries give when they are written one by one", () => {
  const github = known({ acme: { id: 1 } }, { web: { id: 2, subject: "both" } });
  const oneByOne = resolvedTrust(
    [
      { repository: ["web"], branch: ["main"] },
      { repository: ["web"], branch: ["rel*"] },
      { repository: ["api"], branch: ["main"] },
      { repository: ["api"], branch: ["rel*"] },
    ],
    github,
  );

  expect(resolvedTrust([{ repository: ["web", "api"], branch: ["main", "rel*"] }], github)).toStrictEqual(
    oneByOne.map((entry) => ({ ...entry, source: 0 })),
  );
  expect(oneByOne).toHaveLength(6);
});

test.each<[string, Partial<TrustEntryOfFile>, readonly Context[]]>([
  [
    "tags",
    { tag: ["v*", "w1"] },
    [
      { kind: "tag", pattern: "v*" },
      { kind: "tag", pattern: "w1" },
    ],
  ],
  [
    "environments",
    { environment: ["test", "prod"] },
    [
      { kind: "environment", name: "test" },
      { kind: "environment", name: "prod" },
    ],
  ],
])("a list of %s is one context each", (_, keys, contexts) => {
  expect(resolvedTrust([{ repository: ["web"], ...keys }], known())).toStrictEqual(
    contexts.map((context) => named(0, "web", context)),
  );
});

test("OWNER/NAME is a repository of that owner, with the ids and the format of that owner", () => {
  const github = known(
    { acme: { id: 1 }, other: { id: 3, subject: "immutable" } },
    { "other/api": { id: 4 }, web: { id: 2 } },
  );

  expect(
    resolvedTrust([{ repository: ["acme/web", "other/api", "other/*"], branch: ["main"] }], github),
  ).toStrictEqual(
    resolvedTrust(
      [
        { repository: ["web"], branch: ["main"] },
        { repository: ["api", "*"], owner: "other", branch: ["main"] },
      ],
      github,
    ).map((entry) => ({ ...entry, source: 0 })),
  );
});

test("throws for a missing id, which the checks report before", () => {
  const immutable = { subject: "immutable" };

  expect(() => resolvedTrust([{ repository: ["web"], branch: ["x"] }], known({ acme: immutable }))).toThrow(
    new TypeError("an id is missing"),
  );
});

/** A repository of GitHub's, whatever the file says of it. */
interface Repository {
  readonly owner: string;
  readonly ownerId: number;
  readonly name: string;
  readonly id: number;
}

const OWNERS = [
  { owner: "acme", ownerId: 1 },
  { owner: "other", ownerId: 2 },
];
/** The last one is made after the file was written, which can name it by a pattern alone. */
const NAMES = ["web", "web-api", "api", "webnew"];
const REPOSITORIES: readonly Repository[] = OWNERS.flatMap((owner) =>
  NAMES.map((name, index) => ({ ...owner, name, id: owner.ownerId * 10 + index })),
);

/** What a token's subject ends with. */
const TOKEN_CONTEXTS = {
  main: "ref:refs/heads/main",
  release: "ref:refs/heads/rel/1",
  queue: "ref:refs/heads/gh-readonly-queue/main/pr-1-abc",
  tag: "ref:refs/tags/v1",
  environment: "environment:prod%3A*",
  pullRequest: "pull_request",
} as const;
type TokenContext = keyof typeof TOKEN_CONTEXTS;
const EVERY_CONTEXT = Object.keys(TOKEN_CONTEXTS) as TokenContext[];

/** Contexts of an entry, and the tokens that each matches. */
const ENTRY_CONTEXTS: readonly (readonly [Partial<TrustEntryOfFile>, readonly TokenContext[]])[] = [
  [{ branch: ["main"] }, ["main"]],
  [{ branch: ["rel*"] }, ["release"]],
  [{ branch: ["*"] }, ["main", "release", "queue"]],
  [{ branch: ["main", "rel*"] }, ["main", "release"]],
  [{ tag: ["v1"] }, ["tag"]],
  [{ tag: ["v2", "v1"] }, ["tag"]],
  [{ tag: ["*"] }, ["tag"]],
  [{ environment: ["prod:*"] }, ["environment"]],
  [{ environment: ["pro*"] }, []],
  [{ environment: ["test", "prod:*"] }, ["environment"]],
  [{ pullRequest: true }, ["pullRequest"]],
  [{ mergeQueue: "main" }, ["queue"]],
  [{ mergeQueue: "mai" }, []],
  [{ anyContext: true }, EVERY_CONTEXT],
];

/** Names and patterns of an entry, and the names that each matches. */
const ENTRY_REPOSITORIES: readonly (readonly [string, readonly string[]])[] = [
  ["web", ["web"]],
  ["web-api", ["web-api"]],
  ["api", ["api"]],
  ["web*", ["web", "web-api", "webnew"]],
  ["*api", ["web-api", "api"]],
  ["w*-a*i", ["web-api"]],
  ["*", NAMES],
];

const format = fc.option(fc.constantFrom<SubjectFormat>("name", "immutable", "both"), { nil: undefined });

/** What a file knows: the ids of all but the last name, and formats for some owners and repositories. */
const github = fc
  .tuple(fc.array(format, { minLength: 2, maxLength: 2 }), fc.array(format, { minLength: 8, maxLength: 8 }))
  .map(([ofOwners, ofRepositories]) =>
    known(
      Object.fromEntries(
        OWNERS.map(({ owner, ownerId }, index) => [owner, { id: ownerId, subject: ofOwners[index] }]),
      ),
      Object.fromEntries(
        REPOSITORIES.map(
          ({ owner, name, id }, index) =>
            [owner === "acme" ? name : `${owner}/${name}`, { id, subject: ofRepositories[index] }] as const,
        ).filter(([name]) => !name.endsWith("webnew")),
      ),
    ),
  );

const entry = fc.record({
  owner: fc.constantFrom(undefined, "acme", "other"),
  repositories: fc.array(fc.constantFrom(...ENTRY_REPOSITORIES), { minLength: 1, maxLength: 2 }),
  context: fc.constantFrom(...ENTRY_CONTEXTS),
  actorId: fc.constantFrom(undefined, "7"),
});
type Entry = typeof entry extends fc.Arbitrary<infer Value> ? Value : never;

function inFile({ owner, repositories, context: [keys], actorId }: Entry): TrustEntryOfFile {
  return {
    ...keys,
    repository: repositories.map(([name]) => name) as unknown as NonEmpty<string>,
    ...(owner === undefined ? {} : { owner }),
    ...(actorId === undefined ? {} : { claims: { actorId: [actorId] } }),
  };
}

type Sent = "name" | "immutable";

function formatsOf(format: SubjectFormat | undefined): readonly Sent[] {
  return format === "both" ? ["name", "immutable"] : [format ?? "name"];
}

/** The formats in which an entry allows a repository: its own, and for a pattern that of its owner. */
function allowedFormats(
  { repositories }: Entry,
  { owner, name }: Repository,
  file: GithubFacts,
): readonly Sent[] {
  const ofOwner = file.owners.get(owner)?.subject;
  const own = formatsOf(file.repositories.get(`${owner}/${name}`)?.subject ?? ofOwner);
  return repositories.flatMap(([pattern, names]) => {
    if (!names.includes(name)) return [];
    return pattern.includes("*") ? [...own, ...formatsOf(ofOwner)] : own;
  });
}

const SCOPE = {
  providerArn: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com",
  issuerHost: "token.actions.githubusercontent.com",
  audience: "sts.amazonaws.com",
};

/** What a token says, and what IAM knows by it. */
const TOKENS = REPOSITORIES.flatMap((repository) =>
  (["name", "immutable"] as const).flatMap((sent) =>
    EVERY_CONTEXT.flatMap((context) =>
      ["7", "8"].map((actorId) => {
        const sub = subjectOf(repository, sent, context);
        const claims = { aud: SCOPE.audience, sub, actor_id: actorId };
        return { repository, sent, context, actorId, sub, request: requestContext(claims, SCOPE.issuerHost) };
      }),
    ),
  ),
);
type Token = (typeof TOKENS)[number];

function subjectOf({ owner, ownerId, name, id }: Repository, sent: Sent, context: TokenContext): string {
  const repository = sent === "name" ? `${owner}/${name}` : `${owner}@${ownerId}/${name}@${id}`;
  return `repo:${repository}:${TOKEN_CONTEXTS[context]}`;
}

function isTrusted(entry: Entry, { repository, sent, context, actorId }: Token, file: GithubFacts): boolean {
  return (
    (entry.owner ?? "acme") === repository.owner &&
    (entry.actorId ?? actorId) === actorId &&
    entry.context[1].includes(context) &&
    allowedFormats(entry, repository, file).includes(sent)
  );
}

test("entries allow the tokens of their repositories in the format that they send, and no others", () => {
  fc.assert(
    fc.property(github, fc.array(entry, { minLength: 1, maxLength: 3 }), (file, entries) => {
      const trusted = entries.map(inFile) as unknown as NonEmpty<TrustEntryOfFile>;
      const policy = trustPolicy({ ...SCOPE, entries: resolvedTrust(trusted, file) });
      const document = parsePolicy(policy, "trust");
      if ("problems" in document) throw new TypeError("no policy document");
      const letIn = TOKENS.filter(({ request }) => evaluate(document, request).outcome === "allowed");
      const expected = TOKENS.filter((token) => entries.some((each) => isTrusted(each, token, file)));

      expect(letIn.map(({ sub, actorId }) => [sub, actorId])).toStrictEqual(
        expected.map(({ sub, actorId }) => [sub, actorId]),
      );
    }),
    { numRuns: runs(1_000) },
  );
});
