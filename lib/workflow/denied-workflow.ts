import type { Repository } from "../config/types";
import { oidcProviderArn } from "../policy/arn";
import { ecrLevel } from "../policy/ecr-access";
import { isPattern, isSameName } from "../policy/github-names";
import type { ConditionAnswer } from "../policy/iam/condition";
import type { Decision, StatementDecision } from "../policy/iam/evaluate";
import { isNegativeString } from "../policy/iam/operators";
import { isNearName } from "../policy/near-name";
import { EMPTY_CONTEXT } from "../policy/rules/context";
import { type Finding, lintTrustPolicy } from "../policy/rules/lint";
import { type Rule, ruleLink, ruleTitle } from "../policy/rules/rule";
import { refPattern } from "../policy/subject/format";
import type { Context, RepositoryEntry, TrustEntry } from "../policy/subject/types";
import { parseValidTrustPolicy, trustPolicy } from "../policy/trust-policy";
import { allowedTexts, isRejected, refTexts } from "./deployment-branches";
import type { Planned, WorkflowPlan } from "./plan";
import type { Identity, Part } from "./request";
import {
  exactRepositories,
  type RoleSource,
  repositoryText,
  roleText,
  type SelectedRole,
} from "./role-source";
import type { TokenDecision } from "./token-decision";
import { claimsText, contextText, type Trigger, triggerText } from "./trigger";
import { type TrustedContext, trustedContexts } from "./trusted-contexts";

/** What the role denies, why, where the role can be used, and what to change: one string for each line. */
export function denialLines(
  source: RoleSource,
  { plan, identity, decisions }: Pick<Planned, "plan" | "identity" | "decisions">,
): readonly string[] {
  const { selected, repository, trigger, wording } = plan;
  const denied = decisions.filter(({ answer }) => answer.outcome === "denied");
  const contexts = trustedContexts(selected.role, repository);
  return [
    `denied: the trust policy of ${roleText(selected)} does not allow ${repositoryText(repository)} on ${triggerText(trigger)}`,
    ...new Set(denied.map((decision) => reasonLines(decision).join("\n"))),
    contexts.length === 0
      ? `The role does not trust ${repositoryText(repository)}`
      : `The role can be used on: ${[...new Set(contexts.map((context) => contextText(context, wording)))].join("; ")}`,
    ...nearNames(plan, contexts).map((name) => `Did you mean ${name}?`),
    ...suggestionLines(source, plan, identity, denied),
  ].flatMap((lines) => lines.split("\n"));
}

/** What the role trusts under a name near to one of the request, which can be a slip. */
function nearNames(
  { selected, repository, trigger, wording }: WorkflowPlan,
  contexts: readonly TrustedContext[],
): readonly string[] {
  if (contexts.length === 0) return nearRepositories(repository, [selected]);
  const { environment, branches, tags } = trigger;
  const given: readonly (readonly [Part, Context["kind"], readonly string[]])[] =
    environment === undefined
      ? [
          ["branches", "branch", branches.map(({ pattern }) => pattern)],
          ["tagPatterns", "tag", tags.map(({ pattern }) => pattern)],
        ]
      : [["environment", "environment", [environment]]];
  return given.flatMap(([part, kind, names]) => {
    const trusted = contexts.flatMap(({ context }) => (context.kind === kind ? contextName(context) : []));
    return trusted
      .filter((name) => !names.includes(name) && names.some((own) => isNearName(own, name)))
      .map((name) => wording.options({ [part]: name }));
  });
}

/** The name of a context without wildcards. */
function contextName(context: Context): readonly string[] {
  const name = "pattern" in context ? context.pattern : "name" in context ? context.name : "";
  return name === "" || isPattern(name) ? [] : [name];
}

/** The repositories that roles trust under a name near to another one. */
export function nearRepositories(
  { owner, name }: Repository,
  roles: readonly SelectedRole[],
): readonly string[] {
  const near = roles
    .flatMap(({ role }) => exactRepositories(role))
    .filter((each) => isSameName(each.owner, owner) && isNearName(name, each.name))
    .map(repositoryText);
  return [...new Set(near)];
}

/** Why GitHub rejects every run in the environment of the job. Undefined if it can allow one. */
export function environmentDenial({
  trigger,
  knownEnvironment: known,
}: WorkflowPlan): readonly string[] | undefined {
  if (known === undefined || trigger.isReusable || !isRejected(known, trigger)) return undefined;
  return [
    `denied: GitHub rejects ${refTexts(trigger).join(" and ")} in the environment ${known.name}, before the job requests a token`,
    `The environment allows only ${allowedTexts(known).join(", ")}`,
    `Fix: ${trigger.event === "pull_request" ? "push from the branch, after the merge" : "use a branch or tag that it allows, or allow this one in github.environments"}`,
  ];
}

/** Each condition that the token fails: the claim, what the condition expects, and what the token has. */
function reasonLines(decision: TokenDecision): readonly string[] {
  const { token, answer } = decision;
  if (isExplicitDeny(decision))
    return [`  a Deny statement of the trust policy applies to the subject ${token.sub}`];
  const failed = allowStatements(answer).flatMap(({ conditions }) =>
    conditions.filter(({ outcome }) => outcome === "fails").map(conditionLines),
  );
  return failed.length > 0
    ? [...new Set(failed)]
    : ["  no statement of the trust policy allows the OIDC provider of this account and this GitHub"];
}

function conditionLines({ condition, got }: ConditionAnswer): string {
  const not = isNegativeString(condition.operator) ? "not " : "";
  const [first = "", ...others] = condition.values;
  return [
    `  ${condition.key.replace(/^.*:/, "")}`,
    `    expected  ${not}${first}`,
    ...others.map((value) => `           or ${not}${value}`),
    `    got       ${got?.join(", ") ?? "nothing"}`,
  ].join("\n");
}

/** What to change so that the role allows a workflow, and the rules that the change would violate: one string for each line. */
function suggestionLines(
  source: RoleSource,
  plan: WorkflowPlan,
  identity: Identity,
  denied: readonly TokenDecision[],
): readonly string[] {
  if (denied.some(isExplicitDeny)) return ["Fix: narrow the Deny statement in the role's trustPolicy"];
  if (denied.every(isOtherPrincipal)) {
    return [
      "Fix: change the statement's Principal and Action so that this OIDC provider can assume the role",
    ];
  }
  if (denied.every(isSubjectAllowed)) {
    return [
      "Fix: the role allows the subject, but not another claim. Change the workflow or the claim in the role's trust",
    ];
  }
  if (plan.selected.role.trust.kind === "document") return policySuggestion(denied);
  const contexts = contextsOf(plan.trigger, denied);
  const required = requiredClaims(plan, contexts);
  return required === "" ? entrySuggestion(source, plan, contexts, identity) : [claimsSuggestion(required)];
}

/** The claims that the role requires in these contexts, or none. An entry without them would allow more jobs. */
function requiredClaims({ selected, repository }: WorkflowPlan, contexts: readonly Context[]): string {
  const texts = contexts.map((context) => JSON.stringify(context));
  const required = trustedContexts(selected.role, repository)
    .filter(({ context }) => texts.includes(JSON.stringify(context)))
    .map(({ claims }) => claimsText(claims));
  return required.includes("") ? "" : [...new Set(required)].join(", or ");
}

function claimsSuggestion(required: string): string {
  return `Fix: the role allows this only if ${required}. Change the workflow or the claim in the role's trust`;
}

function isSubjectAllowed({ answer }: TokenDecision): boolean {
  return allowStatements(answer).some(({ conditions }) =>
    conditions.some(({ condition, outcome }) => outcome === "holds" && /:sub$/i.test(condition.key)),
  );
}

/** Whether the conditions hold, but no statement is for the account's OIDC provider and for assuming a role with its tokens. */
function isOtherPrincipal({ answer }: TokenDecision): boolean {
  return allowStatements(answer).every(({ conditions }) =>
    conditions.every(({ outcome }) => outcome !== "fails"),
  );
}

/** A Deny statement whose conditions fail does not explain why a token is denied. */
function allowStatements({ statements }: Decision): readonly StatementDecision[] {
  return statements.filter(({ statement }) => statement.effect === "Allow");
}

function isExplicitDeny({ answer }: TokenDecision): boolean {
  return answer.decidedBy?.statement.effect === "Deny";
}

function policySuggestion(denied: readonly TokenDecision[]): readonly string[] {
  const subjects = [...new Set(denied.map(({ token }) => token.sub))];
  return [`Fix: add to the values of sub in the role's trustPolicy: ${subjects.join(", ")}`];
}

function entrySuggestion(
  source: RoleSource,
  { selected, wording }: WorkflowPlan,
  contexts: readonly Context[],
  identity: Identity,
): readonly string[] {
  const repository = wording.repository(identity, isOnlyOwner(identity, selected));
  return [
    `Fix: add to the role's trust: ${contexts.map((context) => `{ ${repository}, ${contextKey(context)} }`).join(", ")}`,
    ...addedFindings(selected, source, contexts, identity).map(
      ({ rule }) =>
        `note: this violates ${ruleTitle(rule)}: ${rule.impact}. Fix: ${wording.fix(rule)}. ${acceptance(rule)}${ruleLink(rule)}`,
    ),
  ];
}

/** Whether and how a role can accept the violation of a rule. Medium and low violations are only warnings. */
function acceptance({ id, severity }: Rule): string {
  switch (severity) {
    case "critical":
      return "This risk cannot be accepted. ";
    case "high":
      return `To accept this risk, add { rule: ${id}, reason: ... } to acceptRisks. `;
    case "medium":
    case "low":
      return "";
  }
}

/** The contexts of a trigger that the role denies. */
function contextsOf(
  { event, environment, branches, tags }: Trigger,
  denied: readonly TokenDecision[],
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
  return contexts.filter((context) => denied.some(({ ref }) => ref === refPattern(context)));
}

function isOnlyOwner({ owner }: Identity, { role: { trust } }: SelectedRole): boolean {
  return (
    trust.kind === "entries" &&
    trust.entries.every((entry) => entry.kind === "repository" && entry.owner === owner)
  );
}

/** The key of a trust entry for a context. */
function contextKey(context: Context): string {
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

/** The findings that further entries would add to those that the role has now, one for each rule. */
function addedFindings(
  { account, role }: SelectedRole,
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
    const policy = parseValidTrustPolicy(trustPolicy({ ...scope, entries: [first, ...others] }));
    return lintTrustPolicy(policy, {
      ...EMPTY_CONTEXT,
      account,
      issuerHost,
      permissions: ecrLevel(role.ecr.access).canPush ? undefined : [],
      protectedEnvironments: protectedEnvironments(owners),
    });
  };
  const own = role.trust.kind === "entries" ? role.trust.entries : [];
  const present = new Set(found(own).map(({ rule }) => rule.id));
  const added = contexts.map((context) => entryOf(identity, context));
  const more = found([...added, ...own]).filter(({ rule }) => !present.has(rule.id));
  return [...new Map(more.map((finding) => [finding.rule.id, finding])).values()];
}

/** The environments of the file with deployment branches, tags or reviewers. */
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
