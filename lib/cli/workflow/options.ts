import { basename } from "node:path";
import type { Config } from "../../config/config";
import { givenText } from "../../config/problem";
import { REPOSITORY_OF_OWNER } from "../../policy/github-names";
import type { WorkflowRequest } from "../../workflow/request";
import { requestProblems } from "../../workflow/request-problems";
import { type RoleSelector, trustedOwners } from "../../workflow/selected-role";
import { trustedContexts } from "../../workflow/trusted-contexts";
import { COMMAND_WORDING } from "./command-wording";
import type { WorkflowOptions } from "./workflow";

/** The problems of the options that need no role to see, a line for each. */
export function optionProblems(options: WorkflowOptions): readonly string[] {
  const { repository } = options;
  return [
    ...(repository === undefined || REPOSITORY_OF_OWNER.pattern.test(repository)
      ? []
      : [
          `--repository: expected ${REPOSITORY_OF_OWNER.noun} (${REPOSITORY_OF_OWNER.allowed}), got ${givenText(repository)}`,
        ]),
    ...requestProblems(requestOf(options)),
  ];
}

export function requestOf(options: WorkflowOptions): WorkflowRequest {
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
    wording: COMMAND_WORDING,
  };
}

/** The role and repository of the options. A repository without an owner belongs to the owner whose repository of that name is trusted. */
export function roleSelector(
  { repository, role, account }: WorkflowOptions,
  config: Config,
): RoleSelector | { readonly problems: readonly string[] } {
  if (repository === undefined) return { repository, role, account };
  const [first = "", second] = repository.split("/");
  if (second !== undefined) return { repository: { owner: first, name: second }, role, account };
  const owners = trustedOwners(config);
  const named = owners
    .map((owner) => ({ owner, name: first }))
    .filter((own) =>
      config.accounts.some(({ roles }) => roles.some((each) => trustedContexts(each, own).length > 0)),
    );
  const [only, ...others] = named.length === 0 ? owners.map((owner) => ({ owner, name: first })) : named;
  if (only !== undefined && others.length === 0) return { repository: only, role, account };
  const choices = [only, ...others].flatMap((choice) =>
    choice === undefined ? [] : `${choice.owner}/${first}`,
  );
  return {
    problems: [`--repository: expected ${choices.join(" or ") || "OWNER/NAME"}, got ${givenText(first)}`],
  };
}
