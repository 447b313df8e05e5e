import type { Config } from "../config/config";
import { oidcProviderArn } from "../policy/arn";
import { readDocument } from "../policy/evaluation/read-document";
import { type Finding, findings } from "../policy/rules/judgement";
import type { Severity } from "../policy/rules/rule";
import { NOTHING_KNOWN } from "../policy/rules/surroundings";
import type { Context, RepositoryEntry } from "../policy/subject";
import { refPattern } from "../policy/subject-pattern";
import { trustPolicy } from "../policy/trust-policy";
import type { Admission, Identity } from "./admission";
import type { ChosenRole } from "./chosen-role";
import type { Run } from "./run";

/** What to change so that a run is let in, and the rules that this would break: a line each. */
export function remedyLines(
  chosen: ChosenRole,
  config: Config,
  run: Run,
  identity: Identity,
  refused: readonly Admission[],
): readonly string[] {
  if (refused.some(isDenied)) return ["to let it in, narrow what its trustPolicy denies"];
  if (refused.every(isSubjectTrusted)) {
    return [
      "the subject is trusted, a further claim is not: change in the workflow what the claim says, or the claim in the file",
    ];
  }
  return chosen.role.trust.kind === "document"
    ? documentRemedy(refused)
    : entryRemedy(chosen, config, contextsOf(run, refused), identity);
}

function isSubjectTrusted({ answer }: Admission): boolean {
  return answer.statements.some(({ conditions }) =>
    conditions.some(({ condition, outcome }) => outcome === "holds" && /:sub$/i.test(condition.key)),
  );
}

/** Whether a statement decides that keeps out. */
export function isDenied({ answer }: Admission): boolean {
  return answer.decidedBy?.statement.effect === "Deny";
}

function documentRemedy(refused: readonly Admission[]): readonly string[] {
  const subjects = [...new Set(refused.map(({ token }) => token.sub))];
  return [`to let it in, add to the values of sub in its trustPolicy: ${subjects.join(", ")}`];
}

function entryRemedy(
  chosen: ChosenRole,
  config: Config,
  contexts: readonly Context[],
  identity: Identity,
): readonly string[] {
  return [
    `to let it in, add to its trust in the file: ${contexts.map((context) => entryText(identity, context, chosen)).join(", ")}`,
    ...newFindings(chosen, config, contexts, identity).map(
      ({ rule: { id, severity, why, mend } }) =>
        `  which breaks ${id} (${severity}${BARS[severity]}): ${why}; ${mend}`,
    ),
  ];
}

/** What the file's own check does about a rule of a severity. */
const BARS: Readonly<Record<Severity, string>> = {
  critical: ", always refused",
  high: ", refused until acceptRisks names it",
  medium: "",
  low: "",
};

/** The contexts of a run that trust lacks. */
function contextsOf(
  { event, environment, branches, tags }: Run,
  refused: readonly Admission[],
): readonly Context[] {
  if (environment !== undefined) return [{ kind: "environment", name: environment }];
  if (event === "pull_request") return [{ kind: "pullRequest" }];
  const contexts = [
    ...branches.map(
      ({ pattern }): Context =>
        event === "merge_group" ? { kind: "mergeQueue", branch: pattern } : { kind: "branch", pattern },
    ),
    ...tags.map(({ pattern }): Context => ({ kind: "tag", pattern })),
  ];
  return contexts.filter((context) => refused.some(({ ref }) => ref === refPattern(context)));
}

/** An entry as access.yaml has it. */
function entryText({ owner, repository }: Identity, context: Context, { role }: ChosenRole): string {
  const isOnlyOwner =
    role.trust.kind === "entries" &&
    role.trust.entries.every((entry) => entry.kind === "repository" && entry.owner === owner);
  const start = `${isOnlyOwner ? "" : `owner: ${owner}, `}repository: ${repository}`;
  return `{ ${start}, ${contextText(context)} }`;
}

function contextText(context: Context): string {
  switch (context.kind) {
    case "branch":
    case "tag":
      return `${context.kind}: ${JSON.stringify(context.pattern)}`;
    case "environment":
      return `environment: ${JSON.stringify(context.name)}`;
    case "mergeQueue":
      return `mergeQueue: ${JSON.stringify(context.branch)}`;
    case "pullRequest":
      return "pullRequest: true";
    case "any":
      return "anyContext: true";
  }
}

/** The rules that the role would break by further entries, and does not break now. */
function newFindings(
  { account, role }: ChosenRole,
  { github: { issuerHost }, owners }: Config,
  contexts: readonly Context[],
  identity: Identity,
): readonly Finding[] {
  const [first, ...others] = contexts.map((context) => entryOf(identity, context));
  if (first === undefined) return [];
  const own = role.trust.kind === "entries" ? role.trust.entries : [];
  const document = readDocument(
    trustPolicy({
      providerArn: oidcProviderArn(account, issuerHost),
      issuerHost,
      audience: account.audience,
      entries: [first, ...others, ...own],
    }),
    "trust",
  );
  if ("problems" in document) return [];
  const permissions = role.ecr.access === "pull" ? [] : undefined;
  const broken = new Set(role.risks.map(({ rule }) => rule.id));
  const found = findings(document, {
    ...NOTHING_KNOWN,
    account,
    issuerHost,
    permissions,
    protectedEnvironments: protectedEnvironments(owners),
  }).filter(({ rule }) => !broken.has(rule.id));
  return [...new Map(found.map((finding) => [finding.rule.id, finding])).values()];
}

/** Those that are made with a rule of their own. */
function protectedEnvironments(owners: Config["owners"]): readonly string[] {
  return owners.flatMap(({ name: owner, environments }) =>
    environments
      .filter(({ branches, tags, reviewers: { users, teams } }) =>
        [branches, tags, users, teams].some((list) => list.length > 0),
      )
      .map(({ repository, name }) => `${owner}/${repository}:${name}`),
  );
}

function entryOf({ owner, repository, ids, template }: Identity, context: Context): RepositoryEntry {
  return {
    kind: "repository",
    owner,
    repository,
    ids: ids && {
      owner: Number(ids.owner),
      repository: ids.repository === "*" ? "any" : Number(ids.repository),
    },
    context,
    claims: {},
    template,
  };
}
