import { oidcProviderArn } from "../../policy/arn";
import { ecrPolicy } from "../../policy/ecr-policy";
import { GITHUB_ISSUER_HOST } from "../../policy/github-issuer";
import { MAX_MANAGED_POLICY_CHARACTERS, MAX_TRUST_POLICY_CHARACTERS } from "../../policy/iam-names";
import { subjectPatterns } from "../../policy/subject";
import { trustPolicy } from "../../policy/trust-policy";
import type { Account, Role } from "../config";
import { accountsOf, at, isMap, type Place, rolesOf, textOf } from "../place";
import type { Path, Problem } from "../problem";
import { resolvedAccount } from "../resolve";
import { accountEntry } from "../schema";

/** Documents of an account's roles that IAM would refuse for their length. */
export function quotaProblems(account: Account, path: Path): readonly Problem[] {
  return account.roles.flatMap((role, index) => documentProblems(account, role, [...path, "roles", index]));
}

/** The same for each role that is right by itself, in a file where something else is wrong. */
export function quotaProblemsOfParts(file: Place): readonly Problem[] {
  const owner = textOf(at(at(file, "github"), "owner")) ?? "";
  return accountsOf(file).flatMap((account) =>
    rolesOf(account).flatMap((role) => {
      if (!isMap(account.value)) return [];
      const entry = accountEntry.safeParse({ ...account.value, roles: [role.value] });
      if (!entry.success) return [];
      const resolved = resolvedAccount(entry.data, owner);
      return documentProblems(resolved, resolved.roles[0], role.path);
    }),
  );
}

function documentProblems(account: Account, role: Role, path: Path): readonly Problem[] {
  const trust = trustPolicy({
    providerArn: oidcProviderArn(account, GITHUB_ISSUER_HOST),
    audience: account.audience,
    subjects: subjectPatterns(role.trust),
  });
  return [
    ...tooLong(trust, MAX_TRUST_POLICY_CHARACTERS, {
      path: [...path, "trust"],
      noun: "a trust policy",
      mend: "name repositories by a pattern, or divide the entries among several roles",
    }),
    ...tooLong(ecrPolicy(account, role.ecr), MAX_MANAGED_POLICY_CHARACTERS, {
      path: [...path, "ecr", "repositories"],
      noun: "an ECR policy",
      mend: "name repositories by a pattern, or divide them among several roles",
    }),
  ];
}

function tooLong(
  document: object,
  limit: number,
  { path, noun, mend }: { readonly path: Path; readonly noun: string; readonly mend: string },
): readonly Problem[] {
  // IAM does not count white space, and there is none between the parts of this text.
  const { length } = JSON.stringify(document).replace(/[ \t\r\n]/g, "");
  if (length <= limit) return [];
  return [{ path, message: `makes ${noun} of ${length} characters; allowed: ${limit}; ${mend}` }];
}
