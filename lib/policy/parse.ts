import { operatorOf } from "./iam/operators";
import type {
  Condition,
  DocumentKind,
  DocumentPath,
  DocumentProblem,
  ParsedPolicy,
  Principals,
  Statement,
} from "./policy-document";
import { givenText } from "./text-rule";

type JsonMap = Readonly<Record<string, unknown>>;
/** Notes a problem. */
type Say = (path: DocumentPath, message: string) => void;

/** The version of the policy language with policy variables. */
export const CURRENT_VERSION = "2012-10-17";
/** The version of a document without one. */
const FIRST_VERSION = "2008-10-17";
const STATEMENT_KEYS = [
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
];
const PRINCIPAL_KINDS = ["AWS", "Federated", "Service", "CanonicalUser"];

/**
 * Parses a policy document.
 * @returns the parsed document, or every problem of its form.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 *
 * @example
 * ```ts
 * import { parsePolicy } from "cdktf-github-actions-ecr/policy";
 *
 * const document = parsePolicy({ Version: "2012-10-17", Statement: { Effect: "Alow", Action: "*" } }, "trust");
 * if ("problems" in document) {
 *   console.log(document.problems.map(({ path, message }) => `${path.join(".")} ${message}`).join("\n"));
 *   // Statement.Effect expected Allow or Deny, got "Alow"
 *   // Statement expected exactly one of Principal and NotPrincipal, got none
 * }
 * ```
 */
export function parsePolicy(
  value: unknown,
  kind: DocumentKind,
): ParsedPolicy | { readonly problems: readonly DocumentProblem[] } {
  if (!isMap(value)) {
    return {
      problems: [
        {
          path: [],
          message: problemText("a policy document (a map with the keys Version and Statement)", value),
        },
      ],
    };
  }
  const problems: DocumentProblem[] = [];
  const say: Say = (path, message) => problems.push({ path, message });
  unknownKeys(value, ["Version", "Id", "Statement"], [], say);
  const { Version: version = FIRST_VERSION, Statement: statement } = value;
  if (version !== CURRENT_VERSION && version !== FIRST_VERSION) {
    say(["Version"], problemText(`a policy version (${CURRENT_VERSION})`, version));
  }
  const statements = readStatements(statement, kind, say);
  return problems.length > 0 ? { problems } : { hasVariables: version === CURRENT_VERSION, statements };
}

function readStatements(value: unknown, kind: DocumentKind, say: Say): readonly Statement[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
  if (list.length === 0) say(["Statement"], problemText("a statement or a list of statements", value));
  return list.flatMap((entry, index) => {
    const path = Array.isArray(value) ? ["Statement", index] : ["Statement"];
    if (isMap(entry)) return [readStatement(entry, path, kind, say)];
    say(path, problemText("a statement (a map with the keys Effect, Principal, Action, Condition)", entry));
    return [];
  });
}

function readStatement(statement: JsonMap, path: DocumentPath, kind: DocumentKind, say: Say): Statement {
  unknownKeys(statement, STATEMENT_KEYS, path, say);
  const { Effect: effect, Sid: sid } = statement;
  if (effect !== "Allow" && effect !== "Deny") {
    say([...path, "Effect"], problemText("Allow or Deny", effect));
  }
  if (sid !== undefined && typeof sid !== "string") say([...path, "Sid"], problemText("a string", sid));
  oneOfTwo(statement, ["Action", "NotAction"], path, say);
  if (kind === "trust") trustElements(statement, path, say);
  const isNegated = statement.NotAction !== undefined;
  return {
    path,
    sid: typeof sid === "string" ? sid : undefined,
    effect: effect === "Deny" ? "Deny" : "Allow",
    principal: readPrincipals(statement, path, say),
    action: { isNegated, patterns: textsUnder(statement, isNegated ? "NotAction" : "Action", path, say) },
    resources: statement.NotResource === undefined ? textsUnder(statement, "Resource", path, say) : ["*"],
    notResources: textsUnder(statement, "NotResource", path, say),
    conditions: readConditions(statement.Condition, [...path, "Condition"], say),
  };
}

/** The resource of a trust policy is its role, so it has no element for it. */
function trustElements(statement: JsonMap, path: DocumentPath, say: Say): void {
  for (const key of ["Resource", "NotResource"]) {
    if (key in statement) {
      say([...path, key], "not allowed in a trust policy. Remove it");
    }
  }
  oneOfTwo(statement, ["Principal", "NotPrincipal"], path, say);
}

function oneOfTwo(
  statement: JsonMap,
  [first, second]: readonly [string, string],
  path: DocumentPath,
  say: Say,
): void {
  const has = statement[first] !== undefined;
  if (has === (statement[second] !== undefined)) {
    say(path, `expected exactly one of ${first} and ${second}, got ${has ? "both" : "none"}`);
  }
}

function readPrincipals(statement: JsonMap, path: DocumentPath, say: Say): Principals {
  const isNegated = statement.NotPrincipal !== undefined;
  const key = isNegated ? "NotPrincipal" : "Principal";
  const value = statement[key];
  if (value === undefined) return { isNegated, isEverybody: false, federated: [], others: [] };
  if (value === "*") return { isNegated, isEverybody: true, federated: [], others: [] };
  const own = [...path, key];
  const kinds = mapAt(value, own, 'a principal ("*" or a map such as { Federated: ARN })', say);
  unknownKeys(kinds, PRINCIPAL_KINDS, own, say);
  if (kinds === value && Object.keys(kinds).length === 0)
    say(own, problemText("a map such as { Federated: ARN }", kinds));
  const [aws = [], federated = [], ...rest] = PRINCIPAL_KINDS.map((name) =>
    textsUnder(kinds, name, own, say),
  );
  const others = [...aws.filter((each) => each !== "*"), ...rest.flat()];
  return { isNegated, isEverybody: aws.includes("*"), federated, others };
}

function readConditions(value: unknown, path: DocumentPath, say: Say): readonly Condition[] {
  if (value === undefined) return [];
  const operators = mapAt(value, path, "conditions (a map from operators to condition keys)", say);
  return Object.entries(operators).flatMap(([operatorName, keys]) => {
    const own = [...path, operatorName];
    const operator = operatorOf(operatorName);
    const byKey = mapAt(keys, own, "a map from condition keys to values", say);
    sameKeys(Object.keys(byKey), own, say);
    return Object.entries(byKey).map(([key, values]) => ({
      path: [...own, key],
      operatorName,
      operator,
      key,
      values: texts(values, [...own, key], isScalar, say),
      isList: Array.isArray(values),
    }));
  });
}

/** Condition keys have no case, so that two that differ only in case are one key with two values. */
function sameKeys(keys: readonly string[], path: DocumentPath, say: Say): void {
  const seen = new Map<string, string>();
  for (const key of keys) {
    const other = seen.get(key.toLowerCase());
    if (other === undefined) seen.set(key.toLowerCase(), key);
    else
      say(
        [...path, key],
        `duplicate condition key ${givenText(key)}, which has no case. The other: ${givenText(other)}. Remove one`,
      );
  }
}

function mapAt(value: unknown, path: DocumentPath, expected: string, say: Say): JsonMap {
  if (isMap(value)) return value;
  say(path, problemText(expected, value));
  return {};
}

function isMap(value: unknown): value is JsonMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function unknownKeys(map: JsonMap, keys: readonly string[], path: DocumentPath, say: Say): void {
  for (const key of Object.keys(map)) {
    if (!keys.includes(key)) {
      say([...path, key], `unknown key ${givenText(key)}. Allowed keys: ${keys.join(", ")}`);
    }
  }
}

function textsUnder(map: JsonMap, key: string, path: DocumentPath, say: Say): readonly string[] {
  return map[key] === undefined ? [] : texts(map[key], [...path, key], isText, say);
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}

/** IAM accepts numbers and booleans as values of a condition, and reads them as strings. */
function isScalar(value: unknown): boolean {
  return isText(value) || typeof value === "boolean" || Number.isFinite(value);
}

/** A string or a list of strings, at least one. */
function texts(
  value: unknown,
  path: DocumentPath,
  isAccepted: (element: unknown) => boolean,
  say: Say,
): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0) say(path, problemText(STRINGS, value));
  return list.map((element, index) => {
    if (isAccepted(element)) return String(element);
    say(Array.isArray(value) ? [...path, index] : path, problemText(STRINGS, element));
    return "";
  });
}

const STRINGS = "a string or a list of strings";

function problemText(expected: string, value: unknown): string {
  return value === undefined
    ? `missing. Expected ${expected}`
    : `expected ${expected}, got ${gotText(value)}`;
}

/** The content of a list or a map is left out: it can be of any size and depth. */
function gotText(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "[]" : "a list";
  if (isMap(value)) return Object.keys(value).length === 0 ? "{}" : "a map";
  return typeof value === "string" ? givenText(value) : String(value);
}
