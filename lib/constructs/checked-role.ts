import { checkedValue } from "../config/load";
import { ConfigError, type Path, type Problem, pathText } from "../config/problem";
import { violationWarning } from "../config/rule-message";
import type { Account, Config, Role } from "../config/types";
import { roleWarnings } from "../config/warnings";
import { roleArn } from "../policy/arn";
import { roleSubjects } from "../policy/trust-policy";
import type { EcrRoleProps } from "./ecr-role";
import { Placeholders } from "./placeholders";
import { givenTexts, propsAsFile } from "./props-as-file";

/** A role that passed the checks, with the CDKTF tokens of its props. */
export interface CheckedRole {
  readonly role: Role;
  readonly account: Account;
  /** The allowed values of `sub`. */
  readonly subjects: readonly string[];
  /** The role's ARN in published values, also if only Terraform knows the ARN. */
  readonly roleArn: string;
  /** The values to publish. */
  readonly owners: Config["owners"];
  /** Warnings of the checks. */
  readonly warnings: readonly string[];
}

/**
 * Checks the props of a role with all checks of access.yaml.
 * @param place path of the construct, for messages.
 * @param publish as in access.yaml; false publishes nothing.
 * @throws ConfigError with a line for each problem of the props.
 */
export function checkedRole(place: string, props: EcrRoleProps, publish: unknown): CheckedRole {
  const provider = { ...props.oidcProvider, node: undefined };
  const placeholders = new Placeholders(givenTexts([props, publish, provider]));
  const { value, problems, propsPath } = propsAsFile(props, publish, placeholders);
  const judged = checkedValue({ value, source: () => undefined });
  const known = new Set(problems.map(({ path }) => partText(propsPath(path))));
  const others = "problems" in judged ? judged.problems : [];
  const all = [...problems, ...others.filter(({ path }) => !known.has(partText(propsPath(path))))];
  const lineOf = ({ path, message }: Problem) =>
    `${[place, pathText(propsPath(path))].filter((part) => part !== "").join(" ")}: ${placeholders.shown(message)}`;
  if (all.length > 0 || "problems" in judged) {
    throw new ConfigError([...new Set(all.map(lineOf))]);
  }
  const { accounts, github, owners } = judged.config;
  const [account] = accounts;
  const [role] = account.roles;
  return {
    role: placeholders.restored(role),
    account: placeholders.restored(account),
    subjects: placeholders.restored(roleSubjects(role, github.issuerHost)),
    owners: placeholders.restored(owners),
    roleArn: placeholders.restored(roleArn(account, role.path, role.name)),
    warnings: [...riskWarnings(role), ...roleWarnings(role, account, github)].map((text) =>
      placeholders.shown(text),
    ),
  };
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
