import { type TerraformResource, Token } from "cdktf";
import { Construct } from "constructs";
import { repeatedTexts } from "../config/checks/duplicates";
import { pathText } from "../config/problem";
import { text } from "../config/schema/parts";
import { environmentRule, MAX_VALUE_BYTES, MAX_VALUES, VALUE_NAME } from "../policy/github-names";
import { givenText } from "../policy/text-rule";
import { type GithubValueKind, type GithubValueTarget, valueResource } from "./base/value-resource";
import { type GithubId, idProblems, repositoryName, repositoryProblems } from "./props";
import { resourceAddress } from "./terraform-text";
import { hasTestedGithubProvider } from "./tested-providers";
import { assertValid, literalProblems, othersInStack, valueProblems } from "./validation";

/** Secrets or variables with the same target. */
export interface GithubValuesProps {
  /** Default: `secrets`. */
  readonly as?: GithubValueKind;
  /** Where GitHub keeps them. */
  readonly target: GithubValueTarget;
  /**
   * The values by name. A name has letters, digits and `_` and does not start with a digit or `GITHUB_`. A value has at most 48 KB and may be
   * a CDKTF token. Do not pass confidential values: the Terraform JSON and the state contain them in plain text, also those of secrets.
   */
  readonly values: Readonly<Record<string, string>>;
  /** Resources, or their addresses, to create before the values. Not needed for resources whose CDKTF tokens the values use. Default: none. */
  readonly dependsOn?: readonly (TerraformResource | string)[];
}

/**
 * Secrets or variables in a GitHub repository, an environment or an organization: one resource for each.
 * @throws Error with every problem of the props.
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/variables
 * @example
 * ```ts
 * import { GithubProvider } from "@cdktf/provider-github/lib/provider";
 * import { App, TerraformStack } from "cdktf";
 * import { GithubValues } from "cdktf-github-actions-ecr";
 *
 * const stack = new TerraformStack(new App(), "web");
 * new GithubProvider(stack, "github", { owner: "acme" });
 * const { valueAddresses } = new GithubValues(stack, "values", {
 *   as: "variables",
 *   target: { level: "repository", repository: "web" },
 *   values: { AWS_REGION: "ap-northeast-2" },
 * });
 * console.log(valueAddresses.join()); // github_actions_variable.values_web_AWS_REGION_B5047785
 * ```
 */
export class GithubValues extends Construct {
  private readonly resources: readonly TerraformResource[];
  /** Kind, target and name of each value, to find duplicates. */
  private readonly places: readonly string[];

  constructor(scope: Construct, id: string, props: GithubValuesProps) {
    super(scope, id);
    const isTested = hasTestedGithubProvider(this);
    assertValid(this, valuesProblems(props, isTested));
    this.places = Object.keys(props.values).map((name) => placeOf(props, name));
    assertValid(this, this.repeated(props));
    const { as = "secrets", target, values, dependsOn } = props;
    const addresses = dependsOn?.map((each) => (typeof each === "string" ? each : resourceAddress(each)));
    this.resources = Object.entries(values).map(([name, value]) => {
      const resource = valueResource(
        this,
        as,
        { target, name, value },
        isTested ? "value" : "plaintext_value",
      );
      if (addresses !== undefined) resource.dependsOn = [...addresses];
      return resource;
    });
  }

  /** Addresses of the resources, in the order of `values`, for `dependsOn` of other resources. */
  get valueAddresses(): readonly string[] {
    return this.resources.map(resourceAddress);
  }

  private repeated({ as = "secrets", target, values }: GithubValuesProps): readonly string[] {
    const others = othersInStack(this, GithubValues);
    return Object.keys(values).flatMap((name, index) => {
      const other = others.find(({ places }) => places.includes(this.places[index] ?? ""));
      if (other === undefined) return [];
      return [
        `values.${name}: ${other.node.path} also writes this name to the ${as} ${valuePlaceText(target)}. Use another name or prefix`,
      ];
    });
  }
}

/** GitHub ignores the case of names. */
function placeOf({ as = "secrets", target }: GithubValuesProps, name: string): string {
  return `${as} ${valuePlaceText(target)} ${name}`.toLowerCase();
}

function valuesProblems(
  { as = "secrets", target, values }: GithubValuesProps,
  isTested: boolean,
): readonly string[] {
  const names = Object.keys(values);
  const limit = MAX_VALUES[target.level][as];
  if (limit === 0) {
    return [`as: expected secrets or variables for an ${target.level}, got ${givenText(as)}`];
  }
  return [
    ...targetProblems(target, isTested),
    ...(names.length > limit
      ? [`values: expected at most ${limit} ${as} in one ${target.level}, got ${names.length}`]
      : []),
    ...nameProblems(names),
    ...Object.entries(values).flatMap(([name, value]) => sizeProblems(name, value)),
  ];
}

/** A CDKTF token has no readable place of its own. */
function nameProblems(names: readonly string[]): readonly string[] {
  const places = names.map((value) => ({ value, path: ["values", value] }));
  return [
    ...places.flatMap(({ value, path }) =>
      literalProblems(Token.isUnresolved(value) ? "values" : pathText(path), value, text(VALUE_NAME)),
    ),
    ...repeatedTexts(places, "name", (name) => name.toLowerCase()).map(
      ({ path, message }) => `${pathText(path)}: ${message} (case is ignored)`,
    ),
  ];
}

function sizeProblems(name: string, value: string): readonly string[] {
  const bytes = Buffer.byteLength(value);
  if (bytes <= MAX_VALUE_BYTES) return [];
  return [`values.${name}: expected at most ${MAX_VALUE_BYTES} bytes, got ${bytes}`];
}

/** Checks the prop `target`. */
function targetProblems(target: GithubValueTarget, isTested: boolean): readonly string[] {
  switch (target.level) {
    case "repository":
      return repositoryProblems("target.repository", target.repository);
    case "environment":
      return [
        ...repositoryProblems("target.repository", target.repository),
        ...valueProblems("target.environment", target.environment, text(environmentRule(isTested))),
      ];
    case "organization":
      return target.visibility === "selected" ? selectionProblems(target.repositoryIds) : [];
  }
}

function selectionProblems(ids: readonly GithubId[]): readonly string[] {
  if (ids.length === 0)
    return [
      'target.repositoryIds: expected at least one id, got []. For all private repositories, set visibility to "private"',
    ];
  return idProblems("target.repositoryIds", ids);
}

/** A target for messages. */
function valuePlaceText(target: GithubValueTarget): string {
  switch (target.level) {
    case "repository":
      return `of ${repositoryName(target.repository)}`;
    case "environment":
      return `of the environment ${target.environment} of ${repositoryName(target.repository)}`;
    case "organization":
      return "of the organization";
  }
}
