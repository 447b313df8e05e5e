import { publicRegistryHost } from "../policy/ecr-policies";
import type { PublicRegistry, SelectedRole } from "./role-source";
import type { RoleValues } from "./values";
import { expression } from "./yaml-text";

/** A role that a workflow assumes, and the regions whose registries it uses. Several roles are in several accounts. */
export interface Target {
  readonly selected: SelectedRole;
  readonly values: RoleValues;
  /** The regions after the one in `values`. */
  readonly furtherRegions: readonly string[];
  /** The registry in ECR Public, if the images belong there. */
  readonly publicRegistry: PublicRegistry | undefined;
}

/** A registry that a job logs in to. */
export interface RegistryLogin {
  /** The id of the step that logs in. */
  readonly stepId: string;
  /** The region, if it is not the one of the credentials. */
  readonly region: string | undefined;
}

/** The registries of each target, in the order of the steps. */
export function registryLogins(
  targets: readonly Target[],
): readonly (readonly [Target, readonly RegistryLogin[]])[] {
  let count = 0;
  const login = (region: string | undefined): RegistryLogin => {
    count += 1;
    return { stepId: count === 1 ? "ecr" : `ecr-${count}`, region };
  };
  return targets.map((target) => [target, [login(undefined), ...target.furtherRegions.map(login)]] as const);
}

/** The addresses of all registries, as GitHub expressions. The first is the one in which a run looks for its image. */
export function registries(targets: readonly Target[]): readonly string[] {
  return registryLogins(targets).flatMap(([{ publicRegistry }, logins]) =>
    publicRegistry === undefined
      ? logins.map(({ stepId }) => expression(`steps.${stepId}.outputs.registry`))
      : publicRegistryHost(publicRegistry),
  );
}
