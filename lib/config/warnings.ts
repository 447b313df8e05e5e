import { RULES } from "../policy/rules/rules";
import type { Config, Publication, Role, State } from "./config";
import { MAX_REQUESTS_PER_HOUR, planRequests } from "./plan-requests";
import { givenText } from "./problem";
import { trustWarnings } from "./trust-warnings";
import { valueTargets } from "./value-targets";

/** Settings of backends that are credentials: Terraform reads each from the environment too. */
const CREDENTIAL_SETTINGS =
  /^(access_key|client_secret|client_certificate_password|conn_str|credentials|encryption_key|password|sas_token|token|oidc_token|access_token)$/;

/** What is allowed but deserves a look before it is applied. */
export function warningsOf({ accounts, github, owners, state }: Omit<Config, "warnings">): readonly string[] {
  return [
    ...credentialWarnings(state),
    ...requestWarnings(owners),
    ...accounts.flatMap(({ name, roles }) =>
      roles.flatMap((role) => [...roleWarnings(name, role), ...publicationWarnings(name, role)]),
    ),
    ...accounts.flatMap((account) => trustWarnings(account, github)),
    ...riskWarnings(accounts),
  ];
}

function credentialWarnings(state: State): readonly string[] {
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

function roleWarnings(account: string, role: Role): readonly string[] {
  const warnings: string[] = [];
  // Reported by several users; AWS's documentation says nothing of it.
  if (role.name === "GitHubActions") {
    warnings.push(`role GitHubActions in ${account}: this very name is reported not to work; choose another`);
  }
  return warnings;
}

function publicationWarnings(account: string, { name, path, publish }: Role): readonly string[] {
  const start = `role ${name} in ${account}:`;
  const { isWanted, repositories, values } = publish;
  if (!isWanted) return [];
  const toRepositories = valueTargets({ ...publish, repositories: [{ owner: "", name: "" }] }).some(
    ({ place }) => place.level === "repository",
  );
  const isNameAlone = path !== "/" && values.some(({ holds }) => holds === "roleName");
  const masked = maskedValues(publish);
  return [
    ...(toRepositories && repositories.length === 0
      ? [
          `${start} no repository gets its values, because trust names none exactly; list them in publish.repositories, or write publish: false`,
        ]
      : []),
    ...(isNameAlone && valueTargets(publish).length > 0
      ? [
          `${start} ${values.flatMap((value) => (value.holds === "roleName" ? value.name : [])).join(", ")} does not hold the path; write role${path} before it in the workflow, or publish roleArn`,
        ]
      : []),
    ...(masked.length > 0
      ? [
          `${start} GitHub masks the secret${masked.length === 1 ? "" : "s"} ${masked.join(", ")}: a job output that holds such a value is empty in the next job; write as: variables, since none of them is confidential`,
        ]
      : []),
  ];
}

/** The regions and registries that the file itself makes secrets; those of the guide are its own choice, and Dependabot has no other. */
function maskedValues({ isChosen, as, to, values }: Publication): readonly string[] {
  if (!isChosen || as !== "secrets" || to.every((level) => level === "dependabot")) return [];
  return values.filter(({ holds }) => holds === "region" || holds === "registry").map(({ name }) => name);
}

/** A plan and its apply ask for everything once each. */
function requestWarnings(owners: Config["owners"]): readonly string[] {
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
  return RULES.flatMap(({ id, severity, why, mend }) => {
    const [first, ...others] = broken.filter(({ rule }) => rule.id === id);
    if (first === undefined) return [];
    const count = first.places.length + others.reduce((sum, { places }) => sum + places.length, 0);
    const roles = others.length === 0 ? "" : ` and ${others.length} more`;
    const given = `${givenText(first.places[0].given)}${count === 1 ? "" : ` and ${count - 1} more`}`;
    return [`${id} (${severity}), ${first.place}${roles}: ${why}; ${mend}; given: ${given}`];
  });
}
