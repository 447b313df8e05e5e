import { z } from "zod";
import { BOUNDARY_ARN, ROLE_ARN } from "../../policy/arn";
import { accessVerbs, ECR_ACCESSES, ECR_PUBLIC_ACCESSES } from "../../policy/ecr-access";
import {
  ECR_PUBLIC_ALIAS,
  ECR_REPOSITORY,
  ECR_REPOSITORY_NAME,
  SIGNING_PROFILE_ARN,
} from "../../policy/ecr-names";
import { REPOSITORY_OF_OWNER, VALUE_NAME, VALUE_PLACE, VALUE_PREFIX } from "../../policy/github-names";
import {
  ACCOUNT_ID,
  AUDIENCE,
  DESCRIPTION,
  MAX_POLICIES_PER_ROLE,
  MAX_RAISED_POLICIES_PER_ROLE,
  MAX_RAISED_ROLES_PER_ACCOUNT,
  MAX_RAISED_TRUST_POLICY_CHARACTERS,
  MAX_ROLES_PER_ACCOUNT,
  MAX_SESSION_SECONDS,
  MAX_TRUST_POLICY_CHARACTERS,
  MIN_SESSION_SECONDS,
  PATH,
  POLICY_NAME,
  ROLE_NAME,
  TAG_VALUE,
} from "../../policy/iam-limits";
import { VALUE_CONTENTS } from "../../policy/published-values";
import type { TextRule } from "../../policy/text-rule";
import { DEFAULT_ROLE_NAME, PLACEHOLDER } from "../defaults";
import { at, items, type Located } from "../draft";
import { DEFAULT_VERSIONS, versionConstraint } from "../provider-versions";
import {
  OIDC_PROVIDER_MODES,
  ORIGINS,
  PUBLICATION_KINDS,
  PUBLICATION_LEVELS,
  ROLE_ORIGINS,
  VISIBILITIES,
} from "../types";
import { githubEntry } from "./github";
import { placeholderHint, repositoryHint, type TextHint } from "./hints";
import {
  choice,
  exactlyOneOf,
  list,
  oneOrMore,
  originOf,
  region,
  section,
  sectionOrList,
  tags,
  tagsOf,
  text,
  wholeNumber,
  wrongKind,
} from "./parts";
import { publicRegistry, registry } from "./registry";
import { state } from "./state";
import { acceptRisks, trustEntry, trustPolicy } from "./trust";

/**
 * The same format, or a text with {@link PLACEHOLDER}. `checks` compares it with the format once the name of a repository is in its place.
 * @param characters of the format, as in a regular expression.
 */
function perRepository(rule: TextRule, characters: string): TextRule {
  const { source, flags } = rule.pattern;
  const placeholder = "\\{repository\\}";
  return {
    ...rule,
    pattern: new RegExp(`${source}|^(?=.*${placeholder})(?:[${characters}]|${placeholder})+$`, flags),
  };
}

/** The formats of a role's texts. Those of a file may have {@link PLACEHOLDER}. */
interface RoleTexts {
  readonly format: (rule: TextRule, characters: string) => TextRule;
  readonly hint?: TextHint;
}

function publishSettings({ format }: RoleTexts) {
  return section({
    as: choice(PUBLICATION_KINDS).optional().describe("secrets or variables. Default: secrets"),
    to: oneOrMore(choice(PUBLICATION_LEVELS), "levels")
      .optional()
      .describe(
        "Where the values go: repository, environment, organization, dependabot, or a list. Default: repository",
      ),
    visibility: choice(VISIBILITIES)
      .optional()
      .describe("Which repositories can read the values of an organization. Default: private"),
    repositories: list(text(format(REPOSITORY_OF_OWNER, "\\w./-"), repositoryHint))
      .optional()
      .describe(
        "Repositories that get the values. Default: every repository that trust names without a wildcard",
      ),
    origin: originOf(
      text(VALUE_PLACE),
      z.union(
        [
          choice(ORIGINS),
          list(text(format(VALUE_NAME, "A-Za-z0-9_"))),
          z.record(text(format(VALUE_NAME, "A-Za-z0-9_")), choice(ORIGINS)),
        ],
        {
          error: wrongKind(
            `one of ${ORIGINS.join(", ")}, a list of names to import, or a map of names to them`,
          ),
        },
      ),
    )
      .optional()
      .describe(
        "create, import (takes what exists into the state) or existing (leaves it alone). Or a map by place to one of them, to names to import, or to a map by name. Default: create. Example: { web: [AWS_REGION] }",
      ),
    values: z
      .record(text(format(VALUE_NAME, "A-Za-z0-9_")), choice(VALUE_CONTENTS), {
        error: wrongKind("a map of names to contents", VALUE_CONTENTS.join(", ")),
      })
      .refine((values) => Object.keys(values).length > 0, {
        error: "expected at least one name, got {}. To publish nothing, write publish: false",
      })
      .optional()
      .describe(
        "Names in GitHub, and what each contains. Default: { AWS_REGION: region, AWS_ACCOUNT_ID: accountId, AWS_ROLE_NAME: roleName }",
      ),
    prefix: text(format(VALUE_PREFIX, "A-Za-z0-9_"))
      .optional()
      .describe("Prefix of each name. Default: none. Example: PRODUCTION_"),
  });
}

/** The values that a role's workflows read from GitHub. */
function publishOf(texts: RoleTexts) {
  const settings = publishSettings(texts);
  return z.union([z.literal(false), settings], {
    error: wrongKind(`false or a map with the keys ${Object.keys(settings.shape).join(", ")}`),
  });
}

const ACCOUNT_NAME: TextRule = {
  noun: "an account name",
  allowed: "1 to 64 letters, digits and . _ -, starting with a letter or digit",
  pattern: /^[A-Za-z0-9][\w.-]{0,63}$/,
};

/** The keys of a role. Without `perRepository`, they are props of a role too. */
export function roleKeys(texts: RoleTexts) {
  return {
    name: text(texts.format(ROLE_NAME, "\\w+=,.@-"), texts.hint)
      .optional()
      .describe(
        `Name of the IAM role, unique in the account without regard to case. Default: ${DEFAULT_ROLE_NAME}`,
      ),
    origin: choice(ROLE_ORIGINS)
      .optional()
      .describe(
        "create creates the role, its policies and their attachments, import imports those that exist into the state. Default: create",
      ),
    perRepository: z
      .literal(true, { error: wrongKind("true") })
      .optional()
      .describe(
        `true creates a role for each GitHub repository that trust names. ${PLACEHOLDER} in name, policyName, description, tags, ecr.repositories and publish is its name. Default: one role for all`,
      ),
    policyName: text(texts.format(POLICY_NAME, "\\w+=,.@-"), texts.hint)
      .optional()
      .describe(
        "Name of the IAM policy. Default: GitHubActionsECRPolicy, or <name>Policy for a role with a name",
      ),
    path: text(PATH).optional().describe("IAM path of the role and its policy. Default: /. Example: /ci/"),
    description: text(DESCRIPTION).optional().describe("Description of the IAM role. Default: none"),
    maxSessionSeconds: wholeNumber("a session length in seconds", MIN_SESSION_SECONDS, MAX_SESSION_SECONDS)
      .optional()
      .describe(`The longest session of the role, in seconds. Default: ${MIN_SESSION_SECONDS}`),
    permissionsBoundaryArn: text(BOUNDARY_ARN)
      .optional()
      .describe(
        "ARN of the managed policy that limits the role. Default: none. Example: arn:aws:iam::123456789012:policy/boundary",
      ),
    policies: list(text(BOUNDARY_ARN))
      .optional()
      .describe(
        "ARNs of managed policies that exist, attached to the role beside its ECR policies. Default: none. Example: [arn:aws:iam::123456789012:policy/deploy]",
      ),
    tags: tagsOf(texts.format(TAG_VALUE, "\\p{L}\\p{Z}\\p{N}_.:/=+\\-@"))
      .optional()
      .describe(
        "Tags of the role and its policies, added to those of the account. Example: { team: platform }",
      ),
    trust: list(trustEntry)
      .optional()
      .describe(
        "Which workflows may assume the role. Each entry is an alternative. Example: [{ repository: web, branch: main }]",
      ),
    trustPolicy: trustPolicy
      .optional()
      .describe(
        "A custom trust policy in place of trust, with Version and Statement. It is checked and used unchanged",
      ),
    acceptRisks: acceptRisks
      .optional()
      .describe(
        "Rules that the role violates on purpose. Example: [{ rule: R07, reason: all team repositories build images }]",
      ),
    ecr: sectionOrList({
      repositories: oneOrMore(text(texts.format(ECR_REPOSITORY, "a-z0-9._/*-")), "ECR repositories").describe(
        'Names of ECR repositories, without the registry address. * is a wildcard. Example: [web, "team-*"]',
      ),
      access: oneOrMore(
        choice(ECR_ACCESSES, (access) => `${accessVerbs(access)} images`),
        "access levels",
      )
        .optional()
        .describe(
          `What the role may do: ${ECR_ACCESSES.join(", ")}, or a list. Default: push, AWS's documented minimum plus ecr:DescribeRepositories`,
        ),
      region: oneOrMore(region, "regions")
        .optional()
        .describe(
          "Regions of the ECR repositories. Default: the region of the account. Example: [eu-west-1, us-east-1]",
        ),
      account: text(ACCOUNT_ID)
        .optional()
        .describe(
          'Account of the ECR repositories, 12 digits in quotes. Default: the account of the role. Example: "210987654321"',
        ),
      signingProfileArn: oneOrMore(text(SIGNING_PROFILE_ARN), "signing profiles")
        .optional()
        .describe(
          "Signing profiles of AWS Signer with which ECR signs the images that the role pushes. Default: none. Example: arn:aws:signer:eu-west-1:123456789012:/signing-profiles/web",
        ),
    }).describe(
      "The ECR repositories, and what the role may do with them. A list for several accounts or levels",
    ),
    ecrPublic: section({
      repositories: oneOrMore(
        text(texts.format(ECR_REPOSITORY_NAME, "a-z0-9._/-")),
        "repositories of ECR Public",
      ).describe("Names of repositories in ECR Public, without the address. Example: [web]"),
      access: oneOrMore(choice(ECR_PUBLIC_ACCESSES), "access levels")
        .optional()
        .describe("What the role may do there: push, pull (the login alone), read, or a list. Default: push"),
      alias: text(ECR_PUBLIC_ALIAS)
        .optional()
        .describe(
          "Alias of the account's registry in ECR Public, for workflows. Default: none. Example: a1b2c3d4",
        ),
    })
      .optional()
      .describe("Repositories of the account in ECR Public, and what the role may do with them"),
    publish: publishOf(texts)
      .optional()
      .describe(
        "Secrets or variables in GitHub that the workflows read. Default: the secrets AWS_REGION, AWS_ACCOUNT_ID and AWS_ROLE_NAME in each repository that trust names exactly. false publishes none",
      ),
  };
}

/** Adds that a role has one form of trust. */
export function oneTrust<Section extends z.ZodObject>(role: Section) {
  return exactlyOneOf(role, ["trust", "trustPolicy"]);
}

const role = oneTrust(section(roleKeys({ format: perRepository, hint: placeholderHint })));

export const trustPolicyCharacters = wholeNumber(
  "the length of a trust policy",
  MAX_TRUST_POLICY_CHARACTERS,
  MAX_RAISED_TRUST_POLICY_CHARACTERS,
)
  .optional()
  .describe(
    `The account's quota for the length of a trust policy, if AWS raised it. Default: ${MAX_TRUST_POLICY_CHARACTERS}`,
  );

const policiesPerRole = wholeNumber(
  "the number of policies of a role",
  MAX_POLICIES_PER_ROLE,
  MAX_RAISED_POLICIES_PER_ROLE,
)
  .optional()
  .describe(
    `The account's quota for managed policies of a role, if AWS raised it. Default: ${MAX_POLICIES_PER_ROLE}`,
  );

/** One account, with its roles. */
export const accountEntry = section({
  id: text(ACCOUNT_ID).describe(
    'Account id, 12 digits in quotes. Terraform works in no other account. Example: "123456789012"',
  ),
  name: text(ACCOUNT_NAME)
    .optional()
    .describe("Name of the account: its stack is aws-<name>. Default: the id. Example: production"),
  region: region.describe(
    "Region of the ECR repositories. The partition follows from it. Example: ap-northeast-2",
  ),
  oidcProvider: choice(OIDC_PROVIDER_MODES)
    .optional()
    .describe(
      "The OIDC provider of GitHub in this account: create it, use an existing one, or import it into the state. Default: create",
    ),
  audience: text(AUDIENCE)
    .optional()
    .describe("Audience of the tokens. Default: sts.amazonaws.com, in China sts.amazonaws.com.cn"),
  assumeRoleArn: text(ROLE_ARN)
    .optional()
    .describe(
      "Role that Terraform assumes to work in this account. Default: none. Example: arn:aws:iam::123456789012:role/deploy",
    ),
  tags: tags
    .optional()
    .describe("Tags of every resource of the account. Default: none. Example: { team: platform }"),
  trustPolicyCharacters,
  policiesPerRole,
  rolesPerAccount: wholeNumber(
    "the number of roles of an account",
    MAX_ROLES_PER_ACCOUNT,
    MAX_RAISED_ROLES_PER_ACCOUNT,
  )
    .optional()
    .describe(`The account's quota for roles, if AWS raised it. Default: ${MAX_ROLES_PER_ACCOUNT}`),
  ecrPublic: publicRegistry
    .optional()
    .describe("Repositories of the account in ECR Public. Default: the program creates none"),
  ecr: registry
    .optional()
    .describe(
      "ECR repositories and the settings of the registry. Default: the repositories exist already. Example: { repositories: [web] }",
    ),
  roles: list(role).describe("The IAM roles of this account, at least one"),
});

/** The versions that `required_providers` and `required_version` allow. */
const providers = section({
  aws: text(versionConstraint("aws"))
    .optional()
    .describe(
      `A version of hashicorp/aws, or a range. Default: "${DEFAULT_VERSIONS.aws}". Example: "6.66.0"`,
    ),
  github: text(versionConstraint("github"))
    .optional()
    .describe(
      `A version of integrations/github, or a range. Default: "${DEFAULT_VERSIONS.github}". Example: "6.13.0"`,
    ),
  terraform: text(versionConstraint("terraform"))
    .optional()
    .describe(
      `A version of Terraform or OpenTofu, or a range. Default: "${DEFAULT_VERSIONS.terraform}". Example: "~> 1.14"`,
    ),
});

/** access.yaml, value by value. `checks` compares values with each other. */
export const accessFile = section({
  github: githubEntry.describe("Owner, ids, environments and subject templates on GitHub"),
  state: state
    .optional()
    .describe("Where Terraform stores its state. Default: { local: {} }, in files next to the output folder"),
  providers: providers
    .optional()
    .describe(
      "Versions of Terraform and its providers. Default: the tested ranges. Example: { github: ~> 6.13 }",
    ),
  accounts: list(accountEntry).describe("The AWS accounts, at least one. Each gets its own stack"),
}).meta({
  patternProperties: {
    "^x-": { description: "Ignored. A place for anchors: x-repositories: &repositories [web, api]" },
  },
});

export type AccessFile = z.output<typeof accessFile>;
export type AccountEntry = AccessFile["accounts"][number];
export type RoleEntry = AccountEntry["roles"][number];

/** The file before it is known to be valid, and its parts. */
export type FileDraft = Located<z.input<typeof accessFile>>;
export type AccountDraft = Located<z.input<typeof accountEntry>>;
export type RoleDraft = Located<z.input<typeof role>>;
export type PublishDraft = Located<z.input<ReturnType<typeof publishOf>>>;

export function accountsOf(file: FileDraft): readonly AccountDraft[] {
  return items(at(file, "accounts"));
}

export function rolesOf(account: AccountDraft): readonly RoleDraft[] {
  return items(at(account, "roles"));
}

/** The JSON Schema of access.yaml for editors, as the text of `access.schema.json`. */
export function jsonSchemaText(): string {
  const schema = z.toJSONSchema(accessFile, { io: "input", target: "draft-7" });
  return `${JSON.stringify({ title: "access.yaml of cdktf-github-actions-ecr", ...schema }, undefined, 2)}\n`;
}
