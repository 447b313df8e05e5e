import { groupedBy } from "../../../config/checks/duplicates";
import type { EditValue } from "../../../config/editing/edit";
import type { AccountRole } from "../../../inventory/account";
import { CLAIM_NAMES, CLAIMS, type ClaimName } from "../../../policy/claims";
import { isGithubIssuer } from "../../../policy/github-issuer";
import { isPattern, REPOSITORY_OF_OWNER_PATTERN } from "../../../policy/github-names";
import { globText, hasWildcard, patternOf } from "../../../policy/iam/glob";
import type { Condition, ParsedPolicy, PolicyJson, Statement } from "../../../policy/policy-document";
import { ownerNamed, type ParsedPattern, parseRawSubject } from "../../../policy/subject/parse";
import { DEFAULT_TEMPLATE } from "../../../policy/subject/template";
import type { SubjectFormat } from "../../../policy/subject/types";

/** A role that trusts tokens of GitHub. */
export interface GithubRole {
  readonly role: AccountRole;
  readonly policy: PolicyJson;
  readonly document: ParsedPolicy;
  /** The issuers, without `https://`, of the providers that its trust policy allows. */
  readonly issuers: readonly string[];
}

/** Undefined if the trust policy allows no OIDC provider of GitHub, or cannot be read. */
export function githubRole(role: AccountRole): GithubRole | undefined {
  const { trust } = role;
  if (!("document" in trust)) return undefined;
  const issuers = trust.document.statements.filter(({ effect }) => effect === "Allow").flatMap(issuersOf);
  if (issuers.length === 0) return undefined;
  return {
    role,
    policy: trust.trustPolicy.value,
    document: trust.document,
    issuers: [...new Set(issuers)],
  };
}

function issuersOf({ principal: { federated } }: Statement): readonly string[] {
  return federated.flatMap((arn) => {
    const [, issuer] = /:oidc-provider\/(.+)$/.exec(arn) ?? [];
    return issuer !== undefined && isGithubIssuer(issuer) ? issuer : [];
  });
}

/** The audiences that a trust policy requires. */
export function audiencesOf({ document, issuers }: GithubRole): readonly string[] {
  return document.statements
    .flatMap(({ conditions }) => conditions)
    .filter(({ key, operatorName }) => operatorName === "StringEquals" && issuers.includes(issuerOf(key)))
    .filter(({ key }) => key.endsWith(":aud"))
    .flatMap(({ values }) => values);
}

/** The owners that the subjects of a trust policy name. */
export function ownersIn({ document }: GithubRole): readonly string[] {
  return document.statements
    .flatMap(({ conditions }) => conditions)
    .filter(({ key }) => key.endsWith(":sub"))
    .flatMap(({ values }) => values)
    .flatMap((subject) => {
      const parsed = parseRawSubject(subject);
      return parsed === undefined ? [] : (ownerNamed(parsed) ?? []);
    });
}

function issuerOf(key: string): string {
  return key.slice(0, Math.max(0, key.lastIndexOf(":")));
}

/** One value of `sub` that a trust policy allows, as an entry of trust. */
export interface AdoptedEntry {
  /** The subject as the policy has it. */
  readonly subject: string;
  /** Undefined if only a raw subject expresses it. */
  readonly repository: NamedEntry | undefined;
  readonly claims: Readonly<Record<string, readonly string[]>>;
}

/** A subject that names a repository, or a pattern for repositories, and a context. */
interface NamedEntry {
  /** In the casing of the subject. */
  readonly owner: string;
  readonly name: string;
  readonly ids: { readonly owner: number; readonly repository: number | "any" } | undefined;
  readonly context: readonly [key: string, value: string | true];
}

/** The entries of a trust policy that consists of statements as access.yaml writes them. Undefined for any other. */
export function entriesOf({ document, issuers }: GithubRole): readonly AdoptedEntry[] | undefined {
  const [issuer, ...others] = issuers;
  if (issuer === undefined || others.length > 0) return undefined;
  const entries: AdoptedEntry[] = [];
  for (const { conditions } of document.statements) {
    const bySubject = conditions.filter(({ key }) => key === `${issuer}:sub`);
    const claims = claimsOf(conditions, issuer);
    const [subjects, ...more] = bySubject;
    if (subjects === undefined || more.length > 0 || claims === undefined) return undefined;
    entries.push(...subjects.values.map((subject) => ({ subject, repository: namedEntry(subject), claims })));
  }
  return entries;
}

/** The conditions beside `sub` and `aud`, as claims of an entry. Undefined if no entry can have them. */
function claimsOf(conditions: readonly Condition[], issuer: string): AdoptedEntry["claims"] | undefined {
  const claims = new Map<ClaimName, readonly string[]>();
  for (const condition of conditions) {
    if ([`${issuer}:sub`, `${issuer}:aud`].includes(condition.key)) continue;
    const name = CLAIM_NAMES.find((each) => `${issuer}:${CLAIMS[each].claim}` === condition.key);
    const values = claimValues(condition);
    if (name === undefined || values === undefined || claims.has(name)) return undefined;
    claims.set(name, values);
  }
  return Object.fromEntries(claims);
}

function claimValues({ operatorName, values }: Condition): readonly string[] | undefined {
  if (operatorName !== "StringEquals" && operatorName !== "StringLike") return undefined;
  return values.map((value) =>
    globText(patternOf(value, { hasWildcards: operatorName === "StringLike", hasVariables: true })),
  );
}

/** Undefined if a trust entry cannot name it. */
function namedEntry(subject: string): NamedEntry | undefined {
  const parsed = parseRawSubject(subject);
  if (parsed === undefined || parsed.claims.length > 0 || hasWildcard(parsed.owner)) return undefined;
  if (parsed.template.join() !== DEFAULT_TEMPLATE.join()) return undefined;
  const context = contextOf(parsed);
  const name = globText(parsed.repository);
  const ids = parsed.ids === undefined ? undefined : idsOf(parsed.ids, isPattern(name));
  if (context === undefined || ids === "other" || !REPOSITORY_OF_OWNER_PATTERN.pattern.test(name))
    return undefined;
  return { owner: parsed.owner, name, ids, context };
}

function contextOf({ context }: ParsedPattern): NamedEntry["context"] | undefined {
  switch (context?.kind) {
    case "branch":
    case "tag":
      return [context.kind, context.pattern];
    case "environment":
      return ["environment", context.name];
    case "mergeQueue":
      return ["mergeQueue", context.branch];
    case "pullRequest":
      return ["pullRequest", true];
    case "any":
      return ["anyContext", true];
    case "environments":
    case "other":
    case undefined:
      return undefined;
  }
}

const DIGITS = /^[1-9][0-9]{0,15}$/;

/** A pattern has any id, a repository its own. */
function idsOf(
  { owner, repository }: NonNullable<ParsedPattern["ids"]>,
  isForPattern: boolean,
): NamedEntry["ids"] | "other" {
  if (!DIGITS.test(owner)) return "other";
  if (isForPattern) return repository === "*" ? { owner: Number(owner), repository: "any" } : "other";
  return DIGITS.test(repository) ? { owner: Number(owner), repository: Number(repository) } : "other";
}

/** What the section `github` says so that the entries of all roles give the policies that exist. */
export interface GithubSection {
  readonly owners: ReadonlyMap<string, Facts>;
  /** By `OWNER/NAME`. */
  readonly repositories: ReadonlyMap<string, Facts>;
}

export interface Facts {
  readonly id: number | undefined;
  /** Undefined: that of the owner, or by name. */
  readonly subject: SubjectFormat | undefined;
}

/** The ids and formats that most policies have. A role with other ones is written with its trust policy. */
export function githubSection(roles: readonly (readonly AdoptedEntry[])[]): GithubSection {
  const entries = roles.flat().flatMap(({ repository }) => repository ?? []);
  const formats = roles.flatMap(formatsIn);
  const owners = new Map(
    groupedBy(entries, ({ owner }) => owner).map((own) => {
      const [{ owner }] = own;
      const ofOwner = formats.filter((each) => each.owner === owner);
      const ofPatterns = ofOwner.filter(({ name }) => isPattern(name));
      const given = ofPatterns.length > 0 ? ofPatterns : ofOwner;
      return [
        owner,
        {
          id: mostFrequent(own.flatMap(({ ids }) => ids?.owner ?? [])),
          subject: mostFrequent(given.map(({ format }) => format)),
        },
      ] as const;
    }),
  );
  const fullName = ({ owner, name }: { readonly owner: string; readonly name: string }) => `${owner}/${name}`;
  const exact = entries.filter(({ name }) => !isPattern(name));
  const repositories = new Map(
    groupedBy(exact, fullName).map((own) => {
      const full = fullName(own[0]);
      const id = mostFrequent(
        own.flatMap(({ ids }) => (typeof ids?.repository === "number" ? ids.repository : [])),
      );
      const given = formats.filter((each) => fullName(each) === full).map(({ format }) => format);
      const format = mostFrequent(given);
      const isInherited = format === (owners.get(own[0].owner)?.subject ?? "name");
      return [full, { id, subject: isInherited ? undefined : format }] as const;
    }),
  );
  return { owners, repositories };
}

interface NamedFormat {
  readonly owner: string;
  readonly name: string;
  readonly format: SubjectFormat;
}

/** The format of each repository in a role: both, if the role has it by name and with ids. */
function formatsIn(entries: readonly AdoptedEntry[]): readonly NamedFormat[] {
  return groupedBy(
    entries.flatMap(({ repository }) => repository ?? []),
    ({ owner, name }) => `${owner}/${name}`,
  ).map((own) => {
    const [{ owner, name }] = own;
    const hasIds = own.filter(({ ids }) => ids !== undefined).length;
    return { owner, name, format: hasIds === 0 ? "name" : hasIds === own.length ? "immutable" : "both" };
  });
}

/** The first of those that occur most often. */
export function mostFrequent<Value>(values: readonly Value[]): Value | undefined {
  const counts = new Map<Value, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce<readonly [Value | undefined, number]>(
    (best, each) => (each[1] > best[1] ? each : best),
    [undefined, 0],
  )[0];
}

/**
 * The list `trust` of a role. Subjects of both formats are one entry, and entries that differ only in the value of their context, or only in the
 * repository, are one with a list.
 */
export function trustValue(entries: readonly AdoptedEntry[], defaultOwner: string | undefined): EditValue {
  const named = entries.flatMap(({ repository, claims }) => {
    if (repository === undefined) return [];
    const { owner, name, context } = repository;
    return [{ repository: owner === defaultOwner ? name : `${owner}/${name}`, context, claims }];
  });
  const withContexts = groupedBy(named, ({ repository, context: [key, value], claims }) =>
    JSON.stringify([repository, key, claims, CAN_BE_LISTS.includes(key) ? "" : value]),
  ).map((group) => {
    const [{ repository, context, claims }] = group;
    return { repository, key: context[0], value: oneOrList(group.map((each) => each.context[1])), claims };
  });
  const withRepositories = groupedBy(withContexts, ({ key, value, claims }) =>
    JSON.stringify([key, value, claims]),
  ).map((group) => {
    const [{ key, value, claims }] = group;
    return {
      repository: oneOrList(group.map(({ repository }) => repository)),
      [key]: value,
      ...claimsValue(claims),
    };
  });
  return [
    ...withRepositories,
    ...entries.flatMap(({ repository, subject, claims }) =>
      repository === undefined ? [{ subject, ...claimsValue(claims) }] : [],
    ),
  ];
}

/** The contexts of an entry that can be a list. */
const CAN_BE_LISTS = ["branch", "tag", "environment"];

function claimsValue(claims: AdoptedEntry["claims"]): { readonly claims?: EditValue } {
  const names = Object.entries(claims);
  if (names.length === 0) return {};
  return { claims: Object.fromEntries(names.map(([name, values]) => [name, oneOrList(values)])) };
}

/** Each value once. */
function oneOrList(values: readonly EditValue[]): EditValue {
  const own = [...new Set(values)];
  const [first] = own;
  return first !== undefined && own.length === 1 ? first : own;
}
