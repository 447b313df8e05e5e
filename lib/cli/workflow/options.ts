import { basename } from "node:path";
import type { Config } from "../../config/config";
import { givenText } from "../../config/problem";
import { CLAIMS } from "../../policy/claims";
import { EVENT_REFS } from "../../policy/event-refs";
import { ENVIRONMENT, REF_PATTERN, REPOSITORY_OF_OWNER } from "../../policy/github-names";
import type { TextRule } from "../../policy/text-rule";
import { type RoleWish, trustedOwners } from "../../workflow/chosen-role";
import { trustedUses } from "../../workflow/trusted-use";
import type { Wish } from "../../workflow/wish";
import type { WorkflowOptions } from "./workflow";

/** @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests */
const IMAGE_TAG: TextRule = {
  noun: "a tag of an image",
  allowed:
    "1 to 128 letters, digits and . _ -, not starting with . or -, or an expression of GitHub's in their place",
  pattern: /^(?:\w|\$\{\{[^}]*\}\})(?:[\w.-]|\$\{\{[^}]*\}\}){0,127}$/,
};

const CALLED_WORKFLOW: TextRule = {
  ...CLAIMS.jobWorkflowRef.rule,
  pattern: new RegExp(`^(?!.*[*])${CLAIMS.jobWorkflowRef.rule.pattern.source.replace(/^\^/, "")}`),
};

const WORKFLOW_FILE: TextRule = {
  noun: "the file of a workflow",
  allowed: "a path that ends with .yml or .yaml",
  pattern: /[^/\\]\.ya?ml$/,
};

/** What is wrong with the options by themselves, a line each. */
export function optionProblems(options: WorkflowOptions): readonly string[] {
  const { repository, branch, tagPattern, environment, workflow, tag, out, event } = options;
  // `tag` is a push of a tag. A reusable workflow runs on what its caller runs on.
  const ref = event === "tag" ? "tag" : EVENT_REFS.get(event ?? "");
  return [
    ...wrong("--repository", REPOSITORY_OF_OWNER, [repository]),
    ...wrong("--branch", REF_PATTERN, branch),
    ...wrong("--tag-pattern", REF_PATTERN, tagPattern),
    ...wrong("--environment", ENVIRONMENT, [environment]),
    ...wrong("--workflow", CALLED_WORKFLOW, [workflow]),
    ...wrong("--tag", IMAGE_TAG, tag),
    ...wrong("--out", WORKFLOW_FILE, [out]),
    ...(ref !== undefined && !ref.endsWith("tag") && tagPattern.length > 0
      ? [`--tag-pattern stands beside --event ${event}, which no tag starts; allowed: one of them`]
      : []),
    ...(ref === "tag" && branch.length > 0
      ? [`--branch stands beside --event ${event}, which a tag starts; allowed: one of them`]
      : []),
  ];
}

function wrong(option: string, rule: TextRule, given: readonly (string | undefined)[]): readonly string[] {
  return given.flatMap((text) =>
    text === undefined || rule.pattern.test(text)
      ? []
      : [`${option} is not ${rule.noun}; allowed: ${rule.allowed}; given: ${givenText(text)}`],
  );
}

export function wishOf(options: WorkflowOptions): Wish {
  return {
    event: options.event,
    branches: options.branch,
    tagPatterns: options.tagPattern,
    environment: options.environment,
    calls: options.workflow,
    fileName: options.out === undefined ? undefined : basename(options.out),
    platforms: options.platform,
    images: options.image,
    context: options.context,
    dockerfile: options.file,
    tags: options.tag,
    runsOn: options.runsOn,
  };
}

/** The role that the options choose. A repository without an owner is of the owner whose repository of that name is trusted. */
export function wishedRole(
  { repository, role, account }: WorkflowOptions,
  config: Config,
): RoleWish | { readonly problems: readonly string[] } {
  if (repository === undefined) return { repository, role, account };
  const [first = "", second] = repository.split("/");
  if (second !== undefined) return { repository: { owner: first, name: second }, role, account };
  const owners = trustedOwners(config);
  const named = owners
    .map((owner) => ({ owner, name: first }))
    .filter((own) =>
      config.accounts.some(({ roles }) => roles.some((each) => trustedUses(each, own).length > 0)),
    );
  const [only, ...others] = named.length === 0 ? owners.map((owner) => ({ owner, name: first })) : named;
  if (only !== undefined && others.length === 0) return { repository: only, role, account };
  const choices = [only, ...others].flatMap((choice) =>
    choice === undefined ? [] : `${choice.owner}/${first}`,
  );
  return {
    problems: [
      `--repository does not say whose it is; allowed: ${choices.join(", ") || "OWNER/NAME"}; given: ${givenText(first)}`,
    ],
  };
}
