import { Fn, Token, Tokenization } from "cdktf";
import { isMap } from "../config/draft";
import type { Problem } from "../config/problem";
import { type ArnScope, oidcProviderArn } from "../policy/arn";
import { type Deferred, knownValue } from "../policy/deferred";
import { SIGNING_PROFILE_ARN } from "../policy/ecr-names";
import { isSameName } from "../policy/github-names";
import { partitionOf } from "../policy/partition";
import { givenText } from "../policy/text-rule";
import type { GithubOidcProvider } from "./github-oidc-provider";
import { missingAccountProblems, publishProblems, tokensIn } from "./prop-problems";
import { type DeferredAccount, ecrProps, repositoriesInput } from "./repository-input";
import type {
  EcrProps,
  EcrRoleProps,
  EnvironmentOfApp,
  RepositoryTrustProps,
  TrustProps,
} from "./role-props";
import { Samples } from "./samples";
import { arnArgument } from "./terraform-text";

/** Sample of a string that is only passed on. */
const PASSED_ON = "token";

/** The props of a role, of which Terraform may fill in a part: what the checks read, and what is written. */
export interface RoleInput {
  /** The props with samples in place of CDKTF tokens, for the schema `roleProps`. */
  readonly value: unknown;
  /** Problems that the schema cannot see: CDKTF tokens, and values that belong to the samples. */
  readonly problems: readonly Problem[];
  /** The entries of trust whose environment is a construct that is protected. */
  readonly protectedEntries: ReadonlySet<number>;
  readonly account: DeferredAccount;
  /** The ARN of the OIDC provider. */
  readonly provider: Deferred;
  /** For each element of `ecr`, the ARNs of its repositories, in each of its regions. */
  readonly repositoryArns: readonly (readonly Deferred[])[];
  /** For each element of `ecr`, the ARNs of its signing profiles. */
  readonly signingProfiles: readonly (readonly Deferred[] | undefined)[];
  readonly samples: Samples;
}

/** @param publish as in access.yaml; false publishes nothing. */
export function roleInput(props: EcrRoleProps, publish: unknown): RoleInput {
  const { oidcProvider, trust = [] } = props;
  const entries = trust.flatMap((entry, index) => (entry.repository === undefined ? [] : [{ entry, index }]));
  const samples = new Samples(entries.flatMap(({ entry: { ids } }) => [ids?.owner, ids?.repository]));
  const account = accountInput(props, samples);
  const problems: Problem[] = entries.flatMap(entryProblems);
  const grants = ecrProps(props);
  const names = new Set<unknown>(grants.flatMap(({ repositories }) => repositories));
  const repositories = grants.map((each, index) =>
    repositoriesInput(each, Array.isArray(props.ecr) ? ["ecr", index] : ["ecr"], {
      account,
      samples,
      problems,
      names,
    }),
  );
  const provider = providerInput(props, account, samples, problems);
  const signingProfiles = grants.map((each) => signingInput(each, account, samples));
  const sampledEcr = grants.map((each, index) => ({
    ...each,
    repositories: repositories[index]?.map(({ name }) => name),
    signingProfileArn: asGiven(
      each.signingProfileArn,
      signingProfiles[index]?.map(({ sample }) => sample),
    ),
  }));
  const read = {
    name: props.name,
    origin: props.origin,
    policyName: props.policyName,
    path: props.path,
    description: passedOn(props.description, PASSED_ON),
    maxSessionSeconds: props.maxSessionSeconds,
    permissionsBoundaryArn: passedOn(
      props.permissionsBoundaryArn,
      `arn:${account.partition}:iam::aws:policy/${PASSED_ON}`,
    ),
    policies: sampledPolicies(props.policies, account),
    tags: props.tags && mappedTexts(props.tags, (text) => passedOn(text, PASSED_ON)),
    trust: props.trust?.map((entry) => sampledEntry(entry, samples)),
    trustPolicy: props.trustPolicy && withProvider(props, provider.sample),
    acceptRisks: props.acceptRisks,
    ecr: Array.isArray(props.ecr) ? sampledEcr : sampledEcr[0],
    ecrPublic: props.ecrPublic,
    publish,
    account: { accountId: account.id.sample, region: account.region.sample },
    oidcProvider: {
      host: oidcProvider.host,
      enterprise: oidcProvider.enterprise,
      audience: oidcProvider.audience,
    },
    trustPolicyCharacters: props.trustPolicyCharacters,
    owners: props.owners,
  };
  const value = literalValue({ ...read, ...unknownKeys(props, read) });
  return {
    value,
    problems: [
      ...problems,
      ...publishProblems(props),
      ...(account.isGiven ? [] : missingAccountProblems(props, publish)),
      ...tokensIn(value, []),
    ],
    protectedEntries: new Set(
      entries.flatMap(({ entry: { environment }, index }) =>
        isConstruct(environment) && environment.isProtected ? index : [],
      ),
    ),
    account,
    provider,
    repositoryArns: grants.map(({ region = account.region.sample }, index) => {
      const named = [...new Map(repositories[index]?.map((each) => [each.name, each])).values()];
      return [...new Set([region].flat())].flatMap((each) => named.map(({ arnIn }) => arnIn(each)));
    }),
    signingProfiles,
    samples,
  };
}

/** Keys that only a program in JavaScript can pass, for the schema to reject. Their values can refer to themselves. */
function unknownKeys(props: EcrRoleProps, read: object): Readonly<Record<string, boolean>> {
  return Object.fromEntries(
    Object.entries(props).flatMap(([key, value]) =>
      value === undefined || Object.hasOwn(read, key) ? [] : [[key, true]],
    ),
  );
}

/** A list for a list, and one value for one, so that messages have the path of the props. */
function asGiven(given: unknown, values: readonly string[] | undefined): unknown {
  return Array.isArray(given) ? values : values?.[0];
}

const SIGNING_PROFILE_FORM = SIGNING_PROFILE_ARN.pattern.source.replaceAll("\\/", "/");

/** The signing profiles of one element of `ecr`. The account is checked if it is known. */
function signingInput(
  { signingProfileArn, region, account: of }: EcrProps,
  { id, partition, region: ownRegion }: DeferredAccount,
  samples: Samples,
): readonly Deferred[] | undefined {
  if (signingProfileArn === undefined) return undefined;
  const accountId = of ?? id.sample;
  const isKnown = of !== undefined || id.sample === id.expression;
  const [sampleRegion = ownRegion.sample] = region === undefined ? [] : [region].flat();
  return [signingProfileArn].flat().map((arn, index) => {
    const isToken = typeof arn === "string" && Token.isUnresolved(arn);
    if (!isToken && (isKnown || !SIGNING_PROFILE_ARN.pattern.test(arn))) return knownValue(arn);
    const name = `sample_${index}`.padEnd(64, "_");
    const sample = `arn:${partition}:signer:${sampleRegion}:${accountId}:/signing-profiles/${name}`;
    return samples.arn(sample, arn, SIGNING_PROFILE_FORM);
  });
}

/** The custom trust policy of the props with this ARN of the OIDC provider. */
export function withProvider({ trustPolicy, oidcProvider }: EcrRoleProps, providerArn: string): unknown {
  return mappedTexts(trustPolicy, (text) => (text === oidcProvider.providerArn ? providerArn : text));
}

/** An entry of trust, and its position. */
interface RepositoryEntry {
  readonly entry: RepositoryTrustProps;
  readonly index: number;
}

/** An entry with samples of its ids, and the name of its environment. */
function sampledEntry(entry: TrustProps, samples: Samples): unknown {
  if (entry.repository === undefined) return entry;
  const { environment, ids } = entry;
  return {
    ...entry,
    ...(isConstruct(environment) && { environment: environment.name }),
    ...(isMap(ids) && {
      ids: { ...ids, owner: samples.githubId(ids.owner), repository: samples.githubId(ids.repository) },
    }),
  };
}

function isConstruct(environment: string | EnvironmentOfApp | undefined): environment is EnvironmentOfApp {
  return typeof environment === "object" && environment !== null;
}

/** Values that contradict the repository of their entry. */
function entryProblems({ entry, index }: RepositoryEntry): readonly Problem[] {
  const { repository, environment } = entry;
  if (Object.hasOwn(entry, "owner")) {
    const message = "expected no owner beside repository, which contains the owner";
    return [{ path: ["trust", index, "owner"], message }];
  }
  const name = String(repository).split("/")[1];
  if (!isConstruct(environment) || name === undefined) return [];
  const { repositoryName } = environment;
  if (Token.isUnresolved(repositoryName) || isSameName(repositoryName, name)) return [];
  const message = `expected an environment of ${name}, got one of ${givenText(repositoryName)}`;
  return [{ path: ["trust", index, "environment"], message }];
}

/** Without an account in the props, the account and the region come from ARNs. */
function accountInput({ account, oidcProvider, ecr }: EcrRoleProps, samples: Samples): DeferredAccount {
  const known = account ?? oidcProvider.account;
  if (known !== undefined) {
    return {
      isGiven: true,
      id: samples.accountId(known.accountId),
      region: knownValue(known.region),
      partition: partitionOf(known.region) ?? "aws",
    };
  }
  const repository = ecrProps({ ecr })
    .flatMap(({ repositories }) => repositories)
    .find((each) => typeof each !== "string");
  return {
    isGiven: false,
    id: samples.unknownAccount(partOfArn(oidcProvider.providerArn, 4)),
    region: samples.unknownRegion(repository === undefined ? "" : partOfArn(repository.arn, 3)),
    partition: "aws",
  };
}

function partOfArn(arn: string, index: number): string {
  return Token.asString(Fn.element(Fn.split(":", arnArgument(arn)), index));
}

function providerInput(
  { oidcProvider }: EcrRoleProps,
  { isGiven, id, partition }: DeferredAccount,
  samples: Samples,
  problems: Problem[],
): Deferred {
  const { providerArn, issuerHost } = oidcProvider;
  const scope = { accountId: id.sample, partition };
  const sample = oidcProviderArn(scope, issuerHost);
  if (sample === providerArn) return knownValue(providerArn);
  const isKnown = isGiven && id.sample === id.expression;
  const form = providerForm(issuerHost, isKnown ? scope : undefined);
  if (!Token.isUnresolved(providerArn) && (isKnown || !new RegExp(form).test(providerArn))) {
    const message = `expected the OIDC provider for ${issuerHost} in the account of the role (${sample}), got ${givenText(providerArn)}`;
    problems.push({ path: ["oidcProvider", "providerArn"], message });
    return { sample, expression: providerArn };
  }
  return samples.arn(sample, providerArn, isAttribute(oidcProvider) ? undefined : form);
}

/** Whether the ARN is an attribute of the resource, so that its form needs no check. */
function isAttribute({ account, addresses }: GithubOidcProvider): boolean {
  return account === undefined && addresses.length > 0;
}

/** @param scope of the role, if known: the OIDC provider must be in the same account. */
function providerForm(issuerHost: string, scope: ArnScope | undefined): string {
  const start =
    scope === undefined ? "arn:aws[a-z-]*:iam::[0-9]{12}" : `arn:${scope.partition}:iam::${scope.accountId}`;
  return `^${start}:oidc-provider/${issuerHost.replaceAll(".", "[.]")}$`;
}

function passedOn(text: string | undefined, inItsPlace: string): string | undefined {
  return text !== undefined && Token.isUnresolved(text) ? inItsPlace : text;
}

/** @param policies as given: a program in JavaScript can pass another value than a list, which the schema rejects. */
function sampledPolicies(policies: unknown, { partition }: DeferredAccount): unknown {
  if (!Array.isArray(policies)) return policies;
  return policies.map((arn, index) =>
    typeof arn === "string" ? passedOn(arn, `arn:${partition}:iam::aws:policy/${PASSED_ON}${index}`) : arn,
  );
}

/** A value as a file could have it: without undefined values. */
function literalValue(value: unknown): unknown {
  return mappedTexts(value, (text) => text);
}

function mappedTexts(value: unknown, to: (text: string) => unknown): unknown {
  if (typeof value === "string") return to(value);
  // A token object refers to itself. As a string it is rejected like other tokens.
  if (Tokenization.isResolvable(value)) return Token.asString(value);
  if (Array.isArray(value)) return value.map((element) => mappedTexts(element, to));
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, each]) =>
      each === undefined ? [] : [[key, mappedTexts(each, to)]],
    ),
  );
}
