import { Fn, TerraformElement, Token } from "cdktf";
import type { Path, Problem } from "../config/problem";
import { type ArnScope, ecrRepositoryArn, oidcProviderArn } from "../policy/arn";
import { givenText } from "../policy/given-text";
import type { EcrProps, EcrRoleProps } from "./ecr-role";
import type { GithubOidcProvider } from "./github-oidc-provider";
import { type Placeholders, REPOSITORY_ARN } from "./placeholders";

/** Without an account in the props, the account and the region come from ARNs. */
export function unknownAccount(
  { oidcProvider, ecr: { repositories } }: EcrRoleProps,
  placeholders: Placeholders,
): void {
  const repository = repositories.find((each) => typeof each !== "string");
  placeholders.replace(placeholders.account, Fn.element(Fn.split(":", oidcProvider.providerArn), 4));
  if (repository !== undefined)
    placeholders.replace(placeholders.region, Fn.element(Fn.split(":", repository.arn), 3));
}

/** The ARN of the OIDC provider in the policies that the checks read. */
export function providerAsFile(
  { oidcProvider, account = oidcProvider.account }: EcrRoleProps,
  scope: ArnScope,
  placeholders: Placeholders,
): { readonly arn: string; readonly problems: readonly Problem[] } {
  const { providerArn, issuerHost } = oidcProvider;
  const arn = oidcProviderArn(scope, issuerHost);
  if (placeholders.restored(arn) === providerArn) return { arn, problems: [] };
  const isKnown = account !== undefined && !Token.isUnresolved(account.accountId);
  const form = providerForm(issuerHost, isKnown ? scope : undefined);
  if (!Token.isUnresolved(providerArn) && (isKnown || !new RegExp(form).test(providerArn))) {
    const message = `expected the OIDC provider for ${issuerHost} in the account of the role (${arn}), got ${givenText(providerArn)}`;
    return { arn, problems: [{ path: ["oidcProvider", "providerArn"], message }] };
  }
  placeholders.provider(arn, providerArn, form, isAttribute(oidcProvider));
  return { arn, problems: [] };
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

/** The ECR repositories as names: given names, and placeholders for ARNs. */
export function repositoriesAsFile(
  { repositories, region }: EcrProps,
  hasAccount: boolean,
  scope: ArnScope,
  ownRegion: string,
  placeholders: Placeholders,
): { readonly names: readonly string[]; readonly problems: readonly Problem[] } {
  const regions = region === undefined ? [ownRegion] : [region].flat();
  const problems: Problem[] = [];
  const names = repositories.map((repository, index) => {
    const path = ["ecr", "repositories", index];
    if (typeof repository === "string") {
      problems.push(...nameProblems(repository, hasAccount, path));
      // Already a problem.
      return Token.isUnresolved(repository) ? "token" : repository;
    }
    const { arn } = repository;
    if (!Token.isUnresolved(arn) && !new RegExp(REPOSITORY_ARN).test(arn)) {
      const message = `expected the ARN of an ECR repository (arn:PARTITION:ecr:REGION:ACCOUNT:repository/NAME), got ${givenText(arn)}`;
      problems.push({ path: [...path, "arn"], message });
    }
    const arnsOf = (name: string) => regions.map((each) => ecrRepositoryArn(scope, each, name));
    return placeholders.repository(arn, arnsOf, isEcrRepository(repository));
  });
  return { names, problems };
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
