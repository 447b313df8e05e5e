import { ConfigError } from "../../../config/problem";
import { loadFile, type ReadFile } from "../../../config/read";
import type { Role } from "../../../config/types";
import { GITHUB_COM, GITHUB_COM_ISSUER, isServerIssuer } from "../../../policy/github-issuer";
import {
  type GuardrailOwner,
  MAX_ORGANIZATION_POLICY_CHARACTERS,
  type OrganizationPolicy,
  organizationPolicyText,
  policyCharacters,
  resourceControlPolicy,
  serviceControlPolicy,
  subjectsOfOwners,
} from "../../../policy/guardrail";
import { patternOf, subsumes } from "../../../policy/iam/glob";
import { distinct, listText, mapped, type NonEmpty } from "../../../policy/non-empty";
import type { Partition } from "../../../policy/partition";
import { EMPTY_CONTEXT } from "../../../policy/rules/context";
import { allowedValues, githubStatements } from "../../../policy/rules/github-statement";
import { shownTexts } from "../../../policy/trust-policy";
import { counted } from "../../../report/words";
import { type CommandResult, EXIT } from "../../run-command";

export interface GuardrailOptions {
  readonly config: string;
  /** `NAME` or `NAME@ID`. */
  readonly owner?: readonly string[];
  readonly scp: boolean;
  readonly deployer?: readonly string[];
  readonly json: boolean;
}

/** A policy in JSON output. */
interface Printed {
  readonly characters: number;
  readonly policy: OrganizationPolicy;
}

/**
 * @param cwd relative paths of the options start here.
 * @throws ConfigError if the file or an option has problems, or a policy is too long.
 */
export function guardrail(options: GuardrailOptions, cwd: string): CommandResult {
  const wrongOptions = optionProblems(options);
  if (wrongOptions.length > 0) throw new ConfigError(wrongOptions);
  const file = loadFile(options.config, cwd);
  const { github, accounts } = file.config;
  const owners = guardrailOwners(file, options);
  const issuers = issuersOf(github.issuerHost, github.host);
  const rcp = resourceControlPolicy(issuers, owners);
  const deployers = options.deployer ?? accounts.flatMap(({ assumeRoleArn }) => assumeRoleArn ?? []);
  const partitions = distinct(mapped(accounts, ({ partition }) => partition));
  const scp = serviceControlPolicy({ issuers, partitions, deployers: [...new Set(deployers)] });
  const problems = [
    ...(options.json || !options.scp ? lengthProblems(options.config, rcp, owners) : []),
    ...(options.json || options.scp ? deployerProblems(scp, deployers.length) : []),
    ...partitionProblems(options.deployer ?? [], partitions),
  ];
  if (problems.length > 0) throw new ConfigError(problems);

  const rcpNotes = [
    ...(isServerIssuer(github.issuerHost) ? [] : nameNotes(owners)),
    ...subjectNotes(file, issuers, owners),
  ];
  const scpNotes = deployers.length > 0 ? everyRoleNotes(deployers) : [NO_DEPLOYER];
  if (options.json) {
    const printed = (policy: OrganizationPolicy): Printed => ({
      characters: policyCharacters(policy),
      policy,
    });
    const content = {
      issuers,
      owners: owners.map(({ name, id }) => ({ name, id })),
      rcp: printed(rcp),
      scp: printed(scp),
      notes: [...rcpNotes, ...scpNotes],
    };
    return { exit: EXIT.done, output: `${JSON.stringify(content, undefined, 2)}\n` };
  }
  const policy = options.scp ? scp : rcp;
  return {
    exit: EXIT.done,
    output: `${organizationPolicyText(policy)}\n`,
    lines: [
      options.scp ? scpLine(issuers) : rcpLine(issuers, owners),
      `${policyCharacters(policy)} of ${MAX_ORGANIZATION_POLICY_CHARACTERS} characters. See docs/guide/guardrail.md`,
      ...(options.scp ? scpNotes : rcpNotes).map((note) => `note: ${note}`),
    ],
  };
}

/** Options of the policy that is not printed. */
function optionProblems({ owner, deployer, scp, json }: GuardrailOptions): readonly string[] {
  if (json) return [];
  if (scp && owner !== undefined) {
    return ["--owner: expected no --scp, or --json with it. Only the RCP has owners"];
  }
  if (!scp && deployer !== undefined) {
    return ["--deployer: expected --scp or --json with it. Only the SCP has exceptions"];
  }
  return [];
}

/** An enterprise with an issuer of its own is on github.com, whose other issuer also has a provider in many accounts. */
function issuersOf(issuer: string, host: string): NonEmpty<string> {
  return host === GITHUB_COM ? distinct([GITHUB_COM_ISSUER, issuer]) : [issuer];
}

/** The owners that the file names, and those of `--owner`. */
function guardrailOwners(
  { context }: ReadFile,
  { owner: given = [], config }: GuardrailOptions,
): NonEmpty<GuardrailOwner> {
  const { lintContext, known, templates } = context;
  const owners = new Map<string, GuardrailOwner>();
  for (const [key, name] of [
    [known.owner.toLowerCase(), known.owner] as const,
    ...(lintContext.owners ?? []),
  ]) {
    const own = templates.filter(({ owner }) => owner.toLowerCase() === key).map(({ claims }) => claims);
    owners.set(key, { name, id: lintContext.ids.owners.get(key), templates: own });
  }
  for (const text of given) {
    const [name = "", id] = text.split("@");
    const owner = owners.get(name.toLowerCase()) ?? { name, id: undefined, templates: [] };
    if (id !== undefined && owner.id !== undefined && owner.id !== id) {
      throw new ConfigError([`--owner: expected the id of ${name} in ${config} (${owner.id}), got ${id}`]);
    }
    const [same] = [...owners.values()].filter((each) => id !== undefined && each.id === id);
    if (same !== undefined && same.name.toLowerCase() !== name.toLowerCase()) {
      throw new ConfigError([
        `--owner: expected an id of no other owner, got ${text}. ${same.name} has this id`,
      ]);
    }
    if (owner.name !== name) {
      throw new ConfigError([`--owner: expected the spelling in ${config} (${owner.name}), got ${name}`]);
    }
    owners.set(name.toLowerCase(), { ...owner, id: owner.id ?? id });
  }
  const [first, ...others] = [...owners.values()];
  if (first === undefined) throw new TypeError("the file has an owner");
  return [first, ...others];
}

/** Each policy would deny the owners of the others, so the list cannot be split. */
function lengthProblems(
  config: string,
  policy: OrganizationPolicy,
  owners: NonEmpty<GuardrailOwner>,
): readonly string[] {
  const characters = policyCharacters(policy);
  if (characters <= MAX_ORGANIZATION_POLICY_CHARACTERS) return [];
  return [
    `${config}: expected a resource control policy of at most ${MAX_ORGANIZATION_POLICY_CHARACTERS} characters, got ${characters} for ${counted(owners.length, "owner")}. Remove owners that need no role: two policies cannot share the list, because each denies the owners of the other`,
  ];
}

function deployerProblems(policy: OrganizationPolicy, deployers: number): readonly string[] {
  const characters = policyCharacters(policy);
  if (characters <= MAX_ORGANIZATION_POLICY_CHARACTERS) return [];
  return [
    `--deployer: expected a service control policy of at most ${MAX_ORGANIZATION_POLICY_CHARACTERS} characters, got ${characters} for ${counted(deployers, "role")}. Use one pattern, such as arn:aws:iam::*:role/NAME`,
  ];
}

/** An ARN of another partition matches no role of the organization. */
function partitionProblems(deployers: readonly string[], partitions: NonEmpty<Partition>): readonly string[] {
  return deployers
    .filter((arn) => !partitions.some((partition) => arn.startsWith(`arn:${partition}:`)))
    .map((arn) => `--deployer: expected a role in ${listText(partitions)}, as the accounts are, got ${arn}`);
}

/** Patterns that exempt every role. */
function everyRoleNotes(deployers: readonly string[]): readonly string[] {
  return deployers.flatMap((arn) => {
    const account = /^arn:[^:]+:iam::([^:]+):role\/[*]+$/.exec(arn)?.[1];
    if (account === undefined) return [];
    const where = account === "*" ? "in every account" : `in ${account}`;
    return [`--deployer ${arn} excepts every role ${where}: each may change the OIDC provider`];
  });
}

function rcpLine(issuers: NonEmpty<string>, owners: NonEmpty<GuardrailOwner>): string {
  const names = mapped(owners, ({ name, id }) => (id === undefined ? name : `${name} (id ${id})`));
  return `Denies tokens of ${listText(issuers)}, except those of ${listText(names)}`;
}

function scpLine(issuers: NonEmpty<string>): string {
  return `Denies changes of the OIDC providers for ${listText(issuers)}, and new providers for other GitHubs`;
}

const NO_DEPLOYER =
  "the SCP also denies changes by the role that runs Terraform. To except a role, add --deployer ARN";

function nameNotes(owners: NonEmpty<GuardrailOwner>): readonly string[] {
  const [first, ...others] = owners.filter(({ id }) => id === undefined).map(({ name }) => name);
  if (first === undefined) return [];
  return [
    `the id of ${listText([first, ...others])} is unknown, so the name decides. If someone else registers the name, their tokens pass. Run resolve, or add --owner NAME@ID`,
  ];
}

/** Roles with subjects that the patterns of owners do not match. The id of the owner decides then, which AWS does not fill everywhere. */
function subjectNotes(
  { config }: ReadFile,
  issuers: NonEmpty<string>,
  owners: NonEmpty<GuardrailOwner>,
): readonly string[] {
  const { issuerHost } = config.github;
  const patterns = subjectsOfOwners(issuerHost, owners).map((text) =>
    patternOf(text, { hasWildcards: true, hasVariables: true }),
  );
  const when = issuers.includes(GITHUB_COM_ISSUER)
    ? "denies such a token unless AWS fills the key repository_owner_id"
    : "denies such a token";
  return config.accounts.flatMap(({ accountId, roles }) =>
    roles.flatMap((role) => {
      const [other] = subjectsIn(role, issuerHost).filter(
        ({ pattern }) => !patterns.some((general) => subsumes(general, pattern)),
      );
      if (other === undefined) return [];
      return [
        `role ${role.name} in ${accountId} trusts the subject ${JSON.stringify(shownTexts(role.trust)(other.text))}. It follows no template in the file that shows the owner, so the policy ${when}`,
      ];
    }),
  );
}

function subjectsIn({ parsedTrustPolicy }: Role, issuerHost: string): ReturnType<typeof allowedValues> {
  return githubStatements(parsedTrustPolicy, { ...EMPTY_CONTEXT, issuerHost }).flatMap((statement) =>
    allowedValues(statement, "sub"),
  );
}
