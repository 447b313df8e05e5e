import { CLAIM_NAMES, CLAIMS } from "../policy/claims";
import { type Decision, evaluate } from "../policy/iam/evaluate";
import { parsePolicy } from "../policy/iam/parse-policy";
import { requestContext } from "../policy/iam/request-context";
import { anyJobs, type Job, type JobToken, jobToken } from "../policy/job-token";
import { TEMPLATE_KEYS } from "../policy/subject-template";
import type { ChosenRole } from "./chosen-role";
import type { RoleSource } from "./role-source";
import { refsOfRun, type Trigger } from "./trigger";
import type { TrustedContext } from "./trusted-contexts";

/** How a repository's tokens name it. */
export type Identity = Pick<TrustedContext, "owner" | "repository" | "ids" | "template">;

/** What the token of a run says besides what starts it. */
interface RunNames {
  /** The workflow's name, and where it is: `.github/workflows/push.yml`. */
  readonly name: string;
  readonly path: string;
  /** The reusable workflow that runs: `OWNER/REPOSITORY/PATH@REF`. */
  readonly calls: string | undefined;
}

/** What the role's trust policy says to a job of a run. */
export interface TokenDecision {
  readonly ref: string;
  readonly token: JobToken;
  readonly answer: Decision;
}

/** An answer for each ref of a run. A repository sends one of its formats, and nobody says which: one that gets in suffices. */
export function tokenDecisions(
  { account, role }: ChosenRole,
  { issuerHost }: RoleSource["github"],
  run: Trigger,
  identities: readonly Identity[],
  names: RunNames,
): readonly TokenDecision[] {
  const document = parsePolicy(role.trustPolicy, "trust");
  if ("problems" in document) return [];
  const answered = (job: Job): TokenDecision => {
    const answers = anyJobs(job).map((each) =>
      evaluate(document, requestContext(jobToken(each), issuerHost, account)),
    );
    const [first] = answers;
    const worst = ["denied", "undetermined"].flatMap((outcome) =>
      answers.filter((answer) => answer.outcome === outcome),
    )[0];
    return { ref: job.ref, token: jobToken(job), answer: worst ?? (first as Decision) };
  };
  return refsOfRun(run).flatMap((ref) => {
    const all = identities.map((identity) => answered(jobOf(identity, run, ref, account.audience, names)));
    const best = ["allowed", "undetermined", "denied"].flatMap((outcome) =>
      all.filter(({ answer }) => answer.outcome === outcome),
    );
    return best.slice(0, 1);
  });
}

/** What nobody knows of a job before it runs is `*`: only a document that does not ask for it lets it in. */
function jobOf(identity: Identity, run: Trigger, ref: string, audience: string, names: RunNames): Job {
  const own = `${identity.owner}/${identity.repository}/${names.path}@${ref}`;
  return {
    ...identity,
    event: run.event,
    ref,
    environment: run.environment,
    audience,
    claims: {
      ...Object.fromEntries(TEMPLATE_KEYS.map((key) => [key, "*"])),
      environment: "",
      ...assumedClaims(run),
      workflow: names.name,
      workflow_ref: own,
      job_workflow_ref: names.calls ?? own,
    },
  };
}

/** Who starts a run, and what GitHub alone knows of a repository, is taken as the role asks for it. */
function assumedClaims({ claims }: Trigger): Job["claims"] {
  return Object.fromEntries(
    CLAIM_NAMES.flatMap((name) => {
      const value = claims[name]?.[0];
      return value === undefined ? [] : [[CLAIMS[name].claim, value]];
    }),
  );
}
