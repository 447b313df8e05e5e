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
import { escapeTemplate } from "../terraform-text";

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

/** Creates the resource of a checked value. */
export function valueResource(
  scope: Construct,
  as: GithubValueKind,
  { target, name, value, origin }: PlacedValue,
): TerraformResource {
  const id = valueId(target, name);
  const resource = MADE[as](scope, { id, name, value: escapeTemplate(value), place: valuePlace(target) });
  if (origin === "import") resource.importFrom(importId(target, name));
  return resource;
}

/** The id of a value for Terraform's import. */
function importId(target: GithubValueTarget, name: string): string {
  switch (target.level) {
    case "repository":
      return `${repositoryName(target.repository)}:${name}`;
    case "environment":
      return `${repositoryName(target.repository)}:${escapeTemplate(target.environment)}:${name}`;
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

const MADE: Readonly<Record<GithubValueKind, (scope: Construct, value: Value) => TerraformResource>> = {
  secrets: (scope, { id, name, value, place }) => {
    const secret = { secretName: name, plaintextValue: value };
    switch (place.level) {
      case "repository":
        return new ActionsSecret(scope, id, { ...place.at, ...secret });
      case "environment":
        return new ActionsEnvironmentSecret(scope, id, { ...place.at, ...secret });
      case "organization":
        return new ActionsOrganizationSecret(scope, id, { ...place.at, ...secret });
    }
  },
  variables: (scope, { id, name, value, place }) => {
    const variable = { variableName: name, value };
    switch (place.level) {
      case "repository":
        return new ActionsVariable(scope, id, { ...place.at, ...variable });
      case "environment":
        return new ActionsEnvironmentVariable(scope, id, { ...place.at, ...variable });
      case "organization":
        return new ActionsOrganizationVariable(scope, id, { ...place.at, ...variable });
    }
  },
  /** @throws TypeError for an environment, which has no Dependabot secrets. The checks reject it before. */
  "dependabot secrets": (scope, { id, name, value, place }) => {
    const secret = { secretName: name, plaintextValue: value };
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
