import { oidcProviderArn } from "../policy/arn";
import { parsePolicy } from "../policy/iam/parse-policy";
import { EMPTY_CONTEXT } from "../policy/rules/context";
import { type Finding, lintTrustPolicy } from "../policy/rules/lint";
import type { Severity } from "../policy/rules/rule";
import type { Context, RepositoryEntry, TrustEntry } from "../policy/subject";
import { refPattern } from "../policy/subject-pattern";
import { trustPolicy } from "../policy/trust-policy";
import type { ChosenRole } from "./chosen-role";
import type { WorkflowPlan } from "./plan";
import type { RoleSource } from "./role-source";
import type { Identity, TokenDecision } from "./token-decision";
import type { Trigger } from "./trigger";

/** What to change so that a run is let in, and the rules that this would break: a line each. */
export function remedyLines(
  access: RoleSource,
  plan: WorkflowPlan,
  identity: Identity,
  refused: readonly TokenDecision[],
): readonly string[] {
  if (refused.some(isDenied)) return ["to let it in, narrow what its trustPolicy denies"];
  if (refused.every(isSubjectTrusted)) {
    return [
      `the subject is trusted, a further claim is not: change in the workflow what the claim says, or the claim in ${plan.words.trust}`,
    ];
  }
  return plan.chosen.role.trust.kind === "document"
    ? documentRemedy(refused)
    : entryRemedy(access, plan, contextsOf(plan.run, refused), identity);
}

function isSubjectTrusted({ answer }: TokenDecision): boolean {
  return answer.statements.some(({ conditions }) =>
    conditions.some(({ condition, outcome }) => outcome === "holds" && /:sub$/i.test(condition.key)),
  );
}

/** Whether a statement decides that keeps out. */
export function isDenied({ answer }: TokenDecision): boolean {
  return answer.decidedBy?.statement.effect === "Deny";
}

function documentRemedy(refused: readonly TokenDecision[]): readonly string[] {
  const subjects = [...new Set(refused.map(({ token }) => token.sub))];
  return [`to let it in, add to the values of sub in its trustPolicy: ${subjects.join(", ")}`];
}

function entryRemedy(
  access: RoleSource,
  { chosen, words }: WorkflowPlan,
  contexts: readonly Context[],
  identity: Identity,
): readonly string[] {
  const repository = words.repository(identity, isOnlyOwner(identity, chosen));
  return [
    `to let it in, add to ${words.trust}: ${contexts.map((context) => `{ ${repository}, ${contextText(context)} }`).join(", ")}`,
    ...newFindings(chosen, access, contexts, identity).map(
      ({ rule }) =>
        `  which breaks ${rule.id} (${rule.severity}${BARS[rule.severity]}): ${rule.impact}; ${words.mend(rule)}`,
    ),
  ];
}

/** What becomes of a role that breaks a rule of a severity. */
const BARS: Readonly<Record<Severity, string>> = {
  critical: ", always refused",
  high: ", refused until acceptRisks names it",
  medium: "",
  low: "",
};

/** The contexts of a run that trust lacks. */
function contextsOf(
  { event, environment, branches, tags }: Trigger,
  refused: readonly TokenDecision[],
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

function isOnlyOwner({ owner }: Identity, { role: { trust } }: ChosenRole): boolean {
  return (
    trust.kind === "entries" &&
    trust.entries.every((entry) => entry.kind === "repository" && entry.owner === owner)
  );
}

/** What an entry says of it. */
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
  { github: { issuerHost }, owners }: RoleSource,
  contexts: readonly Context[],
  identity: Identity,
): readonly Finding[] {
  const found = (entries: readonly TrustEntry[]): readonly Finding[] => {
    const [first, ...others] = entries;
    if (first === undefined) return [];
    const scope = {
      providerArn: oidcProviderArn(account, issuerHost),
      issuerHost,
      audience: account.audience,
    };
    const document = parsePolicy(trustPolicy({ ...scope, entries: [first, ...others] }), "trust");
    if ("problems" in document) return [];
    return lintTrustPolicy(document, {
      ...EMPTY_CONTEXT,
      account,
      issuerHost,
      permissions: role.ecr.access === "pull" ? [] : undefined,
      protectedEnvironments: protectedEnvironments(owners),
    });
  };
  const own = role.trust.kind === "entries" ? role.trust.entries : [];
  const broken = new Set(found(own).map(({ rule }) => rule.id));
  const added = contexts.map((context) => entryOf(identity, context));
  const more = found([...added, ...own]).filter(({ rule }) => !broken.has(rule.id));
  return [...new Map(more.map((finding) => [finding.rule.id, finding])).values()];
}

/** Those that are made with a rule of their own. */
function protectedEnvironments(owners: RoleSource["owners"]): readonly string[] {
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
