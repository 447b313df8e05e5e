import { ActionsEnvironmentSecret } from "@cdktf/provider-github/lib/actions-environment-secret";
import { ActionsEnvironmentVariable } from "@cdktf/provider-github/lib/actions-environment-variable";
import { ActionsOrganizationSecret } from "@cdktf/provider-github/lib/actions-organization-secret";
import { ActionsOrganizationVariable } from "@cdktf/provider-github/lib/actions-organization-variable";
import { ActionsSecret } from "@cdktf/provider-github/lib/actions-secret";
import { ActionsVariable } from "@cdktf/provider-github/lib/actions-variable";
import { DependabotOrganizationSecret } from "@cdktf/provider-github/lib/dependabot-organization-secret";
import { DependabotSecret } from "@cdktf/provider-github/lib/dependabot-secret";
import { type TerraformResource, Token } from "cdktf";
import type { Construct } from "constructs";
import type { Originating } from "../../config/types";
import type { NonEmpty } from "../../policy/non-empty";
import { address, addressWithoutTokens } from "../address";
import { type GithubId, idNumbers, type NamedRepository, repositoryName } from "../props";
import { escapeTemplate, githubImportId } from "../terraform-text";

/**
 * Where GitHub keeps values: in a repository, in an environment of a repository, or in the organization of the `GithubProvider`.
 * @inline
 */
export type GithubValueTarget =
  | { readonly level: "repository"; readonly repository: NamedRepository }
  | {
      readonly level: "environment";
      readonly repository: NamedRepository;
      /** Name, or a CDKTF token such as `GithubEnvironment.environmentName` or `RepositoryEnvironment.environment`. */
      readonly environment: string;
    }
  /** `private`: all repositories except public ones can read the values. */
  | { readonly level: "organization"; readonly visibility: "private" | "all" }
  | {
      readonly level: "organization";
      readonly visibility: "selected";
      readonly repositoryIds: NonEmpty<GithubId>;
    };

/** A target as the resources of the provider take it. */
type ValuePlace =
  | { readonly level: "repository"; readonly at: { readonly repository: string } }
  | {
      readonly level: "environment";
      readonly at: { readonly repository: string; readonly environment: string };
    }
  | {
      readonly level: "organization";
      readonly at: { readonly visibility: string; readonly selectedRepositoryIds?: number[] };
    };

function valuePlace(target: GithubValueTarget): ValuePlace {
  switch (target.level) {
    case "repository":
      return { level: target.level, at: { repository: repositoryName(target.repository) } };
    case "environment": {
      const { level, repository, environment } = target;
      return {
        level,
        at: { repository: repositoryName(repository), environment: escapeTemplate(environment) },
      };
    }
    case "organization": {
      const { level, visibility } = target;
      if (visibility !== "selected") return { level, at: { visibility } };
      return {
        level,
        at: { visibility, selectedRepositoryIds: idNumbers(target.repositoryIds.map(textOfToken)) },
      };
    }
  }
}

/** Construct id of a value, from the names of its target and its own. CDKTF tokens are left out: the id of the scope tells them apart. */
function valueId(target: GithubValueTarget, name: string): string {
  switch (target.level) {
    case "repository":
      return addressWithoutTokens([repositoryName(target.repository)], name);
    case "environment":
      return addressWithoutTokens([repositoryName(target.repository), target.environment], name);
    case "organization":
      return address(name);
  }
}

function textOfToken(id: GithubId): GithubId {
  return Token.isUnresolved(id) ? Token.asString(id) : id;
}

/**
 * GitHub masks `secrets` in logs and removes them from job outputs, `variables` not. Runs that Dependabot starts read `dependabot secrets`.
 * @inline
 */
export type GithubValueKind = "secrets" | "variables" | "dependabot secrets";

/** A value with its target and its name in GitHub. */
export interface PlacedValue {
  readonly target: GithubValueTarget;
  readonly name: string;
  readonly value: string;
  /** `import` takes a value that exists into the state. Default: it is created. */
  readonly origin?: Originating["origin"];
}

/**
 * The argument for the value of a secret. The GitHub provider knows `value` from 6.12 on, and from then on it prints a warning for each
 * `plaintext_value`.
 */
type SecretArgument = "value" | "plaintext_value";

/** Creates the resource of a checked value. */
export function valueResource(
  scope: Construct,
  as: GithubValueKind,
  { target, name, value, origin }: PlacedValue,
  argument: SecretArgument,
): TerraformResource {
  const made = { id: valueId(target, name), name, value: escapeTemplate(value), place: valuePlace(target) };
  const resource =
    as === "variables" ? variableResource(scope, made) : secretResource(scope, as, made, argument);
  if (origin === "import") resource.importFrom(importId(target, name));
  return resource;
}

/** The id of a value for Terraform's import. */
function importId(target: GithubValueTarget, name: string): string {
  switch (target.level) {
    case "repository":
      return githubImportId(repositoryName(target.repository), name);
    case "environment":
      return githubImportId(repositoryName(target.repository), target.environment, name);
    case "organization":
      return name;
  }
}

interface Value {
  readonly id: string;
  readonly name: string;
  readonly value: string;
  readonly place: ValuePlace;
}

function variableResource(scope: Construct, { id, name, value, place }: Value): TerraformResource {
  const variable = { variableName: name, value };
  switch (place.level) {
    case "repository":
      return new ActionsVariable(scope, id, { ...place.at, ...variable });
    case "environment":
      return new ActionsEnvironmentVariable(scope, id, { ...place.at, ...variable });
    case "organization":
      return new ActionsOrganizationVariable(scope, id, { ...place.at, ...variable });
  }
}

type SecretKind = Exclude<GithubValueKind, "variables">;

function secretResource(
  scope: Construct,
  as: SecretKind,
  { value, ...secret }: Value,
  argument: SecretArgument,
): TerraformResource {
  if (argument === "plaintext_value") return SECRETS[as](scope, { ...secret, value });
  const resource = SECRETS[as](scope, secret);
  // The bindings do not have it.
  resource.addOverride("value", value);
  return resource;
}

/** A secret whose value is `plaintext_value`, or no argument yet. */
type Secret = Omit<Value, "value"> & Partial<Value>;

/**
 * An organization's secret has its repositories in `selected_repository_ids`, which the provider marks as deprecated from 6.12 on. The resources
 * that replace it lose the repositories, see docs/decisions/0007-provider-version-ranges.md.
 */
const SECRETS: Readonly<Record<SecretKind, (scope: Construct, secret: Secret) => TerraformResource>> = {
  secrets: (scope, { id, name, value, place }) => {
    const secret = { secretName: name, ...(value !== undefined && { plaintextValue: value }) };
    switch (place.level) {
      case "repository":
        return new ActionsSecret(scope, id, { ...place.at, ...secret });
      case "environment":
        return new ActionsEnvironmentSecret(scope, id, { ...place.at, ...secret });
      case "organization":
        return new ActionsOrganizationSecret(scope, id, { ...place.at, ...secret });
    }
  },
  /** @throws TypeError for an environment, which has no Dependabot secrets. The checks reject it before. */
  "dependabot secrets": (scope, { id, name, value, place }) => {
    const secret = { secretName: name, ...(value !== undefined && { plaintextValue: value }) };
    switch (place.level) {
      case "repository":
        return new DependabotSecret(scope, id, { ...place.at, ...secret });
      case "environment":
        throw new TypeError("an environment has no Dependabot secrets");
      case "organization":
        return new DependabotOrganizationSecret(scope, id, { ...place.at, ...secret });
    }
  },
};
