import { resolvedOwners } from "../config/normalize/config";
import { ConfigError, type Problem, pathText } from "../config/problem";
import { violationWarning } from "../config/rule-message";
import type { GithubValue, Owner, Role } from "../config/types";
import { roleWarnings } from "../config/warnings";
import { type ArnScope, ecrPublicRepositoryArn } from "../policy/arn";
import type { Deferred } from "../policy/deferred";
import {
  type EcrGrant,
  type EcrPermissions,
  ecrGrant,
  ecrPublicGrant,
  type NamedPolicy,
  signingGrants,
  writtenEcrPolicies,
} from "../policy/ecr-policies";
import { mapped, type NonEmpty } from "../policy/non-empty";
import type { PolicyJson } from "../policy/policy-document";
import { contentTexts, type ValueContent } from "../policy/published-values";
import type { RepositoryEntry, TrustEntry, WrittenEntry } from "../policy/subject/types";
import { roleSubjects, trustedSubjects, writtenTrustPolicy } from "../policy/trust-policy";
import { checkedProps } from "./checked-props";
import { ecrProps, repositoryNameOf } from "./repository-input";
import { type RoleInput, roleInput, withProvider } from "./role-input";
import type { EcrProps, EcrRoleProps } from "./role-props";
import type { Samples } from "./samples";

/** A role that passed the checks. What is written has the CDKTF tokens of the props. */
export interface ResolvedRole {
  /** As the checks read it, with samples of CDKTF tokens. */
  readonly role: Role;
  readonly account: ArnScope;
  /** The regions of its ECR repositories. */
  readonly regions: NonEmpty<string>;
  /** The names of its ECR repositories. */
  readonly repositories: NonEmpty<string>;
  /** What it may do with further repositories. */
  readonly furtherEcr: readonly EcrPermissions[];
  /** The signing profiles of its first ECR repositories. */
  readonly signingProfileArns: NonEmpty<string> | undefined;
  /** The entries of trust, or the custom trust policy. */
  readonly trust: NonEmpty<TrustEntry> | PolicyJson;
  /** The allowed values of `sub`. */
  readonly subjects: readonly string[];
  readonly trustPolicy: object;
  readonly policies: NonEmpty<NamedPolicy>;
  /** The values to publish. */
  readonly owners: readonly PublishedOwner[];
  /** Warnings of the checks, without those about the values to publish. */
  readonly warnings: readonly string[];
}

/** An owner on GitHub, and the values to publish there. */
export interface PublishedOwner {
  readonly name: string;
  readonly values: readonly (GithubValue & { readonly isRoleArn: boolean })[];
}

/**
 * Checks the props of a role with all checks of access.yaml, and builds its policies twice: from samples of CDKTF tokens for the checks, and
 * from expressions.
 * @param place path of the construct, for messages.
 * @param publish as in access.yaml; false publishes nothing.
 * @throws ConfigError with a line for each problem of the props.
 */
export function resolvedRole(place: string, props: EcrRoleProps, publish: unknown): ResolvedRole {
  const input = roleInput(props, publish);
  const { samples, repositoryArns } = input;
  const checked = checkedProps(input);
  if ("problems" in checked) {
    const lineOf = ({ path, message }: Problem) =>
      `${[place, pathText(path)].filter((part) => part !== "").join(" ")}: ${samples.shown(message)}`;
    throw new ConfigError([...new Set(checked.problems.map(lineOf))]);
  }
  const { account, context } = checked;
  const [role] = account.roles;
  // EcrRole gives these warnings, and it publishes nothing.
  const unpublished = { ...role, publish: { ...role.publish, isWanted: false } };
  const written = {
    partition: account.partition,
    accountId: input.account.id.expression,
    region: input.account.region.expression,
  };
  const [ecr = NO_REPOSITORIES] = ecrProps(props);
  const regions = ecr.region === undefined ? ([written.region] as const) : role.ecr.regions;
  const [first = "", ...others] = ecr.repositories.map(repositoryNameOf);
  const repositories = [first, ...others] as const;
  const { name, path } = role;
  return {
    ...writtenTrust(role, props, input),
    role,
    regions,
    repositories,
    furtherEcr: role.furtherEcr.map((each, index) => {
      const [name = "", ...more] = (ecrProps(props)[index + 1]?.repositories ?? []).map(repositoryNameOf);
      return { ...each, repositories: [name, ...more] };
    }),
    signingProfileArns: expressionsOf(input.signingProfiles[0]),
    account: written,
    policies: writtenEcrPolicies(role.policyName, [
      ecrGrant(role.ecr, repositoryArns[0] as unknown as NonEmpty<Deferred>),
      ...role.furtherEcr.map((each, index) =>
        ecrGrant(each, repositoryArns[index + 1] as unknown as NonEmpty<Deferred>),
      ),
      ...publicGrants(role, input),
      ...signingGrants(input.signingProfiles.flatMap((profiles = []) => profiles)),
    ]),
    owners: writtenOwners(
      resolvedOwners([account], context),
      role,
      contentTexts({ name, path, account: written, ecr: { ...role.ecr, regions, repositories } }),
      samples,
    ),
    warnings: [...riskWarnings(role), ...roleWarnings(unpublished, account, context.github)].map((text) =>
      samples.shown(text),
    ),
  };
}

function expressionsOf(values: readonly Deferred[] | undefined): NonEmpty<string> | undefined {
  const [first, ...others] = (values ?? []).map(({ expression }) => expression);
  return first === undefined ? undefined : [first, ...others];
}

function publicGrants({ ecrPublic }: Role, { account: { id, partition } }: RoleInput): readonly EcrGrant[] {
  if (ecrPublic === undefined) return [];
  const arnOf = (accountId: string, name: string) => ecrPublicRepositoryArn({ partition, accountId }, name);
  const arns = mapped(ecrPublic.repositories, (name) => ({
    sample: arnOf(id.sample, name),
    expression: arnOf(id.expression, name),
  }));
  return [ecrPublicGrant(ecrPublic, arns)];
}

/** The checks reject an empty list. */
const NO_REPOSITORIES: EcrProps = { repositories: [] };

/** One warning for each rule that the role violates. */
function riskWarnings({ risks }: Role): readonly string[] {
  return risks
    .filter(({ reason }) => reason === undefined)
    .map(({ rule, places }) => {
      const [first, ...others] = new Set(places.map(({ path }) => pathText(path)));
      return violationWarning(rule, `${first}${others.length === 0 ? "" : ` and ${others.length} more`}`);
    });
}

function writtenTrust(
  role: Role,
  props: EcrRoleProps,
  input: RoleInput,
): Pick<ResolvedRole, "trust" | "subjects" | "trustPolicy"> {
  const { trust } = role;
  const { issuerHost, audience } = props.oidcProvider;
  if (trust.kind === "document") {
    const document = withProvider(props, input.provider.expression) as PolicyJson;
    return { trust: document, trustPolicy: document, subjects: roleSubjects(role, issuerHost) };
  }
  const entries = mapped(
    trust.entries,
    (entry): WrittenEntry =>
      entry.kind === "subject" ? entry : { ...entry, ids: writtenIds(entry, input.samples, "expression") },
  );
  return {
    trust: mapped(
      trust.entries,
      (entry): TrustEntry =>
        entry.kind === "subject" ? entry : { ...entry, ids: writtenIds(entry, input.samples, "number") },
    ),
    trustPolicy: writtenTrustPolicy(entries, {
      providerArn: input.provider.expression,
      issuerHost,
      audience,
    }),
    subjects: trustedSubjects({ entries, issuerHost }),
  };
}

/** The ids of a checked entry, as texts of a policy or as numbers. */
function writtenIds<Form extends "expression" | "number">(
  { ids }: RepositoryEntry,
  samples: Samples,
  form: Form,
) {
  if (ids === undefined) return undefined;
  return {
    owner: samples.writtenId(ids.owner)[form],
    repository: ids.repository === "any" ? ids.repository : samples.writtenId(ids.repository)[form],
  };
}

function writtenOwners(
  owners: readonly Owner[],
  { publish }: Role,
  texts: Readonly<Record<ValueContent, string>>,
  samples: Samples,
): readonly PublishedOwner[] {
  const contents = new Map(publish.values.map(({ name: value, holds }) => [value, holds]));
  return owners.map((owner) => ({
    name: owner.name,
    values: owner.values.map((value) => {
      const holds = contents.get(value.name);
      return {
        ...value,
        value: holds === undefined ? value.value : texts[holds],
        target: writtenTarget(value.target, samples),
        isRoleArn: holds === "roleArn",
      };
    }),
  }));
}

/** GitHub's ids of the selected repositories may be CDKTF tokens. */
function writtenTarget(target: GithubValue["target"], samples: Samples): GithubValue["target"] {
  if (target.level !== "organization" || target.visibility !== "selected") return target;
  return { ...target, repositoryIds: mapped(target.repositoryIds, (id) => samples.writtenId(id).number) };
}
