import { defaultPolicyName } from "../../../config/defaults";
import type { EditValue } from "../../../config/editing/edit";
import { GITHUB_COM, githubOfIssuer } from "../../../policy/github-issuer";
import { MIN_SESSION_SECONDS } from "../../../policy/iam-limits";
import { defaultAudience } from "../../../policy/partition";
import { RULES } from "../../../policy/rules/index";
import { ruleTitle } from "../../../policy/rules/rule";
import { lineText } from "../../output";
import { accessText } from "./access-text";
import { type AccountDraft, type AdoptedRole, type NotAdopted, tagsBeside } from "./account-draft";
import { type Facts, githubSection, trustValue } from "./trust";

type EditMap = { readonly [key: string]: EditValue };

/** What is the same for all accounts. */
export interface FileSettings {
  /** Owners that may be trusted. The first one owns repositories that are named without an owner. */
  readonly owners: readonly [string, ...string[]];
  /** The issuer without `https://`. */
  readonly issuer: string;
  /** Ids from GitHub, by `OWNER` and by `OWNER/NAME`. */
  readonly ids: ReadonlyMap<string, number>;
  /** The environments that GitHub protects, with their repositories as `OWNER/NAME`. */
  readonly protectedEnvironments: readonly {
    readonly name: string;
    readonly repositories: readonly string[];
  }[];
}

/** How risks are written: accepted with a reason, or left to the user, beside a list of what is not adopted. */
type RiskForm = { readonly reason: string } | { readonly notAdopted: readonly NotAdopted[] };

/** The text of the file for accounts. */
export function fileText(accounts: readonly AccountDraft[], settings: FileSettings, form: RiskForm): string {
  const comments = new Map<string, readonly string[]>();
  const value: EditMap = {
    github: githubValue(accounts, settings),
    accounts: accounts.map((draft, index) => {
      if (!("reason" in form)) {
        draft.roles.forEach(({ accepted }, position) => {
          comments.set(`accounts[${index}].roles[${position}].ecr`, riskComment(accepted));
        });
      }
      return accountValue(draft, settings, "reason" in form ? form.reason : undefined);
    }),
  };
  return accessText(value, "reason" in form ? [] : header(form.notAdopted), comments);
}

function header(notAdopted: readonly NotAdopted[]): readonly string[] {
  return [
    "Written by github-actions-ecr adopt. The plan of this file imports what exists and changes nothing.",
    "Read it, complete acceptRisks where a comment asks for it, then run synth and terraform plan.",
    ...(notAdopted.length === 0 ? [] : ["", "Not adopted:", ...notAdopted.map(notAdoptedText)]),
    "",
  ];
}

/** `role Push of account 123456789012: its permissions are …` */
export function notAdoptedText({ kind, name, account, reason }: NotAdopted): string {
  return `- ${kind} ${lineText(name)} of account ${account}: ${lineText(reason)}`;
}

function riskComment(accepted: readonly string[]): readonly string[] {
  if (accepted.length === 0) return [];
  const rules = RULES.filter(({ id }) => accepted.includes(id));
  return [
    `The role violates ${rules.map(ruleTitle).join(" and ")}, see docs/rules.md.`,
    'synth refuses it until you fix the trust policy, or remove "# " (with the space) below and write why you accept the risk:',
    "acceptRisks:",
    ...rules.map(({ id }) => `  - { rule: ${id}, reason: "" }`),
  ];
}

function githubValue(
  accounts: readonly AccountDraft[],
  { owners, issuer, ids, ...settings }: FileSettings,
): EditMap {
  const [owner] = owners;
  const { host = GITHUB_COM, enterprise } = githubOfIssuer(issuer) ?? {};
  const entries = accounts.flatMap(({ roles }) =>
    roles.flatMap((role) => (role.isPolicy || role.entries === undefined ? [] : [role.entries])),
  );
  const section = githubSection(entries);
  const isTrusted = (name: string): boolean => owners.includes(name);
  const ownerFacts = new Map([...owners.map((each) => [each, NO_FACTS] as const), ...section.owners]);
  const known = [...ownerFacts].filter(([name]) => isTrusted(name));
  const named = [...new Set([...section.repositories.keys(), ...ids.keys()])].filter((full) =>
    full.includes("/"),
  );
  const repositories = named
    .filter((full) => isTrusted(full.split("/")[0] ?? ""))
    .map((full) => [full, section.repositories.get(full) ?? NO_FACTS] as const);
  const environments = settings.protectedEnvironments.map(({ name, repositories: own }) => ({
    name,
    repositories: own.map((full) => shortName(full, owner)),
    protectedElsewhere: true,
  }));
  return {
    owner,
    ...(host !== GITHUB_COM && { host }),
    ...(enterprise !== undefined && { enterprise }),
    ...mapOf(
      "owners",
      known
        .map(([name, { id, subject }]) => {
          const own = { id, subject: subject === "name" ? undefined : subject };
          return [name, factsValue(own, ids.get(name))] as const;
        })
        .filter(([name, facts]) => name !== owner || Object.keys(facts).length > 0),
    ),
    ...mapOf(
      "repositories",
      repositories
        .map(([full, facts]) => [shortName(full, owner), factsValue(facts, ids.get(full))] as const)
        .filter(([, facts]) => Object.keys(facts).length > 0),
    ),
    ...(environments.length > 0 && { environments }),
  };
}

const NO_FACTS: Facts = { id: undefined, subject: undefined };

/** The ids of policies count more than those of GitHub: the policies must stay the same. */
function factsValue({ id, subject }: Facts, onGithub: number | undefined): EditMap {
  const own = id ?? onGithub;
  return {
    ...(own !== undefined && { id: own }),
    ...(subject !== undefined && { subject }),
  };
}

function mapOf(key: string, entries: readonly (readonly [string, EditMap])[]): EditMap {
  return entries.length === 0 ? {} : { [key]: Object.fromEntries(entries) };
}

function shortName(full: string, owner: string): string {
  return full.startsWith(`${owner}/`) ? full.slice(owner.length + 1) : full;
}

function accountValue(
  { account, region, audience, provider, roles, repositories }: AccountDraft,
  { owners: [owner] }: FileSettings,
  reason: string | undefined,
): EditMap {
  const { scope } = account;
  return {
    id: scope.accountId,
    region,
    oidcProvider: provider.mode,
    ...(audience !== defaultAudience(scope.partition) && { audience }),
    ...tagsValue(provider.tags),
    ...(repositories.length > 0 && {
      ecr: {
        repositories: repositories.map(({ tags, ...repository }) => ({
          ...repository,
          ...(tags !== undefined &&
            tagsValue(tagsBeside(tags as Readonly<Record<string, string>>, provider.tags))),
        })),
      },
    }),
    roles: roles.map((role) => roleValue(role, owner, provider.tags, reason)),
  };
}

function roleValue(
  { github: { role, policy }, permissions, entries, isPolicy, accepted }: AdoptedRole,
  owner: string,
  accountTags: Readonly<Record<string, string>>,
  reason: string | undefined,
): EditMap {
  const { name, path, settings, permissionsBoundaryArn, tags } = role;
  const { policyName, ecr, ecrPublic } = permissions;
  const { description, maxSessionSeconds = MIN_SESSION_SECONDS } = settings ?? {};
  return {
    name,
    origin: "import",
    ...(policyName !== defaultPolicyName(name) && { policyName }),
    ...(path !== "/" && { path }),
    ...(description !== undefined && { description }),
    ...(maxSessionSeconds !== MIN_SESSION_SECONDS && { maxSessionSeconds }),
    ...(permissionsBoundaryArn !== undefined && { permissionsBoundaryArn }),
    ...tagsValue(tagsBeside(tags, accountTags)),
    ...(isPolicy || entries === undefined
      ? { trustPolicy: policy as EditMap }
      : { trust: trustValue(entries, owner) }),
    ...(reason !== undefined &&
      accepted.length > 0 && { acceptRisks: accepted.map((rule) => ({ rule, reason })) }),
    ecr,
    ...(ecrPublic !== undefined && { ecrPublic }),
    publish: false,
  };
}

function tagsValue(tags: Readonly<Record<string, string>>): EditMap {
  return Object.keys(tags).length === 0 ? {} : { tags };
}
