/**
 * Whether two policy documents say the same in other forms: another order of keys, values or statements, a single value in place of a list, or a
 * value that is repeated. IAM reads all of them alike, and Terraform's AWS provider plans no change between them.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function isSamePolicy(one: object, other: object): boolean {
  return normalizedPolicy(one) === normalizedPolicy(other);
}

/** The same text for documents that are the same in other forms. */
export function normalizedPolicy(document: object): string {
  const { Statement: statements, ...rest } = { Version: FIRST_VERSION, ...document } as JsonMap;
  return JSON.stringify([sortedMap(rest), sortedTexts(listOf(statements).map(normalizedStatement))]);
}

type JsonMap = Readonly<Record<string, unknown>>;

/** The version of a document without one. */
const FIRST_VERSION = "2008-10-17";

function normalizedStatement(statement: unknown): string {
  if (!isMap(statement)) return JSON.stringify(statement);
  const { Condition: condition = {}, ...elements } = statement;
  const values = Object.entries(elements).map(([name, value]) => [name, normalizedElement(name, value)]);
  return JSON.stringify([sortedEntries(values), normalizedConditions(condition)]);
}

/** Elements whose value is a single string. */
const SINGLE = ["Sid", "Effect"];

function normalizedElement(name: string, value: unknown): unknown {
  if (SINGLE.includes(name)) return value;
  if (!isMap(value)) return normalizedValues(value);
  return sortedEntries(Object.entries(value).map(([kind, values]) => [kind, normalizedValues(values)]));
}

function normalizedConditions(operators: unknown): unknown {
  if (!isMap(operators)) return operators;
  return sortedEntries(
    Object.entries(operators).map(([operator, keys]) => [
      operator,
      isMap(keys)
        ? sortedEntries(Object.entries(keys).map(([key, values]) => [key, normalizedValues(values)]))
        : keys,
    ]),
  );
}

/** The values of an element or of a condition are a set. Numbers and booleans may be written as strings. */
function normalizedValues(values: unknown): readonly string[] {
  return [
    ...new Set(
      sortedTexts(listOf(values).map((value) => (isMap(value) ? JSON.stringify(value) : String(value)))),
    ),
  ];
}

function sortedMap(map: JsonMap): unknown {
  return sortedEntries(Object.entries(map));
}

function sortedEntries(entries: readonly (readonly unknown[])[]): unknown {
  return [...entries].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
}

function sortedTexts(texts: readonly string[]): readonly string[] {
  return [...texts].sort();
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

function isMap(value: unknown): value is JsonMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The values that only one of two documents has, each with the keys that lead to it: `Action: ecr:PutImage`. Statements that both have are left
 * out.
 */
export function policyDifference(
  one: object,
  other: object,
): { readonly onlyInOne: readonly string[]; readonly onlyInOther: readonly string[] } {
  const [own, others] = [
    leaves(withoutStatementsOf(other, one), []),
    leaves(withoutStatementsOf(one, other), []),
  ];
  return {
    onlyInOne: [...own].filter((leaf) => !others.has(leaf)),
    onlyInOther: [...others].filter((leaf) => !own.has(leaf)),
  };
}

function withoutStatementsOf(other: object, document: object): object {
  const statementsOf = (of: object) => listOf((of as JsonMap).Statement);
  const known = new Set(statementsOf(other).map(normalizedStatement));
  return {
    ...document,
    Statement: statementsOf(document).filter((statement) => !known.has(normalizedStatement(statement))),
  };
}

function leaves(value: unknown, keys: readonly string[]): ReadonlySet<string> {
  if (Array.isArray(value)) return new Set(value.flatMap((each) => [...leaves(each, keys)]));
  if (!isMap(value)) return new Set([`${keys.join(" ")}: ${value}`]);
  return new Set(
    Object.entries(value).flatMap(([key, child]) => [
      ...leaves(child, ["Statement", "Condition"].includes(key) ? keys : [...keys, key]),
    ]),
  );
}
