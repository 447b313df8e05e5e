import { Token } from "cdktf";
import { at, isMap } from "../config/draft";
import type { Path, Problem } from "../config/problem";
import { VALUE_CONTENTS, type ValueContent } from "../policy/published-values";
import type { EcrRoleProps } from "./role-props";
import { NEEDS_LITERAL } from "./validation";

/** `GithubActionsEcr` has no key `publish` in the props of its role. */
export function publishProblems(props: EcrRoleProps): readonly Problem[] {
  if (!Object.hasOwn(props, "publish")) return [];
  return [{ path: ["publish"], atKey: true, message: PUBLISH }];
}

const PUBLISH =
  'unknown key "publish". EcrRole publishes nothing. Use GithubActionsEcr, or create a GithubValues';

/** What needs the account, in props without it. */
export function missingAccountProblems(props: EcrRoleProps, publish: unknown): readonly Problem[] {
  return [...valueProblems(publish), ...publicProblems(props), ...importProblems(props)];
}

/** Whether a published value can only be computed with the account and its region. */
const NEEDS_ACCOUNT: Readonly<Record<ValueContent, boolean>> = {
  region: false,
  accountId: false,
  roleName: false,
  roleArn: false,
  registry: true,
  repository: false,
  repositoryUrl: true,
};

/** The published values that need the account. */
function valueProblems(publish: unknown): readonly Problem[] {
  const values = at({ value: publish, path: ["publish"] }, "values");
  if (!isMap(values.value)) return [];
  return Object.keys(values.value)
    .map((name) => at(values, name))
    .filter(({ value }) => VALUE_CONTENTS.some((known) => known === value && NEEDS_ACCOUNT[known]))
    .map(({ path, value }) => ({
      path,
      message: `expected account: { accountId, region } beside it, got none. The value ${value} depends on the account`,
    }));
}

/** ECR Public: ARNs of its repositories contain the account. */
function publicProblems({ ecrPublic }: EcrRoleProps): readonly Problem[] {
  if (ecrPublic === undefined) return [];
  const message =
    "expected account: { accountId, region } in the props of the role or its oidcProvider, got none. ARNs of ECR Public contain the account";
  return [{ path: ["ecrPublic"], message }];
}

/** A role to import: the ids of its policies are ARNs. */
function importProblems({ origin }: EcrRoleProps): readonly Problem[] {
  if (origin !== "import") return [];
  const message =
    "expected account: { accountId, region } in the props of the role or its oidcProvider, got none. Terraform imports policies by their ARNs, which contain the account";
  return [{ path: ["origin"], message }];
}

/** CDKTF tokens in values that the checks read. */
export function tokensIn(value: unknown, path: Path): readonly Problem[] {
  if (typeof value === "string" || typeof value === "number") {
    return Token.isUnresolved(value) ? [{ path, message: NEEDS_LITERAL }] : [];
  }
  if (Array.isArray(value)) return value.flatMap((element, index) => tokensIn(element, [...path, index]));
  return isMap(value) ? Object.entries(value).flatMap(([key, each]) => tokensIn(each, [...path, key])) : [];
}
