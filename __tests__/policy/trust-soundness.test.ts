import fc from "fast-check";
import { oidcProviderArn } from "../../lib/policy/arn";
import { CLAIMS, type ClaimName, type Claims } from "../../lib/policy/claims";
import { ENVIRONMENT, REF_PATTERN, REPOSITORY_PATTERN } from "../../lib/policy/github-names";
import { evaluate } from "../../lib/policy/iam/evaluate";
import { requestContext } from "../../lib/policy/iam/request-context";
import type { NonEmpty } from "../../lib/policy/non-empty";
import { parsePolicy } from "../../lib/policy/parse";
import { claimsLeftOut, conditionClaims } from "../../lib/policy/subject/format";
import { DEFAULT_TEMPLATE, type SubjectTemplate } from "../../lib/policy/subject/template";
import type { Context, RepositoryEntry } from "../../lib/policy/subject/types";
import { trustPolicy } from "../../lib/policy/trust-policy";
import { ACCOUNT } from "../support/github";
import { runs } from "../support/runs";
import { AUDIENCE, branch, environment, id, job, owner, repository, template, WORKFLOW } from "./any-job";
import { claimsOf, type Job, refOf } from "./github-token";

const RUNS = runs(10_000);
const GITHUB_COM = "token.actions.githubusercontent.com";
const SERVER = "git.example.com/_services/token";

/** What IAM answers a job, by the document of the entries. */
function isLetIn(
  entries: NonEmpty<RepositoryEntry>,
  job: Job,
  issuerHost: string,
  isOldServer: boolean,
): boolean {
  const document = parsePolicy(
    trustPolicy({
      providerArn: oidcProviderArn(ACCOUNT, issuerHost),
      issuerHost,
      audience: AUDIENCE,
      entries,
    }),
    "trust",
  );
  if ("problems" in document) throw new Error(JSON.stringify(document.problems));
  const { outcome } = evaluate(document, requestContext(claimsOf(job, isOldServer), issuerHost, ACCOUNT));
  if (outcome === "undetermined") throw new Error("every condition of the policy can be determined");
  return outcome === "allowed";
}

/**
 * What the entry says in words, without any subject: whose job it is, what it runs for, and what else it asks for. It is of a job whose
 * repository has the entry's template.
 */
function isNamed(entry: RepositoryEntry, job: Job): boolean {
  const template = entry.template ?? DEFAULT_TEMPLATE;
  return (
    job.audience === AUDIENCE &&
    isOwn(entry, template, job) &&
    isRunFor(entry.context, template, job) &&
    Object.entries(entry.claims).every(([name, values]) => isSaid(name as ClaimName, values, entry, job))
  );
}

/**
 * The repository of a job. Only `repo` shows the format of the names: without it, an entry without ids allows jobs of both formats, and one
 * with ids asks for the id of the repository, and for names only where the template has them.
 */
function isOwn({ owner, repository, ids }: RepositoryEntry, template: SubjectTemplate, job: Job): boolean {
  const isOwner = owner === job.owner;
  const isNameOfOwn = isOwner && isLike(repository, job.repository);
  if (ids === undefined) return isNameOfOwn && (job.format === "name" || !template.includes("repo"));
  const isOwnerId = ids.owner === job.ownerId;
  const isRepositoryId = ids.repository === "any" || ids.repository === job.repositoryId;
  if (template.includes("repo")) {
    return isNameOfOwn && job.format === "immutable" && isOwnerId && isRepositoryId;
  }
  if (ids.repository === "any") return isNameOfOwn && isOwnerId;
  return (
    isRepositoryId &&
    (isNameOfOwn || !template.includes("repository")) &&
    (isOwner || !template.includes("repository_owner")) &&
    (isOwnerId || !template.includes("repository_owner_id"))
  );
}

/** The context of a job. Without `context` in the template, a branch or tag also allows jobs that run there for an environment. */
function isRunFor(context: Context, template: SubjectTemplate, { run }: Job): boolean {
  const isRun = (kind: "ref" | "pullRequest") => run.kind === kind || !template.includes("context");
  switch (context.kind) {
    case "any":
      return true;
    case "pullRequest":
      return isRun("pullRequest") && /^refs[/]pull[/].*[/]merge$/s.test(refOf(run));
    case "environment":
      // GitHub sends the same text for `:` and for `%3A` in a name, but not in the claim of its own.
      return (
        run.kind === "environment" &&
        (template.includes("context") || template.includes("environment")
          ? run.name.replaceAll(":", "%3A") === context.name.replaceAll(":", "%3A")
          : run.name === context.name)
      );
    case "branch":
      return isRun("ref") && isLike(`refs/heads/${context.pattern}`, refOf(run));
    case "tag":
      return isRun("ref") && isLike(`refs/tags/${context.pattern}`, refOf(run));
    case "mergeQueue":
      return isRun("ref") && refOf(run).startsWith(`refs/heads/gh-readonly-queue/${context.branch}/pr-`);
  }
}

/** Whether the job says what is asked for: in its subject, where `:` and `%3A` are the same and nothing is a text, or in a claim. */
function isSaid(
  name: ClaimName,
  values: readonly string[],
  { template = DEFAULT_TEMPLATE, context, ids }: RepositoryEntry,
  job: Job,
): boolean {
  const { claim } = CLAIMS[name];
  const own = claimsOf(job)[claim];
  const isAskedAlready =
    claim === "repository" ||
    (claim === "repository_owner_id" && ids !== undefined) ||
    (claim === "repository_id" && typeof ids?.repository === "number") ||
    (claim === "environment" && context.kind === "environment") ||
    (claim === "ref" && context.kind !== "environment" && context.kind !== "any");
  if (!template.some((key) => key === claim) || isAskedAlready) {
    return own !== undefined && values.some((value) => isLike(value, own));
  }
  const encoded = (text: string) => text.replaceAll(":", "%3A");
  return values.some((value) => isLike(encoded(value), encoded(own ?? "")));
}

/** Whether a text matches a pattern with `*`. */
function isLike(pattern: string, text: string): boolean {
  const source = pattern
    .split("*")
    .map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"))
    .join(".*");
  return new RegExp(`^${source}$`, "s").test(text);
}

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
  fc.constantFrom<Claims>(
    { workflow: ["push:ref:refs/heads/main", "a:b"] },
    { workflow: ["p*"] },
    { workflow: ["*"], repositoryOwnerId: ["1", "12"] },
    { environment: ["prod", "a:b"] },
    { environment: ["*"] },
    { ref: ["refs/heads/*"], repository: ["acme/web"] },
    { ref: ["refs/heads/main", "refs/tags/release"], repository: ["acme/*", "evil/web"] },
  ),
);

const entry: fc.Arbitrary<RepositoryEntry> = fc
  .record({
    template: fc.option(template, { nil: undefined }),
    owner,
    repository: patterned(repository).filter((name) => REPOSITORY_PATTERN.pattern.test(name)),
    ownerId: id,
    repositoryId: id,
    hasIds: fc.boolean(),
    context,
    claims,
  })
  .map(({ ownerId, repositoryId, hasIds, template: own, ...rest }) => ({
    kind: "repository" as const,
    ...rest,
    ...(own !== undefined && { template: own }),
    ids: hasIds
      ? { owner: ownerId, repository: rest.repository.includes("*") ? ("any" as const) : repositoryId }
      : undefined,
  }))
  .filter(isAllowed);

/** Whether the file allows it: what a template leaves to a condition is not asked for by a claim too, and is not to be literal. */
function isAllowed(of: RepositoryEntry): boolean {
  const left = claimsLeftOut(of, of.template ?? DEFAULT_TEMPLATE);
  return (
    Object.keys(left).every((name) => !(name in of.claims)) &&
    (of.context.kind !== "environment" || left.environment === undefined || !of.context.name.includes("*"))
  );
}

const entries = fc.array(entry, { minLength: 1, maxLength: 4 }) as unknown as fc.Arbitrary<
  NonEmpty<RepositoryEntry>
>;

/** A job that the entry names, or one that differs from it in some parts. */
const trustedAndJob = fc
  .tuple(entries, job, fc.nat(3), fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }))
  .map(([trusted, outsider, at, [...isOwn]]): [NonEmpty<RepositoryEntry>, Job] => {
    const like = trusted[at % trusted.length] ?? trusted[0];
    const own = namedJob(like, outsider);
    return [
      trusted,
      {
        ...outsider,
        ...(isOwn[0] && { owner: own.owner, ownerId: own.ownerId }),
        ...(isOwn[1] && { repository: own.repository, repositoryId: own.repositoryId }),
        ...(isOwn[2] && { format: own.format }),
        ...(isOwn[3] && { run: own.run }),
        ...(isOwn[4] && { audience: AUDIENCE }),
        ...(isOwn[5] && { jobWorkflowRef: own.jobWorkflowRef, workflow: own.workflow }),
        template: own.template,
      },
    ];
  });

/** As above, where every repository has the template of the first entry. */
const alikeAndJob = trustedAndJob
  .map(([[first, ...others], asking]): [NonEmpty<RepositoryEntry>, Job] => {
    const { template: own = DEFAULT_TEMPLATE } = first;
    return [[first, ...others.map((each) => ({ ...each, template: own }))], { ...asking, template: own }];
  })
  .filter(([trusted]) => trusted.every(isAllowed));

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
    template: of.template ?? DEFAULT_TEMPLATE,
    run: runOf(of.context, other),
    audience: AUDIENCE,
    jobWorkflowRef: of.claims.jobWorkflowRef === undefined ? other.jobWorkflowRef : WORKFLOW,
    workflow: of.claims.workflow?.[0].replace("*", "ush") ?? other.workflow,
  };
}

function runOf(context: Context, { run }: Job): Job["run"] {
  switch (context.kind) {
    case "any":
      return run;
    case "pullRequest":
      return context;
    case "environment":
      return { ...context, ref: refOf(run) };
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

test("a token is allowed if an entry names its job, and denied otherwise", () => {
  let letIn = 0;
  holds(
    fc.property(alikeAndJob, ([trusted, asking]) => {
      fc.pre(!isNamedAsPullRequests(asking));
      const isAsked = trusted.some((each) => isNamed(each, asking));
      letIn += Number(isAsked);
      return isLetIn(trusted, asking, GITHUB_COM, false) === isAsked;
    }),
  );
  // Both answers are tried often, else this would say nothing.
  expect(letIn).toBeGreaterThan(RUNS / 20);
  expect(letIn).toBeLessThan(RUNS / 2);
});

/** Whether neither the name nor an id is the entry's. */
function isOutsider(
  { owner: name, ownerId, repositoryId }: Job,
  { owner: own, ids }: RepositoryEntry,
): boolean {
  return name !== own && ownerId !== ids?.owner && repositoryId !== ids?.repository;
}

/** An environment of this name ends a subject as pull requests do, after a wildcard: R22 tells of it. */
function isNamedAsPullRequests({ run }: Job): boolean {
  return run.kind === "environment" && run.name === "pull_request";
}

test("rejects every token of an owner that no entry names, with any wildcards", () => {
  holds(
    fc.property(entries, job, (trusted, outsider) => {
      fc.pre(trusted.every((each) => isOutsider(outsider, each)));
      return !isLetIn(trusted, { ...outsider, audience: AUDIENCE }, GITHUB_COM, false);
    }),
  );
});

test("rejects every repository that no entry names, with any template", () => {
  holds(
    fc.property(trustedAndJob, template, ([trusted, asking], other) => {
      const isOther = trusted.every(
        (each) =>
          (each.owner !== asking.owner || !isLike(each.repository, asking.repository)) &&
          each.ids?.repository !== asking.repositoryId,
      );
      fc.pre(isOther);
      return !isLetIn(trusted, { ...asking, template: other }, GITHUB_COM, false);
    }),
  );
});

test("rejects every owner who took over a name, where the entry holds ids", () => {
  holds(
    fc.property(entry, job, id, (trusted, other, ownerId) => {
      fc.pre(trusted.ids !== undefined && trusted.ids.owner !== ownerId);
      // Who takes over a name gets no repository's id.
      const named = { ...namedJob(trusted, other), ownerId, repositoryId: 999 };
      return (
        !isLetIn([trusted], named, GITHUB_COM, false) &&
        !isLetIn([trusted], { ...named, format: "name" }, GITHUB_COM, false)
      );
    }),
  );
});

test("allows what it names on a server, whether the server encodes colons or not", () => {
  holds(
    fc.property(entry, job, fc.boolean(), (trusted, other, isOldServer) => {
      const asked = { ...trusted.claims, ...conditionClaims(trusted) };
      fc.pre(trusted.ids === undefined && Object.keys(asked).length === 0);
      return isLetIn([trusted], namedJob(trusted, other), SERVER, isOldServer);
    }),
  );
});

test("rejects names with raw colons that an old server sends, where the repository is named exactly", () => {
  holds(
    fc.property(entry, job, (trusted, other) => {
      const { owner: own, repository: name, ids, context: place } = trusted;
      fc.pre(ids === undefined && !name.includes("*"));
      const usual: RepositoryEntry = {
        kind: "repository",
        owner: own,
        repository: name,
        ids,
        context: place,
        claims: {},
      };
      const asking: Job = {
        ...other,
        owner: own,
        repository: name,
        format: "name",
        template: DEFAULT_TEMPLATE,
      };
      return isLetIn([usual], asking, SERVER, true) === isNamed(usual, asking);
    }),
  );
});
