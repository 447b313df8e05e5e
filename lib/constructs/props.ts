import { Fn, Token } from "cdktf";
import { githubId } from "../config/schema/github";
import { repositoryHint } from "../config/schema/hints";
import { region, text } from "../config/schema/parts";
import type { ArnScope } from "../policy/arn";
import { REPOSITORY } from "../policy/github-names";
import { ACCOUNT_ID } from "../policy/iam-limits";
import { knownPartition } from "../policy/partition";
import { literalProblems, valueProblems } from "./validation";

/** An AWS account and region. */
export interface AccountProps {
  /** 12 digits, or a CDKTF token such as `DataAwsCallerIdentity.accountId`. */
  readonly accountId: string;
  /** Region of the ECR repositories, such as `ap-northeast-2`. A literal string, because the partition follows from it. */
  readonly region: string;
}

/** The parts that every ARN in an account starts with. */
export function arnScope({ accountId, region }: AccountProps): ArnScope {
  return { accountId, partition: knownPartition(region) };
}

/** Checks the prop `account`. */
export function accountProblems(account: AccountProps | undefined): readonly string[] {
  if (account === undefined) return [];
  return [
    ...valueProblems("account.accountId", account.accountId, text(ACCOUNT_ID)),
    ...literalProblems("account.region", account.region, region),
  ];
}

/**
 * A GitHub repository: its name without the owner, or a resource with a name, such as `Repository` or `DataGithubRepository`.
 */
export type NamedRepository = string | { readonly name: string };

/** The name, or its CDKTF token. */
export function repositoryName(repository: NamedRepository): string {
  return typeof repository === "string" ? repository : repository.name;
}

/** Checks a repository at a place of the props. */
export function repositoryProblems(place: string, repository: NamedRepository): readonly string[] {
  return valueProblems(place, repositoryName(repository), text(REPOSITORY, repositoryHint));
}

/**
 * A GitHub id: a number, or a CDKTF token such as `DataGithubRepository.repoId` or `DataGithubUser.id`.
 * @inline
 */
export type GithubId = number | string;

/**
 * Ids as the provider takes them. If one is a string CDKTF token, the list is one expression, because CDKTF's HCL renderer cannot write such a
 * token in a list of numbers.
 */
export function idNumbers(ids: readonly GithubId[]): number[] {
  if (!ids.some((id) => typeof id === "string" && Token.isUnresolved(id))) return ids.map(Number);
  return Token.asNumberList(Fn.tolist(ids.map((id) => (Token.isUnresolved(id) ? id : Number(id)))));
}

/** A number in quotes is a number. */
export function idNumber(id: unknown): unknown {
  return typeof id === "string" && /^[0-9]{1,15}$/.test(id) ? Number(id) : id;
}

/** Checks ids at a place of the props. */
export function idProblems(place: string, ids: readonly GithubId[]): readonly string[] {
  return ids.flatMap((id, index) => valueProblems(`${place}[${index}]`, idNumber(id), githubId));
}
