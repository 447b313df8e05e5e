import { Fn, TerraformStack, Token } from "cdktf";
import type { Construct } from "constructs";
import type { z } from "zod";
import { repeatedTexts } from "../config/checks/duplicates";
import { pathText } from "../config/problem";
import { githubId } from "../config/schema/github";
import { repositoryHint } from "../config/schema/hints";
import { region, text } from "../config/schema/parts";
import { schemaProblems } from "../config/schema/schema-problems";
import type { ArnScope } from "../policy/arn";
import { REPOSITORY } from "../policy/github-names";
import { ACCOUNT_ID } from "../policy/iam-limits";
import { knownPartition } from "../policy/partition";

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

/** The message for a CDKTF token where the checks read the value. */
export const NEEDS_LITERAL =
  "expected a literal value, got a CDKTF token. It is checked before Terraform knows the value";

/**
 * @param problems each starts with its place in the props: `values.AWS_REGION: expected ...`.
 * @throws Error with a line for each problem: `stack/construct values.AWS_REGION: expected ...`.
 */
export function assertValid({ node }: Construct, problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(problems.map((problem) => `${node.path} ${problem}`).join("\n"));
}

/**
 * The problems of a prop, in the words of access.yaml. Accepts a CDKTF token, whose value is not known yet.
 * @param schema a part of the schema of access.yaml.
 */
export function valueProblems(place: string, value: unknown, schema: z.ZodType): readonly string[] {
  const { error } = Token.isUnresolved(value) ? {} : schema.safeParse(value);
  return error === undefined
    ? []
    : schemaProblems(error, { value, schema }).map(({ message }) => `${place}: ${message}`);
}

/** The same for a string that construct ids are made of, or that is compared with others. Rejects a CDKTF token. */
export function literalProblems(place: string, value: string, schema: z.ZodType): readonly string[] {
  return Token.isUnresolved(value) ? [`${place}: ${NEEDS_LITERAL}`] : valueProblems(place, value, schema);
}

/** The same for the elements of a list, each of which must be there once. @param noun of an element. */
export function listProblems(
  place: string,
  texts: readonly string[],
  schema: z.ZodType,
  noun: string,
): readonly string[] {
  const places = texts.map((value, index) => ({ value, path: [index] }));
  return [
    ...texts.flatMap((value, index) => literalProblems(`${place}[${index}]`, value, schema)),
    ...repeatedTexts(places, noun, (value) => value).map(
      ({ path, message }) => `${place}${pathText(path)}: ${message}`,
    ),
  ];
}

/** The other constructs of a kind in the stack, to find names that AWS or GitHub accepts only once. */
export function othersInStack<Kind extends Construct>(
  construct: Kind,
  kind: abstract new (...args: never[]) => Kind,
): readonly Kind[] {
  return TerraformStack.of(construct)
    .node.findAll()
    .filter((each): each is Kind => each instanceof kind && each !== construct);
}
