import { ConfigError } from "../../../config/problem";
import type { Config } from "../../../config/types";
import { type EcrDecision, type EcrRequest, ecrDecisions } from "../../../explain/ecr-action";
import { ECR_ACCESSES, ECR_LOGIN_ACTIONS, ecrLevel } from "../../../policy/ecr-access";
import { ECR_REPOSITORY_NAME, ecrReference } from "../../../policy/ecr-names";
import { nearestKey } from "../../../policy/near-name";
import { givenText } from "../../../policy/text-rule";
import { counted } from "../../../report/words";
import { escapeControlChars, type Paint } from "../../output";
import { type CommandResult, EXIT } from "../../run-command";

/** The options that ask for an action in ECR. */
export interface ActionOptions {
  readonly action?: string;
  readonly image?: string;
}

const ACTION = /^ecr:[A-Za-z]+$/;

/** The actions of the access levels. Others are possible, but no role has them. */
const KNOWN_ACTIONS: readonly string[] = [
  ...ECR_LOGIN_ACTIONS,
  ...new Set(ECR_ACCESSES.flatMap((access) => ecrLevel(access).actions)),
];

/**
 * @returns undefined if no option asks for an action.
 * @throws ConfigError with every problem of the options.
 */
export function requestedAction({ action, image }: ActionOptions): EcrRequest | undefined {
  if (action === undefined && image === undefined) return undefined;
  const problems = [
    ...(action === undefined
      ? ["--action: missing. Expected an action with --image, such as ecr:PutImage"]
      : []),
    ...(image === undefined
      ? ["--image: missing. Expected an image with --action, such as web or web:v1"]
      : []),
    ...(action === undefined ? [] : actionProblems(action)),
  ];
  const reference = image === undefined ? undefined : imageOf(image);
  if (image !== undefined && reference === undefined) {
    problems.push(
      `--image: expected ${ECR_REPOSITORY_NAME.noun}, with or without registry address and tag (such as web:v1), got ${givenText(image)}`,
    );
  }
  if (problems.length > 0 || action === undefined || reference === undefined) throw new ConfigError(problems);
  return { action: spelledAction(action), ...reference };
}

/** An action that no role has is a question too, unless it is a slip. */
function actionProblems(action: string): readonly string[] {
  if (KNOWN_ACTIONS.includes(spelledAction(action))) return [];
  const names = KNOWN_ACTIONS.map((each) => each.replace("ecr:", ""));
  const near = nearestKey(action.replace(/^.*:/, ""), names);
  if (near === undefined && ACTION.test(action)) return [];
  const hint = near === undefined ? "" : `, did you mean ecr:${near}?`;
  return [`--action: expected an action of ECR (ecr:NAME), got ${givenText(action)}${hint}`];
}

/** IAM ignores the case of actions. */
function spelledAction(action: string): string {
  return KNOWN_ACTIONS.find((each) => each.toLowerCase() === action.toLowerCase()) ?? action;
}

function imageOf(image: string): Omit<EcrRequest, "action"> | undefined {
  const reference = ecrReference(image);
  if (reference?.kind === "public") return undefined;
  const registry =
    reference?.kind === "private" ? { accountId: reference.accountId, region: reference.region } : undefined;
  const repository = reference === undefined ? image : reference.name;
  const tag = /[^/]:([\w][\w.-]*)(?:@|$)/.exec(image)?.[1];
  if (!ECR_REPOSITORY_NAME.pattern.test(repository)) return undefined;
  return { repository, tag: reference === undefined ? undefined : tag, registry };
}

/** The answer for every role, or for those that a token can assume. */
export function explainAction(
  name: string,
  config: Config,
  request: EcrRequest,
  {
    isWanted,
    json,
    paint,
  }: {
    readonly isWanted: Parameters<typeof ecrDecisions>[2];
    readonly json: boolean;
    readonly paint: Paint;
  },
): CommandResult {
  const decisions = ecrDecisions(config, request, isWanted);
  const isAllowed = decisions.some(({ outcome }) => outcome === "allowed");
  return {
    exit: isAllowed ? EXIT.done : EXIT.failed,
    output: json ? decisionsJson(name, request, decisions) : decisionsText(name, request, decisions, paint),
  };
}

function decisionsJson(name: string, request: EcrRequest, decisions: readonly EcrDecision[]): string {
  const answer = {
    file: name,
    ...request,
    allowed: decisions.some(({ outcome }) => outcome === "allowed"),
    roles: decisions.map(({ role, ...decision }) => ({ ...role, ...decision })),
  };
  return `${JSON.stringify(answer, undefined, 2)}\n`;
}

const POLICY_WIDTH = "permissions boundary".length;

function decisionsText(
  name: string,
  { action, repository, tag }: EcrRequest,
  decisions: readonly EcrDecision[],
  paint: Paint,
): string {
  const allowed = decisions.filter(({ outcome }) => outcome === "allowed").length;
  const image = tag === undefined ? repository : `${repository}:${tag}`;
  const isUndetermined = decisions.some(({ outcome }) => outcome === "undetermined");
  const headline =
    allowed > 0
      ? paint("good", `allowed: ${counted(allowed, "role")} may`)
      : paint("bad", isUndetermined ? "undetermined: no role may for certain" : "denied: no role may");
  return `${[
    `${action} on ${image}, by the policies of ${name}`,
    headline,
    ...sorted(decisions).map((each) => decisionText(each, paint)),
  ].join("\n\n")}\n`;
}

/** Roles that may come first. */
function sorted(decisions: readonly EcrDecision[]): readonly EcrDecision[] {
  const order = ["allowed", "undetermined", "denied"] as const;
  return order.flatMap((outcome) => decisions.filter((each) => each.outcome === outcome));
}

function decisionText({ role, outcome, policies, notes }: EcrDecision, paint: Paint): string {
  return [
    `${paint("strong", `role ${role.name} in ${role.account}`)}: ${outcome}`,
    ...policies.map(
      (each) => `  ${each.policy.padEnd(POLICY_WIDTH)}  ${each.outcome}: ${escapeControlChars(each.why)}`,
    ),
    ...notes.map((note) => `  note: ${escapeControlChars(note)}`),
  ].join("\n");
}
