import { Fn, TerraformElement, Token } from "cdktf";
import type { Path, Problem } from "../config/problem";
import { ecrRepositoryArn } from "../policy/arn";
import { type Deferred, knownValue } from "../policy/deferred";
import type { Partition } from "../policy/partition";
import { givenText } from "../policy/text-rule";
import type { EcrProps, EcrRoleProps } from "./role-props";
import type { Samples } from "./samples";
import { arnArgument } from "./terraform-text";

const REPOSITORY_ARN = "^arn:aws[a-z-]*:ecr:[a-z0-9-]+:[0-9]{12}:repository/[a-z0-9._/-]+$";

/** The account of a role. Without an account in the props, it comes from ARNs. */
export interface DeferredAccount {
  /** Whether the props contain the account. */
  readonly isGiven: boolean;
  readonly id: Deferred;
  readonly region: Deferred;
  readonly partition: Partition;
}

/** An ECR repository of a role. */
interface RepositoryInput {
  /** The name, or a sample that no other repository of the role has. */
  readonly name: string;
  readonly arnIn: (region: string) => Deferred;
}

/** The elements of `ecr`. */
export function ecrProps({ ecr }: Pick<EcrRoleProps, "ecr">): readonly EcrProps[] {
  return [ecr].flat();
}

interface EcrContext {
  readonly account: DeferredAccount;
  readonly samples: Samples;
  readonly problems: Problem[];
  /** The names of all repositories of the role. */
  readonly names: Set<unknown>;
}

/** The ECR repositories of an element of `ecr`. Their problems are added to those of the context. */
export function repositoriesInput(
  { repositories, account: other }: EcrProps,
  place: Path,
  { account: { isGiven, id: own, partition }, samples, problems, names }: EcrContext,
): readonly RepositoryInput[] {
  const id = other === undefined ? own : knownValue(other);
  return repositories.map((repository, index) => {
    const path = [...place, "repositories", index];
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
    : Token.asString(Fn.element(Fn.split(":repository/", arnArgument(repository.arn)), 1));
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
