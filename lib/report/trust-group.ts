import type { Condition, Statement } from "../policy/iam/document";
import { isAbout, WEB_IDENTITY_ACTION } from "../policy/iam/evaluate";
import { parsePolicy } from "../policy/iam/parse-policy";
import type { PolicyJson } from "../policy/policy-document";
import { EMPTY_CONTEXT } from "../policy/rules/context";
import { githubStatements } from "../policy/rules/github-statement";
import { conditionClaims } from "../policy/subject-pattern";
import { type RoleTrust, sharedClaims } from "../policy/trust-policy";
import { ANYBODY, entrySources, OTHERS, type Source, subjectSources } from "./source";

/** What else has to hold; of several values one suffices. */
export interface Asked {
  /** In the file's own words: `actorId`, or the key of a document. */
  readonly key: string;
  /** Of a document; an entry of the file leaves it to its values. */
  readonly operator: string | undefined;
  readonly values: readonly string[];
}

/** What one statement of a trust policy says: sources are alternatives, and everything asked has to hold. */
export type TrustGroup =
  | { readonly kind: "lets in"; readonly sources: readonly Source[]; readonly asked: readonly Asked[] }
  | { readonly kind: "keeps out"; readonly asked: readonly Asked[] };

/** Whom a role trusts, statement by statement; nothing, where a document of one's own cannot be read. */
export function trustGroups(trust: RoleTrust, issuerHost: string): readonly TrustGroup[] {
  if (trust.kind === "document") return documentGroups(trust.document);
  return sharedClaims(trust.entries).map((entries) => ({
    kind: "lets in",
    sources: entrySources(entries, issuerHost),
    asked: Object.entries(conditionClaims(entries[0])).map(([key, values]) => ({
      key,
      operator: undefined,
      values,
    })),
  }));
}

function documentGroups(document: PolicyJson): readonly TrustGroup[] {
  const read = parsePolicy(document, "trust");
  if ("problems" in read) return [];
  const trusting = new Set(githubStatements(read, EMPTY_CONTEXT).map(({ statement }) => statement));
  return read.statements
    .filter((statement) => statement.effect === "Allow" || concernsWorkflows(statement))
    .map((statement) => statementGroup(statement, trusting.has(statement)));
}

/** Whether a refusal can be of a workflow: those of other principals and other ways to the role keep none out. */
function concernsWorkflows(statement: Statement): boolean {
  const { isEverybody, isNegated, federated } = statement.principal;
  return isAbout(statement, WEB_IDENTITY_ACTION) && (isEverybody || isNegated || federated.length > 0);
}

function statementGroup({ effect, conditions }: Statement, isTrusting: boolean): TrustGroup {
  if (effect === "Deny") return { kind: "keeps out", asked: askedBy(conditions) };
  if (!isTrusting) return { kind: "lets in", sources: [OTHERS], asked: askedBy(conditions) };
  const subjects = conditions.filter(isSubject).flatMap(({ values }) => values);
  return {
    kind: "lets in",
    sources: subjects.length === 0 ? [ANYBODY] : subjectSources(subjects),
    asked: askedBy(conditions.filter((condition) => !isSubject(condition))),
  };
}

function isSubject({ key, operatorName }: Condition): boolean {
  return /:sub$/i.test(key) && /^String(?:Like|Equals(?:IgnoreCase)?)$/.test(operatorName);
}

/** That the audience has to be right goes without saying. */
function askedBy(conditions: readonly Condition[]): readonly Asked[] {
  return conditions
    .filter(({ key }) => !/:aud$/i.test(key))
    .map(({ key, operatorName, values }) => ({ key, operator: operatorName, values }));
}
