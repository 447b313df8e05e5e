import { isToken } from "../policy/deferred";
import { cacheProblems } from "./cache";
import { imageProblems } from "./images";
import type { WorkflowPlan } from "./plan";
import type { Part, WorkflowRequest } from "./request";
import { roleText, type SelectedRole } from "./role-source";
import { tagProblems } from "./tags";
import { registries } from "./targets";

/** What the request asks of a workflow that has steps of its own. */
export function planProblems(
  plan: WorkflowPlan,
  roles: readonly SelectedRole[],
  request: WorkflowRequest,
): readonly string[] {
  const isUnversionedChart = plan.job === "pull" && plan.kind === "helm" && request.tags.length === 0;
  return [
    ...roleProblems(roles, request),
    ...registryProblems(plan),
    ...cacheProblems(request, plan.selected, plan.images),
    ...(plan.tags.length > 0 ? tagProblems(request, plan.trigger, plan.images) : []),
    ...(plan.job === "pull"
      ? pushOptions(request).map(
          (part) =>
            `${request.wording.option(part)}: is for workflows that push, and this one pulls. Remove it`,
        )
      : filesProblems(plan, request)),
    ...(isUnversionedChart
      ? [
          `${request.wording.option("tags")}: missing. Name the version of the chart to pull, because the role may not list the versions`,
        ]
      : []),
  ];
}

/** The options of the request that a workflow which pulls does not have. */
function pushOptions({
  attest,
  sign,
  reproducible,
  sbom,
  provenance,
  cache,
}: WorkflowRequest): readonly Part[] {
  const given: Readonly<Partial<Record<Part, boolean>>> = {
    attest,
    sign,
    reproducible,
    sbom,
    provenance: provenance !== undefined,
    cache: cache !== undefined,
  };
  return (Object.keys(given) as Part[]).filter((part) => given[part]);
}

/** What ECR lacks to sign what the workflow pushes: the right of a role, in each region. */
export function signingProblems({ job, build, targets, wording, regions }: WorkflowPlan): readonly string[] {
  if (!build.sign || job !== "push") return [];
  const option = wording.option("sign");
  return targets.flatMap(({ selected, publicRegistry }) => {
    if (publicRegistry !== undefined) {
      return `${option}: ECR signs images of private registries only, not of ECR Public. Remove it`;
    }
    const { signingProfileArns: arns = [] } = selected.role.ecr;
    if (arns.length === 0) {
      return `${option}: ${roleText(selected)} may not sign. Add signingProfileArn to ecr of the role: the ARN of the profile in the signing configuration of the registry`;
    }
    // The region of a CDKTF token is unknown.
    const missing = regions.filter(
      (region) => !isToken(region) && !arns.some((arn) => isToken(arn) || arn.split(":")[3] === region),
    );
    return missing.map(
      (region) =>
        `${option}: ${roleText(selected)} has no signing profile in ${region}. Add one to signingProfileArn in ecr of the role, or choose ${wording.option("regions")}`,
    );
  });
}

/** The whole repository is no artifact: it has the folder .git. */
function filesProblems({ kind, images }: WorkflowPlan, { wording }: WorkflowRequest): readonly string[] {
  return kind !== "oci"
    ? []
    : images
        .filter(({ context }) => context === ".")
        .map(
          ({ repository }) =>
            `${wording.option("images")}: missing the file or folder to push. For example: ${wording.images([`${repository}=dist`])}`,
        );
}

/** Charts and files get another digest with each push, and a pull needs one registry. */
function registryProblems({ targets, job, kind, wording }: WorkflowPlan): readonly string[] {
  const count = registries(targets).length;
  if (count === 1 || (job === "push" && kind === "image")) return [];
  return [
    `${wording.option("regions")}: expected one region of one account, got ${count} registries. Only images are pushed to several`,
  ];
}

/** What the roles may not do: push an image, or use a region. */
function roleProblems(roles: readonly SelectedRole[], request: WorkflowRequest): readonly string[] {
  const option = request.wording.option("regions");
  const problems = roles.flatMap((selected) => [
    ...imageProblems(selected.role, request),
    ...request.regions
      .filter((region) => !roles.some(({ role }) => role.ecr.regions.includes(region)))
      .map(
        (region) =>
          `${option}: expected a region of the role (${selected.role.ecr.regions.join(", ")}), got ${JSON.stringify(region)}`,
      ),
  ]);
  return [...new Set(problems)];
}
