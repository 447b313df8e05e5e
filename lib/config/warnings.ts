import { REGIONS_DATE } from "../policy/partition";
import { RULES } from "../policy/rules/index";
import {
  durationText,
  type GithubRequests,
  githubRequests,
  LONG_APPLY_SECONDS,
  MAX_REQUESTS_PER_HOUR,
} from "./github-requests";
import { registryRegions } from "./normalize/registry";
import { pathText } from "./problem";
import { publicationWarnings, trustWarnings } from "./role-warnings";
import { violationWarning } from "./rule-message";
import { isKnownRegion, nearestRegion } from "./schema/hints";
import type { Account, Config, GithubHost, Role, State } from "./types";

/** Settings of backends that are credentials. Terraform also reads each of them from the environment. */
const CREDENTIAL_SETTINGS =
  /^(access_key|client_secret|client_certificate_password|conn_str|credentials|encryption_key|password|sas_token|token|oidc_token|access_token)$/;

/** What is allowed and may be a mistake. Each warning ends with where to read more. */
export function warningsOf(config: Omit<Config, "warnings">): readonly string[] {
  const { accounts, github } = config;
  return [...fileWarnings(config), ...rolesWarnings(accounts, github), ...riskWarnings(accounts)];
}

/** The same by stack, as CDKTF shows them. A rule that roles of two accounts violate is in both. Warnings about the file are in the first. */
export function stackWarnings(
  config: Config,
): readonly (readonly [stack: string, warnings: readonly string[]])[] {
  const { accounts, github } = config;
  return accounts.map((account, index) => [
    account.stack,
    [
      ...(index === 0 ? fileWarnings(config) : []),
      ...rolesWarnings([account], github),
      ...riskWarnings([account]),
    ],
  ]);
}

function fileWarnings({
  accounts,
  owners,
  github,
  state,
  similarNames,
}: Omit<Config, "warnings">): readonly string[] {
  return [
    ...credentialWarnings(state),
    ...requestWarnings({ owners, github }),
    ...regionWarnings(accounts, state),
    ...similarNames,
  ];
}

/** The same warning about several roles is one. */
function rolesWarnings(accounts: readonly Account[], github: GithubHost): readonly string[] {
  const roles = new Map<string, string[]>();
  for (const account of accounts) {
    for (const role of account.roles) {
      for (const warning of roleWarnings(role, account, github)) {
        const named = roles.get(warning) ?? [];
        named.push(`role ${role.name} in ${account.name}`);
        roles.set(warning, named);
      }
    }
  }
  return [...roles].map(([warning, named]) => `${rolesText(named)}: ${warning}`);
}

/** Credentials in the settings of a backend. */
export function credentialWarnings(state: State): readonly string[] {
  if (!("settings" in state)) return [];
  return Object.keys(state.settings)
    .filter((key) => CREDENTIAL_SETTINGS.test(snakeCase(key)))
    .map(
      (key) =>
        `state.${state.kind}.${key} is a credential. Remove it from the file and set it in the environment. See docs/guide/state.md#other-backends`,
    );
}

function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Warnings about a role that no rule gives. */
export function roleWarnings(role: Role, account: Account, github: GithubHost): readonly string[] {
  return [
    // Reported by several users; AWS does not document it.
    ...(role.name === "GitHubActions"
      ? [
          "users report that workflows cannot assume a role named GitHubActions. Choose another name. See docs/limits.md#unverified",
        ]
      : []),
    ...publicationWarnings(role),
    ...trustWarnings(role, account, github),
  ];
}

/** Regions of the right form that AWS did not have on the day of the list: new ones, or slips. */
function regionWarnings(accounts: Config["accounts"], state: State): readonly string[] {
  const regions = [
    ...(state.kind === "s3" ? [state.region] : []),
    ...accounts.flatMap(({ region, ecr: registry, roles }) => [
      region,
      ...(registry === undefined ? [] : registryRegions(registry)),
      ...roles.flatMap(({ ecr, furtherEcr }) => [ecr, ...furtherEcr].flatMap((each) => each.regions)),
    ]),
  ];
  return [...new Set(regions)]
    .filter((region) => !isKnownRegion(region))
    .map((region) => {
      const nearest = nearestRegion(region);
      const meant = nearest === undefined ? "" : `, did you mean ${nearest}?`;
      const end = nearest === undefined ? ". If" : " If";
      return `the region ${region} is not among the AWS regions of ${REGIONS_DATE}${meant}${end} it is newer, ignore this warning. See docs/access-yaml.md`;
    });
}

/** More requests than GitHub answers in an hour, and an apply that takes long. */
export function requestWarnings({ owners, github }: Pick<Config, "owners" | "github">): readonly string[] {
  const all = owners.map((owner) => githubRequests(owner, github.writeDelayMs));
  const sum = (key: keyof GithubRequests): number => all.reduce((total, each) => total + each[key], 0);
  const [perPlan, firstApply, seconds] = [sum("perPlan"), sum("firstApply"), sum("firstApplySeconds")];
  if (Math.max(firstApply, perPlan * 2) <= MAX_REQUESTS_PER_HOUR && seconds <= LONG_APPLY_SECONDS) return [];
  return [
    `a plan makes ${perPlan} requests to GitHub, the first apply ${firstApply} in about ${durationText(seconds)}. GitHub allows a token ${MAX_REQUESTS_PER_HOUR} per hour. Publish to the organization, or fewer values. See docs/guide/publishing.md#limits`,
  ];
}

/** One warning for each rule, at the first role that violates it. */
function riskWarnings(accounts: Config["accounts"]): readonly string[] {
  const violated = accounts.flatMap(({ name, roles }) =>
    roles.flatMap((role) =>
      role.risks
        .filter(({ reason }) => reason === undefined)
        .map(({ rule, places }) => ({ rule, role: `role ${role.name} in ${name}`, places })),
    ),
  );
  return RULES.flatMap((known) => {
    const [first, ...others] = violated.filter(({ rule }) => rule.id === known.id);
    if (first === undefined) return [];
    const paths = new Set(first.places.map(({ path }) => pathText(path)));
    const [path] = paths;
    const where =
      others.length > 0
        ? rolesText([first, ...others].map(({ role }) => role))
        : `${first.role}, ${path}${paths.size === 1 ? "" : ` and ${paths.size - 1} more`}`;
    return [violationWarning(known, where, first.places[0].hint)];
  });
}

const ROLES_NAMED = 3;

/** The first roles by name, and how many more there are. */
function rolesText(roles: readonly string[]): string {
  const more = roles.length - ROLES_NAMED;
  return `${roles.slice(0, ROLES_NAMED).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
