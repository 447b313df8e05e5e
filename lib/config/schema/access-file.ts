import { z } from "zod";
import { BOUNDARY_ARN, ROLE_ARN } from "../../policy/arn";
import { ECR_ACCESSES } from "../../policy/ecr-actions";
import { ECR_REPOSITORY } from "../../policy/ecr-registry";
import {
  ACCOUNT_ID,
  AUDIENCE,
  DESCRIPTION,
  MAX_RAISED_TRUST_POLICY_CHARACTERS,
  MAX_SESSION_SECONDS,
  MAX_TRUST_POLICY_CHARACTERS,
  MIN_SESSION_SECONDS,
  PATH,
  POLICY_NAME,
  ROLE_NAME,
  TAG_KEY,
  TAG_VALUE,
} from "../../policy/iam-names";
import type { TextRule } from "../../policy/text-rule";
import { OIDC_PROVIDER_MODES } from "../config";
import { DEFAULT_ROLE_NAME } from "../defaults";
import { githubEntry } from "./github";
import {
  choice,
  exactlyOneOf,
  list,
  oneOrMore,
  region,
  section,
  text,
  wholeNumber,
  wrongKind,
} from "./parts";
import { publish } from "./publish";
import { state } from "./state";
import { acceptRisks, trustEntry, trustPolicy } from "./trust";

const ACCOUNT_NAME: TextRule = {
  noun: "an account's name",
  allowed: "1 to 64 letters, digits and . _ -, starting with a letter or digit",
  pattern: /^[A-Za-z0-9][\w.-]{0,63}$/,
};

const tags = z
  .record(text(TAG_KEY), text(TAG_VALUE), { error: wrongKind("a map of tag keys to values") })
  .describe("Tags, a text for each key.");

const role = exactlyOneOf(
  section({
    name: text(ROLE_NAME)
      .optional()
      .describe(`Default: ${DEFAULT_ROLE_NAME}. Unique in the account, without case.`),
    policyName: text(POLICY_NAME).optional().describe("Default: GitHubActionsECRPolicy, or <name>Policy."),
    path: text(PATH).optional().describe("Path of role and policy. Default: /."),
    description: text(DESCRIPTION).optional(),
    maxSessionSeconds: wholeNumber("the longest session in seconds", MIN_SESSION_SECONDS, MAX_SESSION_SECONDS)
      .optional()
      .describe(`Default: ${MIN_SESSION_SECONDS}.`),
    permissionsBoundaryArn: text(BOUNDARY_ARN).optional(),
    tags: tags.optional(),
    trust: list(trustEntry).optional().describe("Who may take the role. Entries are alternatives."),
    trustPolicy: trustPolicy
      .optional()
      .describe("A trust policy of one's own, in place of trust; it is kept as it is."),
    acceptRisks: acceptRisks.optional().describe("Rules that the role breaks on purpose."),
    ecr: section({
      repositories: oneOrMore(text(ECR_REPOSITORY), "ECR repositories").describe('Names, patterns, or "*".'),
      access: choice(ECR_ACCESSES).optional().describe("Default: push, the guide's seven actions."),
      region: oneOrMore(region, "regions").optional().describe("Default: the account's."),
    }),
    publish: publish.optional(),
  }),
  ["trust", "trustPolicy"],
);

/** One account, with its roles. */
export const accountEntry = section({
  id: text(ACCOUNT_ID).describe("12 digits, in quotes. The provider refuses any other account."),
  name: text(ACCOUNT_NAME).optional().describe("The stack is aws-<name>. Default: the id."),
  region,
  oidcProvider: choice(OIDC_PROVIDER_MODES).optional().describe("Default: create."),
  audience: text(AUDIENCE).optional().describe("Default: by partition, sts.amazonaws.com."),
  assumeRoleArn: text(ROLE_ARN).optional().describe("Role with which Terraform works in this account."),
  tags: tags.optional().describe("On every resource of the account."),
  trustPolicyCharacters: wholeNumber(
    "the length of a trust policy",
    MAX_TRUST_POLICY_CHARACTERS,
    MAX_RAISED_TRUST_POLICY_CHARACTERS,
  )
    .optional()
    .describe(`The account's quota, where AWS has raised it. Default: ${MAX_TRUST_POLICY_CHARACTERS}.`),
  roles: list(role),
});

/** access.yaml, value by value. What several values say together is judged in `checks`. */
export const accessFile = section({
  github: githubEntry,
  state: state.optional(),
  accounts: list(accountEntry).describe("One stack each."),
}).meta({
  patternProperties: {
    "^x-": { description: "Ignored. A place for anchors: x-repositories: &repositories [web, api]" },
  },
});

export type AccessFile = z.output<typeof accessFile>;
export type AccountEntry = AccessFile["accounts"][number];
export type RoleEntry = AccountEntry["roles"][number];
