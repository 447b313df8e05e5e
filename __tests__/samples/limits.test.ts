import { readFileSync } from "node:fs";
import { join } from "node:path";
import { MAX_FILE_BYTES } from "../../lib/cli/roles-file";
import { MAX_RESULTS } from "../../lib/cli/sarif";
import { MAX_REQUESTS_PER_HOUR } from "../../lib/config/github-requests";
import { MAX_VALUES as MAX_YAML_VALUES } from "../../lib/config/source/yaml-file";
import { MAX_TOKEN_CHARACTERS } from "../../lib/explain/token";
import { MAX_ROLES } from "../../lib/inventory/inventory";
import { MAX_LIFECYCLE_RULES } from "../../lib/policy/ecr-lifecycle";
import { MAX_ECR_REPOSITORY_CHARACTERS, MIN_ECR_REPOSITORY_CHARACTERS } from "../../lib/policy/ecr-names";
import { MAX_MUTABLE_PATTERNS, MAX_REPLICATION_RULES } from "../../lib/policy/ecr-registry";
import {
  MAX_ENVIRONMENT_CHARACTERS,
  MAX_OWNER_CHARACTERS,
  MAX_REPOSITORY_CHARACTERS,
  MAX_REVIEWERS,
  MAX_VALUE_BYTES,
  MAX_VALUES,
  MAX_WAIT_MINUTES,
} from "../../lib/policy/github-names";
import {
  MAX_DESCRIPTION_CHARACTERS,
  MAX_MANAGED_POLICY_CHARACTERS,
  MAX_PATH_CHARACTERS,
  MAX_POLICIES_PER_ROLE,
  MAX_POLICY_NAME_CHARACTERS,
  MAX_RAISED_POLICIES_PER_ROLE,
  MAX_RAISED_TRUST_POLICY_CHARACTERS,
  MAX_ROLE_NAME_CHARACTERS,
  MAX_SESSION_SECONDS,
  MAX_TAG_KEY_CHARACTERS,
  MAX_TAG_VALUE_CHARACTERS,
  MAX_TAGS,
  MAX_TRUST_POLICY_CHARACTERS,
  MIN_SESSION_SECONDS,
} from "../../lib/policy/iam-limits";
import { MAX_VALUES as MAX_JSON_VALUES, MAX_NESTING } from "../../lib/policy/json-text";
import { ROOT } from "./pages";

const { repository, environment, organization } = MAX_VALUES;

/** The rows of docs/limits.md, and the constants of the code that they state, in their order. */
const STATED: readonly (readonly [string, readonly number[]])[] = [
  ["trust policy", [MAX_TRUST_POLICY_CHARACTERS, MAX_RAISED_TRUST_POLICY_CHARACTERS]],
  ["managed policy", [MAX_MANAGED_POLICY_CHARACTERS]],
  ["policies of a role", [MAX_POLICIES_PER_ROLE, MAX_RAISED_POLICIES_PER_ROLE]],
  ["role name", [MAX_ROLE_NAME_CHARACTERS]],
  ["policy name", [MAX_POLICY_NAME_CHARACTERS]],
  ["path", [MAX_PATH_CHARACTERS]],
  ["description", [MAX_DESCRIPTION_CHARACTERS]],
  ["tags", [MAX_TAGS, MAX_TAG_KEY_CHARACTERS, MAX_TAG_VALUE_CHARACTERS]],
  ["session", [MIN_SESSION_SECONDS, MAX_SESSION_SECONDS]],
  ["ECR repository name", [MIN_ECR_REPOSITORY_CHARACTERS, MAX_ECR_REPOSITORY_CHARACTERS]],
  ["rules of a lifecycle policy", [MAX_LIFECYCLE_RULES]],
  ["exceptions from immutable tags", [MAX_MUTABLE_PATTERNS]],
  ["rules for the replication of a registry", [MAX_REPLICATION_RULES]],
  ["REST API", [MAX_REQUESTS_PER_HOUR]],
  ["secrets", [repository.secrets, environment.secrets, organization.secrets]],
  ["variables", [repository.variables, environment.variables, organization.variables]],
  ["value", [MAX_VALUE_BYTES / 1_024]],
  ["owner", [MAX_OWNER_CHARACTERS]],
  ["repository", [MAX_REPOSITORY_CHARACTERS]],
  ["environment name", [MAX_ENVIRONMENT_CHARACTERS]],
  ["reviewers of an environment", [MAX_REVIEWERS]],
  ["wait timer of an environment", [MAX_WAIT_MINUTES]],
  ["`access.yaml`", [MAX_YAML_VALUES]],
  [
    "file for `check` and `explain --policy`",
    [MAX_FILE_BYTES / 2 ** 20, MAX_JSON_VALUES, MAX_ROLES, MAX_NESTING],
  ],
  ["trust policy in `check`", [MAX_RAISED_TRUST_POLICY_CHARACTERS]],
  ["token for `explain`", [MAX_TOKEN_CHARACTERS]],
  ["results in SARIF", [MAX_RESULTS]],
];

const rows = new Map(
  readFileSync(join(ROOT, "docs", "limits.md"), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .map((line) => {
      const [, what = "", limit = ""] = line.split("|");
      return [what.trim(), limit.trim()] as const;
    }),
);

test.each(STATED)("docs/limits.md states the limit of the code: %s", (what, limits) => {
  const numbers = [...(rows.get(what) ?? "").matchAll(/(?<![\w-])\d+(?:,\d+)*/g)].map(([number]) => number);
  expect(numbers).toStrictEqual(limits.map((limit) => limit.toLocaleString("en-US")));
});
