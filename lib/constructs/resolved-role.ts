import { contentTexts } from "../config/normalize/publication";
import { ConfigError, type Path, type Problem, pathText } from "../config/problem";
import { checkedValue } from "../config/read";
import { violationWarning } from "../config/rule-message";
import type { Config, GithubValue, Role, SourcedEntry, ValueContent } from "../config/types";
import { roleWarnings } from "../config/warnings";
import type { ArnScope } from "../policy/arn";
import type { Deferred } from "../policy/deferred";
import type { PolicyJson } from "../policy/document";
import { type NamedPolicy, writtenEcrPolicies } from "../policy/ecr";
import { isSameName } from "../policy/github-names";
import { mapped, type NonEmpty } from "../policy/non-empty";
import type { TrustEntry, WrittenEntry } from "../policy/subject/types";
import { roleSubjects, trustedSubjects, writtenTrustPolicy } from "../policy/trust-policy";
import { roleDraft, withProvider } from "./role-draft";
import { type RoleInput, repositoryNameOf, roleInput } from "./role-input";
import type { EcrRoleProps } from "./role-props";

/** A role that passed the checks. What is written has the CDKTF tokens of the props. */
export interface ResolvedRole {
  /** As the checks read it, with samples of CDKTF tokens. */
  readonly role: Role;
  readonly account: ArnScope;
  /** The regions of its ECR repositories. */
  readonly regions: NonEmpty<string>;
  /** The names of its ECR repositories. */
  readonly repositories: NonEmpty<string>;
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
  const input = roleInput(props);
  const config = checkedProps(place, props, publish, input);
  const [checkedAccount] = config.accounts;
  const [role] = checkedAccount.roles;
  const { account, samples, repositoryArns } = input;
  // EcrRole gives these warnings, and it publishes nothing.
  const unpublished = { ...role, publish: { ...role.publish, isWanted: false } };
  const written = {
    partition: checkedAccount.partition,
    accountId: account.id.expression,
    region: account.region.expression,
  };
  const regions = props.ecr.region === undefined ? ([written.region] as const) : role.ecr.regions;
  const [first = "", ...others] = props.ecr.repositories.map(repositoryNameOf);
  const repositories = [first, ...others] as const;
  const { name, path } = role;
  return {
    ...writtenTrust(role, props, input),
    role,
    regions,
    repositories,
    account: written,
    policies: writtenEcrPolicies(
      role.policyName,
      role.ecr.access,
      repositoryArns as unknown as NonEmpty<Deferred>,
    ),
    owners: writtenOwners(
      config.owners,
      role,
      contentTexts({ name, path, account: written, ecr: { regions, repositories } }),
      input,
    ),
    warnings: [...riskWarnings(role), ...roleWarnings(unpublished, checkedAccount, config.github)].map(
      (text) => samples.shown(text),
    ),
  };
}

function checkedProps(place: string, props: EcrRoleProps, publish: unknown, input: RoleInput): Config {
  const { value, problems, pathOf } = roleDraft(props, publish, input);
  const checked = checkedValue({ value, source: () => undefined });
  const others = "problems" in checked ? checked.problems : [];
  const known = new Set(problems.map(({ path }) => partText(path)));
  const all = [
    ...problems,
    ...others
      .map((problem): Problem => ({ ...problem, path: pathOf(problem.path) }))
      .filter(({ path }) => !known.has(partText(path))),
  ];
  const lineOf = ({ path, message }: Problem) =>
    `${[place, pathText(path)].filter((part) => part !== "").join(" ")}: ${input.samples.shown(message)}`;
  if (all.length > 0 || "problems" in checked) {
    throw new ConfigError([...new Set(all.map(lineOf))]);
  }
  return checked.config;
}

/** The entry of trust, or the other part of the props, that a path is in. One problem for each part is enough. */
function partText(path: Path): string {
  return pathText(path[0] === "trust" ? path.slice(0, 2) : path);
}

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
      entry.kind === "subject"
        ? entry
        : { ...entry, ids: input.trust.idsOf(entry, ({ expression }) => expression) },
  );
  return {
    trust: mapped(
      trust.entries,
      (entry): SourcedEntry =>
        entry.kind === "subject"
          ? entry
          : { ...entry, ids: input.trust.idsOf(entry, ({ number }) => number) },
    ),
    trustPolicy: writtenTrustPolicy(entries, {
      providerArn: input.provider.expression,
      issuerHost,
      audience,
    }),
    subjects: trustedSubjects({ entries, issuerHost }),
  };
}

function writtenOwners(
  owners: Config["owners"],
  { publish }: Role,
  texts: Readonly<Record<ValueContent, string>>,
  input: RoleInput,
): readonly PublishedOwner[] {
  const contents = new Map(publish.values.map(({ name: value, holds }) => [value, holds]));
  return owners.map((owner) => ({
    name: owner.name,
    values: owner.values.map((value) => {
      const holds = contents.get(value.name);
      return {
        ...value,
        value: holds === undefined ? value.value : texts[holds],
        target: writtenTarget(value.target, owner.name, publish, input),
        isRoleArn: holds === "roleArn",
      };
    }),
  }));
}

/** GitHub's ids of the selected repositories may be CDKTF tokens. */
function writtenTarget(
  target: GithubValue["target"],
  owner: string,
  { repositories }: Role["publish"],
  { trust }: RoleInput,
): GithubValue["target"] {
  if (target.level !== "organization" || target.visibility !== "selected") return target;
  const ids = repositories
    .filter((repository) => isSameName(repository.owner, owner))
    .map((repository) => trust.repositoryId(repository.owner, repository.name).number);
  return { ...target, repositoryIds: ids as unknown as NonEmpty<number> };
}
