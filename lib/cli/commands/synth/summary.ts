import { managedParts } from "../../../config/github-origins";
import { durationText, githubRequests, MAX_REQUESTS_PER_HOUR } from "../../../config/github-requests";
import {
  type Account,
  type Config,
  type EcrRepository,
  type Environment,
  type GithubHost,
  type Originating,
  type Owner,
  REPOSITORY_ORIGINS,
  type Role,
  type ValueTarget,
} from "../../../config/types";
import { roleArn } from "../../../policy/arn";
import { isSameName } from "../../../policy/github-names";
import { ruleTitle } from "../../../policy/rules/rule";
import { roleSubjects, shownTexts } from "../../../policy/trust-policy";
import { type Source, trustGroups } from "../../../report/source";
import {
  canText,
  conditionsText,
  counted,
  numberText,
  principalText,
  signedText,
} from "../../../report/words";
import type { StackLanguage } from "../../../stacks/access-stack";
import { DEFAULT_CONFIG, DEFAULT_OUT } from "../../io";
import { escapeControlChars, lineText, listed, shellWord } from "../../output";
import { stacksOf } from "./stacks";

/** What was written, and from what. */
export interface Synthesis {
  readonly config: Config;
  /** The access file, as the user gave it. */
  readonly path: string;
  /** The output folder, as the user gave it. */
  readonly out: string;
  readonly language: StackLanguage;
  /** Those of the file, and those about the output folder. */
  readonly warnings: readonly string[];
}

/** For people: the stacks, what each role allows, the warnings, and the next commands. */
export function summaryText(synthesis: Synthesis): string {
  const { config, path, out, warnings } = synthesis;
  const blocks = [
    `Wrote ${counted(stackNames(config).length, "stack")} from ${path} to ${out}/stacks`,
    ...(hasBucketStack(config) ? ["state\n  creates the S3 bucket for the state of the other stacks"] : []),
    ...config.accounts.map((account) => accountText(account, config)),
    ...config.owners.map((owner) => ownerText(owner, config.github)),
    ...(warnings.length === 0
      ? []
      : [warnings.map((warning) => `warning: ${escapeControlChars(warning)}`).join("\n")]),
    nextText(synthesis),
  ];
  return `${blocks.join("\n\n")}\n`;
}

/** For machines. Every list is complete. */
export function summaryJson({ config, path, out, language, warnings }: Synthesis): string {
  const summary = {
    config: path,
    stacks: stacksOf(config, out, language),
    roles: config.accounts.flatMap((account) =>
      account.roles.map((role) => ({
        stack: account.stack,
        name: role.name,
        arn: roleArn(account, role.path, role.name),
        subjects: roleSubjects(role, config.github.issuerHost),
        trustPolicy: role.trustPolicy,
        access: role.ecr.access,
        repositories: role.ecr.repositories,
        regions: role.ecr.regions,
        ...(role.ecr.signingProfileArns && { signingProfileArns: role.ecr.signingProfileArns }),
        ...(role.furtherEcr.length > 0 && { furtherEcr: role.furtherEcr }),
        ...(role.ecrPublic !== undefined && { ecrPublic: role.ecrPublic }),
        ...(role.attachedPolicyArns && { attachedPolicyArns: role.attachedPolicyArns }),
        risks: role.risks.map(({ rule, places, reason }) => ({
          rule: rule.id,
          name: rule.name,
          severity: rule.severity,
          given: places.map(({ given }) => given),
          ...(reason !== undefined && { reason }),
        })),
      })),
    ),
    values: config.owners.flatMap(({ name: owner, values }) =>
      values.map(({ as, target, name, origin }) => ({
        as,
        ...placeJson(owner, target),
        name,
        ...(origin !== undefined && { origin }),
      })),
    ),
    environments: config.owners.flatMap(({ name: owner, environments }) =>
      environments.map(({ repository, name, origin }) => ({
        repository: `${owner}/${repository}`,
        name,
        ...(origin !== undefined && { origin }),
      })),
    ),
    templates: config.owners.flatMap(({ name: owner, templates }) =>
      templates.map(({ repository, claims, origin }) => ({
        ...(repository === undefined ? { organization: owner } : { repository: `${owner}/${repository}` }),
        claims,
        ...(origin !== undefined && { origin }),
      })),
    ),
    requests: config.owners.map((owner) => ({
      stack: owner.stack,
      ...githubRequests(owner, config.github.writeDelayMs),
    })),
    warnings,
  };
  return `${JSON.stringify(summary, undefined, 2)}\n`;
}

function stackNames(config: Config): readonly string[] {
  return [
    ...(hasBucketStack(config) ? ["state"] : []),
    ...config.accounts.map(({ stack }) => stack),
    ...config.owners.map(({ stack }) => stack),
  ];
}

function hasBucketStack({ state }: Config): boolean {
  return state.kind === "s3" && state.bucketStack !== undefined;
}

function accountText(account: Account, config: Config): string {
  const { stack, accountId, region, oidcProvider, roles } = account;
  const provider = oidcProvider === "create" ? "" : `, OIDC provider: ${oidcProvider}`;
  return [
    `${stack}\n  account ${accountId}, ${region}${provider}`,
    ...registryLines(account),
    ...listed(roles, (role) => roleText(role, region, config), "  "),
  ].join("\n");
}

/** What Terraform does with ECR repositories. */
const ORIGIN_TEXTS: Readonly<Record<EcrRepository["origin"], (repositories: string) => string>> = {
  create: (repositories) => `creates ${repositories}`,
  import: (repositories) => `imports ${repositories}`,
  existing: (repositories) => `does not touch ${repositories}`,
};

/** The ECR repositories of an account, by what Terraform does with them: `creates ECR repositories web, api`. */
function registryLines({ ecr: registry }: Account): readonly string[] {
  return REPOSITORY_ORIGINS.flatMap((origin) => {
    const names = (registry?.repositories ?? []).flatMap((each) =>
      each.origin === origin ? [each.name] : [],
    );
    const [first, ...others] = new Set(names);
    if (first === undefined) return [];
    const noun = others.length === 0 ? "ECR repository" : "ECR repositories";
    return [`  ${ORIGIN_TEXTS[origin](`${noun} ${listed([first, ...others], String, "").join(", ")}`)}`];
  });
}

/** What a role may do with repositories: `push to web in eu-west-1 of 210987654321`. */
function ecrText(
  { access, repositories, regions, accountId, signingProfileArns }: Role["ecr"],
  region: string,
): string {
  const isElsewhere = accountId !== undefined || regions.some((other) => other !== region);
  const places = `${regions.join(", ")}${accountId === undefined ? "" : ` of ${accountId}`}`;
  return `${canText(access)} ${listed(repositories, String, "").join(", ")}${isElsewhere ? ` in ${places}` : ""}${signedText(signingProfileArns)}`;
}

function roleText(role: Role, region: string, { github }: Config): string {
  const { name, ecr, furtherEcr, ecrPublic, attachedPolicyArns, risks } = role;
  return [
    `  role ${name}`,
    ...listed(trustLines(role, github), String, "    "),
    ...[ecr, ...furtherEcr].map((each) => `    can ${ecrText(each, region)}`),
    ...(ecrPublic === undefined
      ? []
      : [
          `    can ${canText(ecrPublic.access)} ${listed(ecrPublic.repositories, String, "").join(", ")} in ECR Public`,
        ]),
    ...(attachedPolicyArns ?? []).map((arn) => `    can do what ${arn} allows, which is not in the file`),
    ...risks.flatMap(({ rule, reason }) =>
      reason === undefined ? [] : [`    accepts ${ruleTitle(rule)}: ${lineText(reason)}`],
    ),
  ]
    .map(escapeControlChars)
    .join("\n");
}

/** The subjects and conditions of each statement. */
function trustLines(role: Role, { issuerHost }: GithubHost): readonly string[] {
  const shown = shownTexts(role.trust);
  return trustGroups(role, issuerHost).flatMap((group) => [
    ...(group.kind === "deny"
      ? ["    denies any subject"]
      : group.sources.flatMap((source) => sourceLines(source, shown))),
    ...(group.conditions.length === 0 ? [] : [`      if ${conditionsText(group.conditions)}`]),
  ]);
}

function sourceLines({ principal, subjects }: Source, shown: (text: string) => string): readonly string[] {
  if (principal.kind === "any") return ["    allows any subject"];
  if (principal.kind === "others") return [`    allows ${principalText(principal)}`];
  return subjects.map(
    (subject) => `    allows ${shown(subject)}${subject.includes("@*:") ? " (any repository id)" : ""}`,
  );
}

/** Commands to paste, a line each. */
function nextText({ config, path, out, language }: Synthesis): string {
  const { state } = config;
  if (state.kind === "partial") {
    return [
      "Next, with the settings of your backend in FILE:",
      ...terraformCommands(config, out, " -backend-config=FILE"),
    ].join("\n");
  }
  // Without --skip-synth these commands write JSON again.
  const isHcl = language === "hcl";
  const file = path === DEFAULT_CONFIG || isHcl ? "" : `ACCESS_CONFIG=${shellWord(path)} `;
  const options = `${out === DEFAULT_OUT ? "" : ` --output ${shellWord(out)}`}${isHcl ? " --skip-synth" : ""}`;
  if (state.kind === "s3" && state.bucketStack?.ownState === "local") {
    return [
      "Next, create the bucket:",
      `  ${file}npx cdktf deploy state${options}`,
      "Then move the state of this stack into it. See docs/guide/state.md#let-the-project-create-the-bucket",
    ].join("\n");
  }
  return [
    "Next:",
    `  ${file}npx cdktf deploy "*"${options}`,
    "Or with Terraform alone:",
    ...terraformCommands(config, out),
  ].join("\n");
}

function terraformCommands(config: Config, out: string, initOptions = ""): readonly string[] {
  return listed(
    stackNames(config),
    (stack) => {
      const terraform = `terraform -chdir=${shellWord(`${out}/stacks/${stack}`)}`;
      return `  ${terraform} init${initOptions} && ${terraform} apply`;
    },
    "  ",
  );
}

/** For people: the values, environments and templates of an owner. */
export function ownerText(owner: Owner, { writeDelayMs }: Pick<GithubHost, "writeDelayMs">): string {
  const { name, stack, values, environments, templates } = owner;
  const places = new Map<string, { readonly place: string; readonly names: string[] }>();
  for (const { as, target, name: valueName, origin } of values) {
    const key = JSON.stringify([as, target, origin]);
    const known = places.get(key);
    if (known === undefined)
      places.set(key, {
        place: `${targetText(name, target)} ${as}${originText(origin)}`,
        names: [valueName],
      });
    else known.names.push(valueName);
  }
  const { perPlan, firstApply, firstApplySeconds } = githubRequests(owner, writeDelayMs);
  return [
    stack,
    ...listed([...places.values()], ({ place, names }) => `  ${place}: ${names.join(", ")}`, "  "),
    ...listed(environments, (environment) => environmentText(name, environment), "  "),
    ...listed(
      templates,
      ({ repository, claims, origin }) =>
        `  ${repository === undefined ? name : `${name}/${repository}`} subject template${originText(origin)}: ${claims.join(", ")}`,
      "  ",
    ),
    ...listed(
      owner.renamed.filter(({ repository }) => isManaged(owner, repository)),
      ({ repository, formerNames }) =>
        `  ${name}/${repository} was ${formerNames.join(", then ")}: what the state has under that name moves`,
      "  ",
    ),
    `  a plan makes ${counted(perPlan, "request")} to GitHub, of ${numberText(MAX_REQUESTS_PER_HOUR)} per hour; the first apply ${numberText(firstApply)} in about ${durationText(firstApplySeconds)}`,
  ]
    .map(escapeControlChars)
    .join("\n");
}

/** Whether a stack has something of a repository, which a new name of the repository moves. */
function isManaged(owner: Owner, repository: string): boolean {
  const { environments, templates, values } = managedParts(owner);
  return [...environments, ...templates, ...values.map(({ target }) => target)].some(
    (part) =>
      "repository" in part && part.repository !== undefined && isSameName(part.repository, repository),
  );
}

function targetText(owner: string, target: ValueTarget): string {
  switch (target.level) {
    case "repository":
      return `${owner}/${target.repository}`;
    case "environment":
      return `${owner}/${target.repository} environment ${target.environment}`;
    case "organization":
      return target.visibility === "selected"
        ? `${owner} (${target.repositoryIds.length} selected repositories)`
        : `${owner} (${target.visibility === "all" ? "all" : "all private"} repositories)`;
  }
}

/** The protection of an environment. */
function environmentText(owner: string, environment: Environment): string {
  const { repository, name, branches, tags, reviewers, preventSelfReview, waitMinutes } = environment;
  const reviewerNames = [...reviewers.users, ...reviewers.teams.map((team) => `team ${team}`)];
  const protections = [
    ...(branches.length > 0 ? [`branches ${branches.join(", ")}`] : []),
    ...(tags.length > 0 ? [`tags ${tags.join(", ")}`] : []),
    ...(branches.length + tags.length === 0 ? ["any branch or tag"] : []),
    ...(reviewerNames.length > 0
      ? [
          `approval by ${reviewerNames.join(" or ")}${preventSelfReview ? ", not by the person who started the run" : ""}`,
        ]
      : []),
    ...(waitMinutes > 0 ? [`a wait of ${counted(waitMinutes, "minute")}`] : []),
    ...(environment.administratorsMayBypass ? ["administrators can bypass it"] : []),
  ];
  return `  ${owner}/${repository} environment ${name}${originText(environment.origin)}: ${protections.join("; ")}`;
}

/** What Terraform does with what exists on GitHub. Nothing for what it creates. */
function originText(origin: Originating["origin"]): string {
  switch (origin) {
    case undefined:
      return "";
    case "import":
      return " (imported)";
    case "existing":
      return " (not touched)";
  }
}

/** For machines: where a value is. */
export function placeJson(owner: string, target: ValueTarget): Readonly<Record<string, unknown>> {
  switch (target.level) {
    case "repository":
      return { repository: `${owner}/${target.repository}` };
    case "environment":
      return { repository: `${owner}/${target.repository}`, environment: target.environment };
    case "organization":
      return {
        organization: owner,
        visibility: target.visibility,
        ...(target.visibility === "selected" && { repositoryIds: target.repositoryIds }),
      };
  }
}
