import { RULES } from "../../policy/rules/rules";
import type { Account, Config, GithubHost, Role, State } from "../config";
import { fixInFile } from "../fix-in-file";
import { MAX_REQUESTS_PER_HOUR, planRequests } from "../plan-requests";
import { givenText } from "../problem";
import { publicationWarnings } from "./publication";
import { trustWarnings } from "./trust";

/** Settings of backends that are credentials: Terraform reads each from the environment too. */
const CREDENTIAL_SETTINGS =
  /^(access_key|client_secret|client_certificate_password|conn_str|credentials|encryption_key|password|sas_token|token|oidc_token|access_token)$/;

/** What is allowed but deserves a look before it is applied. */
export function warningsOf({ accounts, github, owners, state }: Omit<Config, "warnings">): readonly string[] {
  return [
    ...credentialWarnings(state),
    ...requestWarnings(owners),
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
  return [
    // Reported by several users; AWS's documentation says nothing of it.
    ...(role.name === "GitHubActions" ? ["this very name is reported not to work; choose another"] : []),
    ...publicationWarnings(role),
    ...trustWarnings(role, account, github),
  ];
}

/** A plan and its apply ask for everything once each. */
export function requestWarnings(owners: Config["owners"]): readonly string[] {
  const requests = owners.reduce((sum, owner) => sum + planRequests(owner), 0);
  if (requests * 2 <= MAX_REQUESTS_PER_HOUR) return [];
  return [
    `a plan makes ${requests} requests to GitHub, and so does its apply; with one token GitHub answers ${MAX_REQUESTS_PER_HOUR} in an hour; publish values to the organization (publish.to: organization), where each is one for all repositories`,
  ];
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
  return RULES.flatMap((known) => {
    const { id, severity, impact } = known;
    const [first, ...others] = broken.filter(({ rule }) => rule.id === id);
    if (first === undefined) return [];
    const count = first.places.length + others.reduce((sum, { places }) => sum + places.length, 0);
    const roles = others.length === 0 ? "" : ` and ${others.length} more`;
    const given = `${givenText(first.places[0].given)}${count === 1 ? "" : ` and ${count - 1} more`}`;
    return [`${id} (${severity}), ${first.place}${roles}: ${impact}; ${fixInFile(known)}; given: ${given}`];
  });
}
