import { RULES } from "../policy/rules/rules";
import type { Account, Config, GithubHost, Role, State } from "./config";
import { givenText } from "./problem";
import { trustWarnings } from "./trust-warnings";

/** Settings of backends that are credentials: Terraform reads each from the environment too. */
const CREDENTIAL_SETTINGS =
  /^(access_key|client_secret|client_certificate_password|conn_str|credentials|encryption_key|password|sas_token|token|oidc_token|access_token)$/;

/** What is allowed but deserves a look before it is applied. */
export function warningsOf({ accounts, github, state }: Omit<Config, "warnings">): readonly string[] {
  return [
    ...credentialWarnings(state),
    ...accounts.flatMap((account) =>
      account.roles.flatMap((role) =>
        roleWarnings(role, account, github).map(
          (warning) => `role ${role.name} in ${account.name}: ${warning}`,
        ),
      ),
    ),
    ...riskWarnings(accounts),
  ];
}

/** Credentials in the file. */
export function credentialWarnings(state: State): readonly string[] {
  if (!("settings" in state)) return [];
  return Object.keys(state.settings)
    .filter((key) => CREDENTIAL_SETTINGS.test(snakeCase(key)))
    .map(
      (key) =>
        `state.${state.kind}.${key} is a credential: leave it out of the file and give it in the environment`,
    );
}

function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** What is odd about a role, and no rule's matter. */
export function roleWarnings(role: Role, account: Account, github: GithubHost): readonly string[] {
  return [...ownWarnings(role), ...trustWarnings(role, account, github)];
}

function ownWarnings({ name, path, publish }: Role): readonly string[] {
  const warnings: string[] = [];
  // Reported by several users; AWS's documentation says nothing of it.
  if (name === "GitHubActions") warnings.push("this very name is reported not to work; choose another");
  if (publish.repositories.length === 0 && publish.isWanted) {
    warnings.push(
      "no repository gets its values, because trust names none exactly; list them in publish.repositories, or write publish: false",
    );
  }
  if (path !== "/" && publish.repositories.length > 0) {
    warnings.push(`AWS_ROLE_NAME does not hold the path; write role${path} before it in the workflow`);
  }
  return warnings;
}

/** One line for each rule: what it is about is the same for all roles. */
function riskWarnings(accounts: Config["accounts"]): readonly string[] {
  const broken = accounts.flatMap(({ name, roles }) =>
    roles.flatMap((role) =>
      role.risks
        .filter(({ reason }) => reason === undefined)
        .map(({ rule, places }) => ({ rule, place: `role ${role.name} in ${name}`, places })),
    ),
  );
  return RULES.flatMap(({ id, severity, why, mend }) => {
    const [first, ...others] = broken.filter(({ rule }) => rule.id === id);
    if (first === undefined) return [];
    const count = first.places.length + others.reduce((sum, { places }) => sum + places.length, 0);
    const roles = others.length === 0 ? "" : ` and ${others.length} more`;
    const given = `${givenText(first.places[0].given)}${count === 1 ? "" : ` and ${count - 1} more`}`;
    return [`${id} (${severity}), ${first.place}${roles}: ${why}; ${mend}; given: ${given}`];
  });
}
