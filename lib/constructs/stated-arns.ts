import { Fn, TerraformElement, Token } from "cdktf";
import { givenText, type Path, type Problem } from "../config/problem";
import { type ArnScope, ecrRepositoryArn, oidcProviderArn } from "../policy/arn";
import type { EcrProps, EcrRoleProps } from "./ecr-role";
import type { GithubOidcProvider } from "./github-oidc-provider";
import { REPOSITORY_ARN, type StandIns } from "./stand-ins";

/** Account and region, where ARNs alone say them. */
export function unknownAccount(
  { oidcProvider, ecr: { repositories } }: EcrRoleProps,
  standIns: StandIns,
): void {
  const repository = repositories.find((each) => typeof each !== "string");
  standIns.replace(standIns.account, Fn.element(Fn.split(":", oidcProvider.providerArn), 4));
  if (repository !== undefined)
    standIns.replace(standIns.region, Fn.element(Fn.split(":", repository.arn), 3));
}

/** The ARN of the provider as the documents hold it until they are judged. */
export function statedProvider(
  { oidcProvider, account = oidcProvider.account }: EcrRoleProps,
  scope: ArnScope,
  standIns: StandIns,
): { readonly arn: string; readonly problems: readonly Problem[] } {
  const { providerArn, issuerHost } = oidcProvider;
  const arn = oidcProviderArn(scope, issuerHost);
  if (standIns.restored(arn) === providerArn) return { arn, problems: [] };
  const isKnown = account !== undefined && !Token.isUnresolved(account.accountId);
  const form = providerForm(issuerHost, isKnown ? scope : undefined);
  if (!Token.isUnresolved(providerArn) && (isKnown || !new RegExp(form).test(providerArn))) {
    const message = `is not that of the account's provider for ${issuerHost}; allowed: ${arn}; given: ${givenText(providerArn)}`;
    return { arn, problems: [{ path: ["oidcProvider", "providerArn"], message }] };
  }
  standIns.provider(arn, providerArn, form, isAttribute(oidcProvider));
  return { arn, problems: [] };
}

/** Whether the ARN is that of the resource, which cannot be anything else. */
function isAttribute({ account, addresses }: GithubOidcProvider): boolean {
  return account === undefined && addresses.length > 0;
}

/** @param scope the role's, where it is known: the provider lies in the role's own account. */
function providerForm(issuerHost: string, scope: ArnScope | undefined): string {
  const start =
    scope === undefined ? "arn:aws[a-z-]*:iam::[0-9]{12}" : `arn:${scope.partition}:iam::${scope.accountId}`;
  return `^${start}:oidc-provider/${issuerHost.replaceAll(".", "[.]")}$`;
}

/** What a role reaches, as names: those that are given, and stand-ins for ARNs. */
export function statedRepositories(
  { repositories, region }: EcrProps,
  hasAccount: boolean,
  scope: ArnScope,
  ownRegion: string,
  standIns: StandIns,
): { readonly names: readonly string[]; readonly problems: readonly Problem[] } {
  const regions = region === undefined ? [ownRegion] : [region].flat();
  const problems: Problem[] = [];
  const names = repositories.map((repository, index) => {
    const path = ["ecr", "repositories", index];
    if (typeof repository === "string") {
      problems.push(...nameProblems(repository, hasAccount, path));
      // Told of already.
      return Token.isUnresolved(repository) ? "token" : repository;
    }
    const { arn } = repository;
    if (!Token.isUnresolved(arn) && !new RegExp(REPOSITORY_ARN).test(arn)) {
      const message = `is not the ARN of an ECR repository; allowed: arn:PARTITION:ecr:REGION:ACCOUNT:repository/NAME; given: ${givenText(arn)}`;
      problems.push({ path: [...path, "arn"], message });
    }
    const arnsOf = (name: string) => regions.map((each) => ecrRepositoryArn(scope, each, name));
    return standIns.repository(arn, arnsOf, isEcrRepository(repository));
  });
  return { names, problems };
}

function nameProblems(name: string, hasAccount: boolean, path: Path): readonly Problem[] {
  if (Token.isUnresolved(name)) {
    const message = "is a token; allowed: a name, a pattern with *, or the EcrRepository itself";
    return [{ path, message }];
  }
  if (hasAccount) return [];
  const message = `is a name, whose ARN follows from the account; needed: account: { accountId, region }, of the role or of its oidcProvider, or the EcrRepository itself; given: ${givenText(name)}`;
  return [{ path, message }];
}

/** Whether something is a repository of ECR's, made or looked up: other resources may say any ARN, with wildcards too. */
function isEcrRepository(repository: object): boolean {
  return (
    TerraformElement.isTerraformElement(repository) &&
    "terraformResourceType" in repository &&
    repository.terraformResourceType === "aws_ecr_repository"
  );
}
