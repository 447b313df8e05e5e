import type { Account, Config, GithubHost, Role } from "../../config/config";
import { planRequests } from "../../config/plan-requests";
import { roleArn } from "../../policy/arn";
import type { Condition } from "../../policy/evaluation/document";
import { readDocument } from "../../policy/evaluation/read-document";
import type { OwnDocument } from "../../policy/policy-document";
import { NOTHING_KNOWN } from "../../policy/rules/surroundings";
import { trustingStatements } from "../../policy/rules/trusting-statement";
import { conditionClaims } from "../../policy/subject";
import { roleSubjects, sharedClaims, trustedSubjects } from "../../policy/trust-policy";
import { DEFAULT_CONFIG, DEFAULT_OUT } from "../surroundings";
import { listed } from "./listed";
import { ownerText, placeJson } from "./owner";

/** What a synthesis made. */
export interface Made {
  readonly config: Config;
  /** The file it was made from, and the folder it went to, as the user gave them. */
  readonly path: string;
  readonly out: string;
  /** Stacks in the folder that the file no longer has. */
  readonly left: readonly string[];
}

/** For people: what was made, for whom, and the next step. */
export function summaryText({ config, path, out, left }: Made): string {
  const blocks = [
    `${path} -> ${out}/stacks`,
    ...(makesBucket(config) ? ["state\n  the bucket in which the other stacks keep their state"] : []),
    ...config.accounts.map((account) => accountText(account, config)),
    ...config.owners.map(ownerText),
    ...warningBlock(config, out, left),
    nextStep(config, path, out),
  ];
  return `${blocks.join("\n\n")}\n`;
}

/** For machines: the same, every list in full. */
export function summaryJson({ config, path, out, left }: Made): string {
  const summary = {
    config: path,
    stacks: [
      ...(makesBucket(config) ? ["state"] : []),
      ...config.accounts.map(({ stack }) => stack),
      ...config.owners.map(({ stack }) => stack),
    ].map((name) => ({ name, file: `${out}/stacks/${name}/cdk.tf.json` })),
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
    `    may ${ecr.access.replace("-", " and ")}  ${listed(ecr.repositories, String, "").join(", ")}${isElsewhere ? ` in ${ecr.regions.join(", ")}` : ""}`,
    ...risks.flatMap(({ rule, reason }) =>
      reason === undefined ? [] : `    accepts  ${rule.id} (${rule.severity}): ${oneLine(reason)}`,
    ),
  ].join("\n");
}

/** The subjects that are let in, and after those that have to have further claims, which. */
function trustLines(trust: Role["trust"], { issuerHost }: GithubHost): readonly string[] {
  if (trust.kind === "document") return documentLines(trust.document);
  return sharedClaims(trust.entries).flatMap((entries) => {
    const claims = Object.entries(conditionClaims(entries[0])).map(
      ([name, values]) => `${name} ${values.join(" or ")}`,
    );
    return [
      ...trustedSubjects({ entries, issuerHost }).map(
        (subject) =>
          `    lets in  ${subject}${subject.includes("@*:") ? ", whatever the repository's id" : ""}`,
      ),
      ...(claims.length === 0 ? [] : [`      if  ${claims.join(" and ")}`]),
    ];
  });
}

/** Statement by statement, in the document's own words. */
function documentLines(document: OwnDocument): readonly string[] {
  const read = readDocument(document, "trust");
  if ("problems" in read) return [];
  const trusting = new Set(trustingStatements(read, NOTHING_KNOWN).map(({ statement }) => statement));
  return read.statements.flatMap((statement) => {
    if (statement.effect === "Deny") return ["    keeps out  any subject", ...ifLines(statement.conditions)];
    if (!trusting.has(statement)) return ["    lets in  others than GitHub's workflows"];
    const subjects = statement.conditions.filter(isSubject).flatMap(({ values }) => values);
    return [
      ...(subjects.length === 0 ? ["any subject"] : subjects).map((subject) => `    lets in  ${subject}`),
      ...ifLines(statement.conditions.filter((condition) => !isSubject(condition))),
    ];
  });
}

function isSubject({ key, operatorName }: Condition): boolean {
  return /:sub$/i.test(key) && /^String(?:Like|Equals(?:IgnoreCase)?)$/.test(operatorName);
}

/** What else has to hold; that the audience has to, goes without saying. */
function ifLines(conditions: readonly Condition[]): readonly string[] {
  const others = conditions
    .filter(({ key }) => !/:aud$/i.test(key))
    .map(({ key, operatorName, values }) => `${key} ${operatorName} ${values.join(" or ")}`);
  return others.length === 0 ? [] : [`      if  ${others.join(" and ")}`];
}

function oneLine(text: string): string {
  return text.trim().replace(/\s+/g, " ");
}

function warningBlock(config: Config, out: string, left: readonly string[]): readonly string[] {
  const warnings = [...config.warnings, ...leftWarnings(out, left)];
  return warnings.length === 0 ? [] : [warnings.map((warning) => `warning: ${warning}`).join("\n")];
}

function leftWarnings(out: string, left: readonly string[]): readonly string[] {
  return left.map(
    (stack) =>
      `${out}/stacks/${stack} is no longer in the file, and what it made still stands: destroy it there with terraform, then delete the folder`,
  );
}

function nextStep({ state }: Config, path: string, out: string): string {
  const inFolders = `terraform init and terraform apply in ${out}/stacks/<stack>`;
  if (state.kind === "partial") return `Next: ${inFolders}`;
  const file = path === DEFAULT_CONFIG ? "" : `ACCESS_CONFIG=${path} `;
  const folder = out === DEFAULT_OUT ? "" : ` --output ${out}`;
  if (state.kind === "s3" && state.bucketStack?.ownState === "local") {
    return `Next: ${file}npx cdktf deploy state${folder}, then write create: migrated and move its state into the bucket (README, Remote state)`;
  }
  return `Next: ${file}npx cdktf deploy '*'${folder}, or ${inFolders}`;
}
