import { CLAIM_NAMES, CLAIMS } from "../policy/claims";
import { type Decision, evaluate } from "../policy/iam/evaluate";
import { requestContext } from "../policy/iam/request-context";
import { anyJobs, type Job, type JobToken, jobToken } from "../policy/job-token";
import { TEMPLATE_KEYS } from "../policy/subject/template";
import type { Identity } from "./request";
import type { RoleSource, SelectedRole } from "./role-source";
import { refsOfTrigger, type Trigger } from "./trigger";

/** The workflow's names in a token. */
interface WorkflowNames {
  /** The key `name` of the workflow. */
  readonly name: string;
  /** `.github/workflows/push.yml`. */
  readonly path: string;
  /** The reusable workflow that runs: `OWNER/REPOSITORY/PATH@REF`. */
  readonly calls: string | undefined;
}

/** Whether the role's trust policy allows the token of a job. */
export interface TokenDecision {
  readonly ref: string;
  readonly token: JobToken;
  readonly answer: Decision;
}

/** A decision for each ref of a trigger. A repository sends one of several subject formats, so the best decision counts. */
export function tokenDecisions(
  { account, role }: SelectedRole,
  { issuerHost }: RoleSource["github"],
  trigger: Trigger,
  identities: readonly Identity[],
  names: WorkflowNames,
): readonly TokenDecision[] {
  const answered = (job: Job): TokenDecision => {
    const answers = anyJobs(job).map((each) =>
      evaluate(role.parsedTrustPolicy, requestContext(jobToken(each), issuerHost, account)),
    );
    const [first] = answers;
    const worst = ["denied", "undetermined"].flatMap((outcome) =>
      answers.filter((answer) => answer.outcome === outcome),
    )[0];
    return { ref: job.ref, token: jobToken(job), answer: worst ?? (first as Decision) };
  };
  return refsOfTrigger(trigger).flatMap((ref) => {
    const all = identities.map((identity) =>
      answered(jobOf(identity, trigger, ref, account.audience, names)),
    );
    const best = ["allowed", "undetermined", "denied"].flatMap((outcome) =>
      all.filter(({ answer }) => answer.outcome === outcome),
    );
    return best.slice(0, 1);
  });
}

/** Claims that are not known before the job runs are `*`. Only a trust policy without a condition on them allows that. */
function jobOf(
  identity: Identity,
  trigger: Trigger,
  ref: string,
  audience: string,
  names: WorkflowNames,
): Job {
  const own = `${identity.owner}/${identity.repository}/${names.path}@${ref}`;
  return {
    ...identity,
    event: trigger.event,
    ref,
    environment: trigger.environment,
    audience,
    claims: {
      ...Object.fromEntries(TEMPLATE_KEYS.map((key) => [key, "*"])),
      environment: "",
      ...assumedClaims(trigger),
      workflow: names.name,
      workflow_ref: own,
      job_workflow_ref: names.calls ?? own,
    },
  };
}

/** Claims that the workflow does not determine, such as the actor, are assumed to have the values that the role requires. */
function assumedClaims({ claims }: Trigger): Job["claims"] {
  return Object.fromEntries(
    CLAIM_NAMES.flatMap((name) => {
      const value = claims[name]?.[0];
      return value === undefined ? [] : [[CLAIMS[name].claim, value]];
    }),
  );
}
