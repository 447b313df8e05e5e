import { accessesWith, accessText, accessVerbs, ecrLevel } from "../policy/ecr-access";
import { denialLines, environmentDenial, nearRepositories } from "./denied-workflow";
import { platformProblems } from "./images";
import { workflowNotes } from "./notes";
import { type Choice, type Planned, planWorkflow, type WorkflowPlan } from "./plan";
import { planProblems, signingProblems } from "./plan-problems";
import type { WorkflowRequest } from "./request";
import {
  exactRepositories,
  matchingRoles,
  type RoleSelector,
  type RoleSource,
  repositoryText,
  roleText,
  type SelectedRole,
} from "./role-source";
import { workflowText } from "./workflow-text";

/** The result of a request for a workflow. */
export type WorkflowAnswer =
  | {
      readonly kind: "written";
      readonly text: string;
      readonly path: string;
      readonly event: string;
      /** The subject of its first token, with `*` for what is not known. */
      readonly subject: string;
      readonly role: SelectedRole;
      readonly notes: readonly string[];
    }
  | {
      readonly kind: "denied";
      readonly lines: readonly string[];
      /** What to change: the trust of a role or the environments of the file. Undefined if no role is selected. */
      readonly change: SelectedRole | "environments" | undefined;
    }
  | { readonly kind: "invalid"; readonly problems: readonly string[] };

/** A workflow for one role and one repository, if the role's trust policy allows its tokens. */
export function workflow(
  source: RoleSource,
  selector: RoleSelector,
  request: WorkflowRequest,
): WorkflowAnswer {
  const choices = choicesOf(source, selector, request);
  if (choices.length === 0) return noMatch(source, selector, request);
  const matching = choicesForTrigger(source, choices, request);
  const [only, ...others] = matching.length === 0 ? choices : matching;
  if (only === undefined || others.length > 0) return ambiguous(matching.length === 0 ? choices : matching);
  const further = furtherChoices(source, only, selector);
  return "problems" in further
    ? { kind: "invalid", problems: further.problems }
    : written(source, only, further.choices, request);
}

/** The roles of further accounts. Each must be the only one that matches. */
function furtherChoices(
  source: RoleSource,
  { repository, job }: Choice,
  { role, furtherAccounts = [] }: RoleSelector,
): { readonly choices: readonly Choice[] } | { readonly problems: readonly string[] } {
  const found = furtherAccounts.map((account) => ({
    account,
    roles: matchingRoles(source, { repository, role, account }).filter(
      (selected) => ecrLevel(selected.role.ecr.access).workflow === job,
    ),
  }));
  const problems = found
    .filter(({ roles }) => roles.length !== 1)
    .map(({ account, roles }) =>
      roles.length === 0
        ? `no role in account ${account} may ${job} and trusts ${repositoryText(repository)}`
        : `several roles in account ${account} match: ${roles.map(roleText).join(", ")}. Choose one with --role`,
    );
  if (problems.length > 0) return { problems };
  return { choices: found.flatMap(({ roles }) => roles.map((selected) => ({ selected, repository, job }))) };
}

function choicesOf(
  source: RoleSource,
  selector: RoleSelector,
  { pull }: Pick<WorkflowRequest, "pull">,
): readonly Choice[] {
  return matchingRoles(source, selector).flatMap((selected) => {
    const { workflow, canPull } = ecrLevel(selected.role.ecr.access);
    const job = pull && workflow !== "none" ? "pull" : workflow;
    if (job === "none" || (pull && !canPull)) return [];
    const repositories =
      selector.repository === undefined ? exactRepositories(selected.role) : [selector.repository];
    return repositories.map((repository) => ({ selected, repository, job }));
  });
}

/** The choices that allow the trigger of the request. Those with the environment of the request come first. */
function choicesForTrigger(
  source: RoleSource,
  choices: readonly Choice[],
  request: WorkflowRequest,
): readonly Choice[] {
  if (choices.length < 2 || !hasTrigger(request)) return choices;
  const allowed = choices
    .map((choice) => ({ choice, result: planWorkflow(source, choice, request) }))
    .filter(({ result }) => isAllowed(result));
  const exact = allowed.filter(({ result }) => result.plan.trigger.environment === request.environment);
  return (exact.length > 0 ? exact : allowed).map(({ choice }) => choice);
}

/** Whether the request has a trigger, which can select one of several roles. */
function hasTrigger({ event, branches, tagPatterns, environment }: WorkflowRequest): boolean {
  return event !== undefined || environment !== undefined || branches.length + tagPatterns.length > 0;
}

function isAllowed({ decisions }: Planned): boolean {
  return decisions.length > 0 && decisions.every(({ answer }) => answer.outcome !== "denied");
}

function written(
  source: RoleSource,
  choice: Choice,
  further: readonly Choice[],
  request: WorkflowRequest,
): WorkflowAnswer {
  const { selected } = choice;
  const first = planWorkflow(source, choice, request);
  const others = further.map((each) => planWorkflow(source, each, withTrigger(request, first.plan)));
  const plan: WorkflowPlan = {
    ...first.plan,
    targets: [first.plan.targets[0], ...others.flatMap((other) => other.plan.targets)],
  };
  const result = { ...first, plan };
  const { decisions } = result;
  const roles = [selected, ...further.map((each) => each.selected)];
  const problems = [
    ...result.problems,
    ...(plan.calls === undefined ? planProblems(plan, roles, request) : []),
    ...platformProblems(selected.role, request),
    ...signingProblems(plan),
  ];
  if (problems.length > 0) return { kind: "invalid", problems };
  const denied = [result, ...others].find((each) => !isAllowed(each));
  if (denied !== undefined) {
    return { kind: "denied", lines: denialLines(source, denied), change: denied.plan.selected };
  }
  const rejected = environmentDenial(plan);
  if (rejected !== undefined) return { kind: "denied", lines: rejected, change: "environments" };
  return {
    kind: "written",
    text: workflowText(plan),
    path: plan.path,
    event: plan.trigger.isReusable ? "workflow_call" : plan.trigger.event,
    subject: decisions[0]?.token.sub ?? "",
    role: selected,
    notes: workflowNotes(
      result,
      source,
      decisions.every(({ answer }) => answer.outcome === "allowed"),
    ),
  };
}

/** The request for the role of another account, with the trigger of the first. */
function withTrigger(request: WorkflowRequest, { trigger }: WorkflowPlan): WorkflowRequest {
  return {
    ...request,
    event: trigger.isReusable ? "workflow_call" : trigger.event,
    branches: trigger.branches.map(({ pattern }) => pattern),
    tagPatterns: trigger.tags.map(({ pattern }) => pattern),
    environment: trigger.environment,
  };
}

function ambiguous(choices: readonly Choice[]): WorkflowAnswer {
  return {
    kind: "invalid",
    problems: [
      "several roles or repositories match. Choose one with --repository, --role and --account:",
      ...choices.map(
        ({ selected: { account, role }, repository }) =>
          `  --repository ${repositoryText(repository)} --role ${role.name} --account ${account.name}`,
      ),
    ],
  };
}

function noMatch(source: RoleSource, selector: RoleSelector, request: WorkflowRequest): WorkflowAnswer {
  const all = source.accounts.flatMap((account) => account.roles.map((role) => ({ account, role })));
  const roles = matchingRoles(source, { ...selector, repository: undefined });
  if (roles.length === 0) {
    return {
      kind: "invalid",
      problems: [
        `no role matches ${selectorText(selector)}. Roles in the file: ${all.map(roleText).join(", ")}`,
      ],
    };
  }
  const matching = matchingRoles(source, selector);
  if (request.pull && matching.length > 0) {
    return {
      kind: "invalid",
      problems: matching.map(
        (selected) =>
          `${request.wording.option("pull")}: ${roleText(selected)} may only ${accessVerbs(selected.role.ecr.access)}. Choose a role with access: ${accessesWith(({ canPull }) => canPull)}`,
      ),
    };
  }
  if (matching.length > 0 && matching.every(({ role }) => ecrLevel(role.ecr.access).workflow === "none")) {
    return {
      kind: "invalid",
      problems: matching.map(
        (selected) =>
          `no workflow for ${roleText(selected)}: access: ${accessText(selected.role.ecr.access)} neither pushes nor pulls images. Choose a role with access: ${accessesWith(({ workflow: job }) => job !== "none")}`,
      ),
    };
  }
  if (selector.repository === undefined) {
    return {
      kind: "invalid",
      problems: [
        `--repository: missing. Name a GitHub repository, because the trust of ${roles.map(roleText).join(", ")} has only patterns`,
      ],
    };
  }
  return {
    kind: "denied",
    lines: [
      `denied: no role trusts ${repositoryText(selector.repository)}`,
      ...roles.map(
        (selected) =>
          `  ${roleText(selected)} trusts ${exactRepositories(selected.role).map(repositoryText).join(", ") || "only patterns"}`,
      ),
      ...nearRepositories(selector.repository, roles).map((name) => `Did you mean ${name}?`),
      "To see what to add to the trust of a role, choose it with --role",
    ],
    change: undefined,
  };
}

function selectorText({ role, account }: RoleSelector): string {
  return [
    ...(role === undefined ? [] : [`--role ${role}`]),
    ...(account === undefined ? [] : [`--account ${account}`]),
  ].join(" ");
}
