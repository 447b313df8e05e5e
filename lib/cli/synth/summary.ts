import type { Account, Config, GithubHost, Role } from "../../config/config";
import { planRequests } from "../../config/plan-requests";
import { roleArn } from "../../policy/arn";
import { roleSubjects } from "../../policy/trust-policy";
import type { Source } from "../../report/source";
import { trustGroups } from "../../report/trust-group";
import { conditionsText, mayText, principalText } from "../../report/words";
import { STACK_FILES, type StackLanguage } from "../../stacks/stack-language";
import { DEFAULT_CONFIG, DEFAULT_OUT } from "../env";
import { listed } from "../output/listed";
import { lineText, shownText } from "../output/shown-text";
import { ownerText, placeJson } from "./owner";

/** What a synthesis made. */
export interface Made {
  readonly config: Config;
  /** The file it was made from, and the folder it went to, as the user gave them. */
  readonly path: string;
  readonly out: string;
  /** What the stacks are written in. */
  readonly language: StackLanguage;
  /** Stacks in the folder that the file no longer has. */
  readonly left: readonly string[];
}

/** For people: what was made, for whom, and the next step. */
export function summaryText(made: Made): string {
  const { config, path, out, left } = made;
  const blocks = [
    `${path} -> ${out}/stacks`,
    ...(makesBucket(config) ? ["state\n  the bucket in which the other stacks keep their state"] : []),
    ...config.accounts.map((account) => accountText(account, config)),
    ...config.owners.map(ownerText),
    ...warningBlock(config, out, left),
    nextStep(made),
  ];
  return `${blocks.join("\n\n")}\n`;
}

/** For machines: the same, every list in full. */
export function summaryJson({ config, path, out, language, left }: Made): string {
  const summary = {
    config: path,
    stacks: [
      ...(makesBucket(config) ? ["state"] : []),
      ...config.accounts.map(({ stack }) => stack),
      ...config.owners.map(({ stack }) => stack),
    ].map((name) => ({ name, file: `${out}/stacks/${name}/${STACK_FILES[language][0]}` })),
    roles: config.accounts.flatMap((account) =>
      account.roles.map((role) => ({
        stack: account.stack,
        name: role.name,
        arn: roleArn(account, role.path, role.name),
        subjects: roleSubjects(role.trust, config.github.issuerHost),
        trustPolicy: role.trustPolicy,
        access: role.ecr.access,
        repositories: role.ecr.repositories,
        regions: role.ecr.regions,
        risks: role.risks.map(({ rule, places, reason }) => ({
          rule: rule.id,
          severity: rule.severity,
          given: places.map(({ given }) => given),
          ...(reason !== undefined && { reason }),
        })),
      })),
    ),
    values: config.owners.flatMap(({ name: owner, values }) =>
      values.map(({ as, target, name }) => ({ as, ...placeJson(owner, target), name })),
    ),
    environments: config.owners.flatMap(({ name: owner, environments }) =>
      environments.map(({ repository, name }) => ({ repository: `${owner}/${repository}`, name })),
    ),
    templates: config.owners.flatMap(({ name: owner, templates }) =>
      templates.map(({ repository, claims }) => ({
        ...(repository === undefined ? { organization: owner } : { repository: `${owner}/${repository}` }),
        claims,
      })),
    ),
    requests: config.owners.map((owner) => ({ stack: owner.stack, perPlan: planRequests(owner) })),
    warnings: [...config.warnings, ...leftWarnings(out, left)],
  };
  return `${JSON.stringify(summary, undefined, 2)}\n`;
}

function makesBucket({ state }: Config): boolean {
  return state.kind === "s3" && state.bucketStack !== undefined;
}

function accountText({ stack, accountId, region, oidcProvider, roles }: Account, config: Config): string {
  const provider = oidcProvider === "create" ? "" : `, OIDC provider: ${oidcProvider}`;
  return [
    `${stack}\n  account ${accountId}, ${region}${provider}`,
    ...listed(roles, (role) => roleText(role, region, config), "  "),
  ].join("\n");
}

function roleText({ name, trust, ecr, risks }: Role, region: string, { github }: Config): string {
  const isElsewhere = ecr.regions.some((other) => other !== region);
  return [
    `  ${name}`,
    ...listed(trustLines(trust, github), String, "    "),
    `    may ${mayText(ecr.access)}  ${listed(ecr.repositories, String, "").join(", ")}${isElsewhere ? ` in ${ecr.regions.join(", ")}` : ""}`,
    ...risks.flatMap(({ rule, reason }) =>
      reason === undefined ? [] : `    accepts  ${rule.id} (${rule.severity}): ${lineText(reason)}`,
    ),
  ]
    .map(shownText)
    .join("\n");
}

/** Whom each statement lets in, and on which conditions. */
function trustLines(trust: Role["trust"], { issuerHost }: GithubHost): readonly string[] {
  return trustGroups(trust, issuerHost).flatMap((group) => [
    ...(group.kind === "deny" ? ["    keeps out  any subject"] : group.sources.flatMap(sourceLines)),
    ...(group.conditions.length === 0 ? [] : [`      if  ${conditionsText(group.conditions)}`]),
  ]);
}

function sourceLines({ principal, subjects }: Source): readonly string[] {
  if (principal.kind === "any") return ["    lets in  any subject"];
  if (principal.kind === "others") return [`    lets in  ${principalText(principal)}`];
  return subjects.map(
    (subject) => `    lets in  ${subject}${subject.includes("@*:") ? ", whatever the repository's id" : ""}`,
  );
}

function warningBlock(config: Config, out: string, left: readonly string[]): readonly string[] {
  const warnings = [...config.warnings, ...leftWarnings(out, left)];
  return warnings.length === 0
    ? []
    : [warnings.map((warning) => `warning: ${shownText(warning)}`).join("\n")];
}

function leftWarnings(out: string, left: readonly string[]): readonly string[] {
  return left.map(
    (stack) =>
      `${out}/stacks/${stack} is no longer in the file, and what it made still stands: destroy it there with terraform, then delete the folder`,
  );
}

function nextStep({ config: { state }, path, out, language }: Made): string {
  const inFolders = `terraform init and terraform apply in ${out}/stacks/<stack>`;
  if (state.kind === "partial") return `Next: ${inFolders}`;
  // Without --skip-synth these commands write JSON again.
  const asWritten = language === "hcl";
  const file = path === DEFAULT_CONFIG || asWritten ? "" : `ACCESS_CONFIG=${path} `;
  const options = `${out === DEFAULT_OUT ? "" : ` --output ${out}`}${asWritten ? " --skip-synth" : ""}`;
  if (state.kind === "s3" && state.bucketStack?.ownState === "local") {
    return `Next: ${file}npx cdktf deploy state${options}, then write create: migrated and move its state into the bucket (README, Remote state)`;
  }
  return `Next: ${file}npx cdktf deploy '*'${options}, or ${inFolders}`;
}
