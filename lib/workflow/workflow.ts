import type { Repository } from "../config/config";
import {
  type ChosenRole,
  exactRepositories,
  possibleRoles,
  type RoleSelector,
  repositoryText,
  roleText,
} from "./chosen-role";
import { imageProblems } from "./images";
import { workflowNotes } from "./notes";
import { type Planned, planWorkflow } from "./planned";
import { platformProblems } from "./platforms";
import { refusalLines } from "./refusal";
import type { WorkflowRequest } from "./request";
import type { RoleSource } from "./role-source";
import { workflowText } from "./workflow-text";

/** What came of the wish for a workflow. */
export type WorkflowAnswer =
  | {
      readonly kind: "written";
      readonly text: string;
      readonly path: string;
      readonly event: string;
      /** The first of its tokens' subjects, `*` where anything can stand. */
      readonly subject: string;
      readonly role: ChosenRole;
      readonly notes: readonly string[];
    }
  | { readonly kind: "refused"; readonly lines: readonly string[] }
  | { readonly kind: "unclear"; readonly problems: readonly string[] };

/** A workflow for one role and one repository, once the role's trust policy lets it in. */
export function workflow(access: RoleSource, roleWish: RoleSelector, wish: WorkflowRequest): WorkflowAnswer {
  const choices = choicesOf(access, roleWish);
  if (choices.length === 0) return nobody(access, roleWish);
  const fitting = fittingChoices(access, choices, wish);
  const [only, ...others] = fitting.length === 0 ? choices : fitting;
  if (only === undefined || others.length > 0) return ambiguous(fitting.length === 0 ? choices : fitting);
  return written(access, only, wish);
}

/** A role and a repository that it can be used from. */
interface Choice {
  readonly chosen: ChosenRole;
  readonly repository: Repository;
}

function choicesOf(access: RoleSource, wish: RoleSelector): readonly Choice[] {
  return possibleRoles(access, wish).flatMap((chosen) => {
    const repositories = wish.repository === undefined ? exactRepositories(chosen.role) : [wish.repository];
    return repositories.map((repository) => ({ chosen, repository }));
  });
}

/** Of several choices those that the wish tells apart: by what lets it in, and lets it in without an environment that it does not name. */
function fittingChoices(
  access: RoleSource,
  choices: readonly Choice[],
  wish: WorkflowRequest,
): readonly Choice[] {
  if (choices.length < 2 || !isSaid(wish)) return choices;
  const letIn = choices
    .map((choice) => ({ choice, result: planWorkflow(access, choice.chosen, choice.repository, wish) }))
    .filter(({ result }) => isLetIn(result));
  const outright = letIn.filter(({ result }) => result.plan.run.environment === wish.environment);
  return (outright.length > 0 ? outright : letIn).map(({ choice }) => choice);
}

/** Whether the wish says where the workflow runs, so that it can tell roles apart. */
function isSaid({ event, branches, tagPatterns, environment }: WorkflowRequest): boolean {
  return event !== undefined || environment !== undefined || branches.length + tagPatterns.length > 0;
}

function isLetIn({ admissions }: Planned): boolean {
  return admissions.length > 0 && admissions.every(({ answer }) => answer.outcome !== "denied");
}

function written(access: RoleSource, { chosen, repository }: Choice, wish: WorkflowRequest): WorkflowAnswer {
  const result = planWorkflow(access, chosen, repository, wish);
  const { plan, admissions } = result;
  const problems = [
    ...result.problems,
    ...(plan.calls === undefined ? imageProblems(chosen.role, wish) : []),
    ...platformProblems(chosen.role, wish),
  ];
  if (problems.length > 0) return { kind: "unclear", problems };
  if (!isLetIn(result)) return { kind: "refused", lines: refusalLines(access, result) };
  return {
    kind: "written",
    text: workflowText(plan),
    path: plan.path,
    event: plan.run.isReusable ? "workflow_call" : plan.run.event,
    subject: admissions[0]?.token.sub ?? "",
    role: chosen,
    notes: workflowNotes(
      plan,
      access,
      admissions.every(({ answer }) => answer.outcome === "allowed"),
    ),
  };
}

function ambiguous(choices: readonly Choice[]): WorkflowAnswer {
  return {
    kind: "unclear",
    problems: [
      "more than one role or repository fits; choose by --repository, --role and --account:",
      ...choices.map(
        ({ chosen: { account, role }, repository }) =>
          `  --repository ${repositoryText(repository)} --role ${role.name} --account ${account.name}`,
      ),
    ],
  };
}

function nobody(access: RoleSource, wish: RoleSelector): WorkflowAnswer {
  const all = access.accounts.flatMap((account) => account.roles.map((role) => ({ account, role })));
  const roles = all.map(roleText).join(", ");
  const named = possibleRoles(access, { ...wish, repository: undefined });
  if (named.length === 0) {
    return { kind: "unclear", problems: [`no role fits --role and --account; allowed: ${roles}`] };
  }
  if (wish.repository === undefined) {
    return {
      kind: "unclear",
      problems: [
        `--repository is missing; needed: a repository, since trust names none without wildcards in ${named.map(roleText).join(", ")}`,
      ],
    };
  }
  return {
    kind: "refused",
    lines: [
      `refused: no role trusts ${repositoryText(wish.repository)}`,
      ...named.map(
        (chosen) =>
          `  ${roleText(chosen)} trusts ${exactRepositories(chosen.role).map(repositoryText).join(", ") || "by patterns alone"}`,
      ),
      "choose a role with --role to read what to add to its trust",
    ],
  };
}
