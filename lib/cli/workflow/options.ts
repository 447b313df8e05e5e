import { basename } from "node:path";
import type { Config } from "../../config/config";
import { givenText } from "../../config/problem";
import { REPOSITORY_OF_OWNER } from "../../policy/github-names";
import { type RoleSelector, trustedOwners } from "../../workflow/chosen-role";
import type { WorkflowRequest } from "../../workflow/request";
import { wishProblems } from "../../workflow/request-problems";
import { trustedContexts } from "../../workflow/trusted-contexts";
import { COMMAND_WORDS } from "./command-words";
import type { WorkflowOptions } from "./workflow";

/** What is wrong with the options by themselves, a line each. */
export function optionProblems(options: WorkflowOptions): readonly string[] {
  const { repository } = options;
  return [
    ...(repository === undefined || REPOSITORY_OF_OWNER.pattern.test(repository)
      ? []
      : [
          `--repository is not ${REPOSITORY_OF_OWNER.noun}; allowed: ${REPOSITORY_OF_OWNER.allowed}; given: ${givenText(repository)}`,
        ]),
    ...wishProblems(wishOf(options)),
  ];
}

export function wishOf(options: WorkflowOptions): WorkflowRequest {
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
    words: COMMAND_WORDS,
  };
}

/** The role that the options choose. A repository without an owner is of the owner whose repository of that name is trusted. */
export function wishedRole(
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
    problems: [
      `--repository does not say whose it is; allowed: ${choices.join(", ") || "OWNER/NAME"}; given: ${givenText(first)}`,
    ],
  };
}
