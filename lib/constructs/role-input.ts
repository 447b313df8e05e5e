import { Fn, TerraformElement, Token } from "cdktf";
import type { Path, Problem } from "../config/problem";
import { type ArnScope, ecrRepositoryArn, oidcProviderArn } from "../policy/arn";
import { type Deferred, knownValue } from "../policy/deferred";
import { type Partition, partitionOf } from "../policy/partition";
import { givenText } from "../policy/text-rule";
import { Samples } from "./deferred";
import type { GithubOidcProvider } from "./github-oidc-provider";
import type { EcrProps, EcrRoleProps } from "./role-props";
import { TrustInput } from "./trust-input";

const REPOSITORY_ARN = "^arn:aws[a-z-]*:ecr:[a-z0-9-]+:[0-9]{12}:repository/[a-z0-9._/-]+$";

/** The props of a role of which Terraform may fill in a part: what the checks read, and what is written. */
export interface RoleInput {
  readonly account: DeferredAccount;
  /** The ARN of the OIDC provider. */
  readonly provider: Deferred;
  /** Names of the ECR repositories as the checks read them. */
  readonly repositories: readonly string[];
  /** The ARNs of the ECR repositories, in each region of the role. */
  readonly repositoryArns: readonly Deferred[];
  readonly trust: TrustInput;
  readonly samples: Samples;
  readonly problems: readonly Problem[];
}

interface DeferredAccount {
  /** Whether the props contain the account. */
  readonly isGiven: boolean;
  readonly id: Deferred;
  readonly region: Deferred;
  readonly partition: Partition;
}

interface RepositoryInput {
  /** The name, or a sample that no other repository of the role has. */
  readonly name: string;
  readonly arnIn: (region: string) => Deferred;
}

export function roleInput(props: EcrRoleProps): RoleInput {
  const samples = new Samples();
  const account = accountInput(props, samples);
  const problems: Problem[] = [];
  const trust = new TrustInput(props.trust ?? [], samples);
  const repositories = repositoriesInput(props.ecr, account, samples, problems);
  const provider = providerInput(props, account, samples, problems);
  const regions = new Set([props.ecr.region ?? account.region.sample].flat());
  const distinct = [...new Map(repositories.map((each) => [each.name, each])).values()];
  return {
    account,
    provider,
    repositories: repositories.map(({ name }) => name),
    repositoryArns: [...regions].flatMap((region) => distinct.map(({ arnIn }) => arnIn(region))),
    trust,
    samples,
    problems: [...trust.problems, ...problems],
  };
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
  const repository = ecr.repositories.find((each) => typeof each !== "string");
  return {
    isGiven: false,
    id: samples.unknownAccount(partOfArn(oidcProvider.providerArn, 4)),
    region: samples.unknownRegion(repository === undefined ? "" : partOfArn(repository.arn, 3)),
    partition: "aws",
  };
}

function partOfArn(arn: string, index: number): string {
  return Token.asString(Fn.element(Fn.split(":", arn), index));
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

function repositoriesInput(
  { repositories }: EcrProps,
  { isGiven, id, partition }: DeferredAccount,
  samples: Samples,
  problems: Problem[],
): readonly RepositoryInput[] {
  const names = new Set<unknown>(repositories);
  return repositories.map((repository, index) => {
    const path = ["ecr", "repositories", index];
    if (typeof repository === "string") {
      problems.push(...nameProblems(repository, isGiven, path));
      const arnOf = (accountId: string, region: string) =>
        ecrRepositoryArn({ accountId, partition }, region, repository);
      return {
        // A CDKTF token is a problem already.
        name: Token.isUnresolved(repository) ? "token" : repository,
        arnIn: (region) => ({ sample: arnOf(id.sample, region), expression: arnOf(id.expression, region) }),
      };
    }
    const { arn } = repository;
    if (!Token.isUnresolved(arn) && !new RegExp(REPOSITORY_ARN).test(arn)) {
      const message = `expected the ARN of an ECR repository (arn:PARTITION:ecr:REGION:ACCOUNT:repository/NAME), got ${givenText(arn)}`;
      problems.push({ path: [...path, "arn"], message });
    }
    const name = sampleName(names);
    const form = isEcrRepository(repository) ? undefined : REPOSITORY_ARN;
    return {
      name,
      arnIn: (region) =>
        samples.arn(ecrRepositoryArn({ accountId: id.sample, partition }, region, name), arn, form),
    };
  });
}

/** A name that no repository of a role has, added to its names. */
function sampleName(names: Set<unknown>): string {
  for (let number = 0; ; number++) {
    const name = `deferred/${number}`;
    if (!names.has(name)) {
      names.add(name);
      return name;
    }
  }
}

/** The name in the props of the resource, or the last part of its ARN. */
export function repositoryNameOf(repository: EcrProps["repositories"][number]): string {
  if (typeof repository === "string") return repository;
  const name = "nameInput" in repository ? repository.nameInput : undefined;
  return typeof name === "string" && !Token.isUnresolved(name)
    ? name
    : Token.asString(Fn.element(Fn.split(":repository/", repository.arn), 1));
}

function nameProblems(name: string, hasAccount: boolean, path: Path): readonly Problem[] {
  if (Token.isUnresolved(name)) {
    const message = "expected a name, a pattern with *, or an EcrRepository, got a CDKTF token";
    return [{ path, message }];
  }
  if (hasAccount) return [];
  const message = `expected an EcrRepository, or account: { accountId, region } in the props of the role or its oidcProvider, got the name ${givenText(name)} without an account`;
  return [{ path, message }];
}

/** Whether a resource is an ECR repository. The ARN of any other resource could contain wildcards. */
function isEcrRepository(repository: object): boolean {
  return (
    TerraformElement.isTerraformElement(repository) &&
    "terraformResourceType" in repository &&
    repository.terraformResourceType === "aws_ecr_repository"
  );
}
