import { hideTokens } from "../policy/deferred";
import { REPOSITORY_OF_OWNER } from "../policy/github-names";
import type { TextRule } from "../policy/text-rule";
import { type RoleWorkflowProps, textProblems, tokenProblems } from "./generate-props";
import { givenRole } from "./given-role";
import { partTexts, requestProblems, type Wording, type WorkflowRequest } from "./request";
import { workflow } from "./workflow";

/** A GitHub Actions workflow. */
export interface RoleWorkflow {
  /** The path in its repository: `.github/workflows/push.yml`. */
  readonly path: string;
  /** The content of the file. */
  readonly text: string;
  /** What a reader has to know and the workflow does not show. */
  readonly notes: readonly string[];
}

/**
 * Generates the GitHub Actions workflow that uses a role, as the command `workflow` does. Terraform does not fill in the file, so it
 * contains literal values. Values that are known only at apply time reach the job as the secrets or variables in `publish`.
 * @throws Error if the role does not allow the workflow, or the props are wrong: a line for each problem.
 * @example
 * ```ts
 * import { generateWorkflow } from "cdktf-github-actions-ecr";
 *
 * const { path, text } = generateWorkflow({
 *   repository: "acme/web",
 *   role: {
 *     roleArn: "arn:aws:iam::123456789012:role/Push",
 *     trust: [{ kind: "subject", subject: "repo:acme@123456/web@456789:ref:refs/heads/main", claims: {} }],
 *     ecr: { access: "push", repositories: ["web"], regions: ["ap-northeast-2"] },
 *   },
 *   publish: { as: "variables", values: { AWS_ROLE_ARN: "roleArn", AWS_REGION: "region" } },
 * });
 * console.log(path); // .github/workflows/push.yml
 * console.log(text.split("\n")[0]); // # Pushes web to Amazon ECR with Push (account 123456789012).
 * ```
 */
export function generateWorkflow(props: RoleWorkflowProps): RoleWorkflow {
  const result = checkedWorkflow(props);
  if ("problems" in result) throw new Error(result.problems.join("\n"));
  return result;
}

/** A workflow or its problems. A denial is one problem of several lines. */
export function checkedWorkflow(
  props: RoleWorkflowProps,
): RoleWorkflow | { readonly problems: readonly string[] } {
  const { wording, ...parts } = requestOf(props);
  const [owner = "", name = ""] = props.repository.split("/");
  const repository = { owner, name };
  const source = givenRole(props, repository);
  const tokens = Object.entries(parts).flatMap(([part, value]) => tokenProblems(value, part));
  const problems = [
    ...textProblems("repository", REPOSITORY_WITH_OWNER, props.repository),
    ...("problems" in source ? source.problems : []),
    ...(tokens.length > 0 ? tokens : requestProblems({ ...parts, wording })),
  ];
  if (problems.length > 0 || "problems" in source) return { problems };
  const role = source.accounts[0].roles[0].name;
  const answer = workflow(source, { repository, role, account: undefined }, { ...parts, wording });
  switch (answer.kind) {
    case "written":
      return { path: answer.path, text: answer.text, notes: answer.notes.map(hideTokens) };
    case "denied":
      return { problems: [hideTokens(answer.lines.join("\n"))] };
    case "invalid":
      return { problems: answer.problems.map(hideTokens) };
  }
}

const REPOSITORY_WITH_OWNER: TextRule = {
  noun: REPOSITORY_OF_OWNER.noun,
  allowed: "OWNER/NAME, without wildcards and without .git at the end",
  pattern: new RegExp(`^(?=[^/]+/)${REPOSITORY_OF_OWNER.pattern.source.slice(1)}`),
};

function requestOf(props: RoleWorkflowProps): WorkflowRequest {
  return {
    event: props.event,
    branches: props.branches ?? [],
    tagPatterns: props.tagPatterns ?? [],
    environment: props.environment,
    calls: props.calls,
    fileName: props.fileName,
    platforms: props.platforms ?? [],
    images: props.images ?? [],
    context: props.context,
    dockerfile: props.dockerfile,
    tags: props.tags ?? [],
    runsOn: props.runsOn ?? [],
    kind: props.kind,
    pull: props.pull ?? false,
    regions: props.regions ?? [],
    cache: props.cache,
    provenance: props.provenance,
    sbom: props.sbom ?? false,
    attest: props.attest ?? false,
    sign: props.sign ?? false,
    reproducible: props.reproducible ?? false,
    timeout: props.timeout,
    wording: PROGRAM_WORDING,
  };
}

/** For the props of a function or a construct. */
const PROGRAM_WORDING: Wording = {
  option: (part) => part,
  options: (parts) => partTexts(parts, (part, value) => `${part}: ${JSON.stringify(value)}`).join(", "),
  images: (names) => `images: [${names.map((name) => JSON.stringify(name)).join(", ")}]`,
  repository: ({ owner, repository, ids }) =>
    [
      `repository: ${JSON.stringify(`${owner}/${repository}`)}`,
      ...(ids === undefined
        ? []
        : [`ids: { owner: ${ids.owner}, repository: ${ids.repository === "*" ? "ID" : ids.repository} }`]),
    ].join(", "),
  fix: ({ fix }) => fix,
  dependabotFix: (names) => `Create Dependabot secrets ${names}, or use variables`,
};
