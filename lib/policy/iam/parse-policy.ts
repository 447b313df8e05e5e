import type {
  Condition,
  DocumentKind,
  DocumentPath,
  DocumentProblem,
  ParsedPolicy,
  Principals,
  Statement,
} from "./document";
import { operatorOf } from "./operator";

type JsonMap = Readonly<Record<string, unknown>>;
type Say = (path: DocumentPath, message: string) => void;

const CURRENT_VERSION = "2012-10-17";
/** What a document without a version is of. */
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
 * Reads a policy document.
 * @returns every problem of its form, or what it says.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 *
 * @example
 * ```ts
 * import { parsePolicy } from "cdktf-github-actions-ecr/policy";
 *
 * const document = parsePolicy({ Version: "2012-10-17", Statement: { Effect: "Alow", Action: "*" } }, "trust");
 * if ("problems" in document) {
 *   console.log(document.problems.map(({ path, message }) => `${path.join(".")} ${message}`).join("\n"));
 *   // Statement.Effect is not an effect; allowed: Allow, Deny
 *   // Statement has none or both of Principal and NotPrincipal; needed: exactly one of them
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
        { path: [], message: "is not a policy document; allowed: a map with the keys Version and Statement" },
      ],
    };
  }
  const problems: DocumentProblem[] = [];
  const say: Say = (path, message) => problems.push({ path, message });
  unknownKeys(value, ["Version", "Id", "Statement"], [], say);
  const { Version: version = FIRST_VERSION, Statement: statement } = value;
  if (version !== CURRENT_VERSION && version !== FIRST_VERSION) {
    say(["Version"], `is not a policy version; allowed: ${CURRENT_VERSION}`);
  }
  const statements = readStatements(statement, kind, say);
  return problems.length > 0 ? { problems } : { hasVariables: version === CURRENT_VERSION, statements };
}

function readStatements(value: unknown, kind: DocumentKind, say: Say): readonly Statement[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
  if (list.length === 0) say(["Statement"], "is missing; needed: a statement, or a list of statements");
  return list.flatMap((entry, index) => {
    const path = Array.isArray(value) ? ["Statement", index] : ["Statement"];
    if (isMap(entry)) return [readStatement(entry, path, kind, say)];
    say(path, "is not a statement; allowed: a map with the keys Effect, Principal, Action, Condition");
    return [];
  });
}

function readStatement(statement: JsonMap, path: DocumentPath, kind: DocumentKind, say: Say): Statement {
  unknownKeys(statement, STATEMENT_KEYS, path, say);
  const { Effect: effect, Sid: sid } = statement;
  if (effect !== "Allow" && effect !== "Deny") {
    say([...path, "Effect"], "is not an effect; allowed: Allow, Deny");
  }
  if (sid !== undefined && typeof sid !== "string") say([...path, "Sid"], "is not a text; allowed: a text");
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
    conditions: readConditions(statement.Condition, [...path, "Condition"], say),
  };
}

/** A trust policy says who, of the role that it belongs to. */
function trustElements(statement: JsonMap, path: DocumentPath, say: Say): void {
  for (const key of ["Resource", "NotResource"]) {
    if (key in statement) {
      say([...path, key], "cannot stand in a trust policy; allowed: a statement without it");
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
  if ((statement[first] === undefined) === (statement[second] === undefined)) {
    say(path, `has none or both of ${first} and ${second}; needed: exactly one of them`);
  }
}

function readPrincipals(statement: JsonMap, path: DocumentPath, say: Say): Principals {
  const isNegated = statement.NotPrincipal !== undefined;
  const key = isNegated ? "NotPrincipal" : "Principal";
  const value = statement[key];
  if (value === undefined) return { isNegated, isEverybody: false, federated: [] };
  if (value === "*") return { isNegated, isEverybody: true, federated: [] };
  const own = [...path, key];
  const kinds = mapAt(value, own, 'a principal; allowed: "*", or a map such as { Federated: ARN }', say);
  unknownKeys(kinds, PRINCIPAL_KINDS, own, say);
  if (kinds === value && Object.keys(kinds).length === 0)
    say(own, "names nobody; allowed: a map such as { Federated: ARN }");
  const [aws = [], federated = []] = PRINCIPAL_KINDS.map((name) => textsUnder(kinds, name, own, say));
  return { isNegated, isEverybody: aws.includes("*"), federated };
}

function readConditions(value: unknown, path: DocumentPath, say: Say): readonly Condition[] {
  if (value === undefined) return [];
  const operators = mapAt(value, path, "conditions; allowed: a map from operators to condition keys", say);
  return Object.entries(operators).flatMap(([operatorName, keys]) => {
    const own = [...path, operatorName];
    const operator = operatorOf(operatorName);
    return Object.entries(mapAt(keys, own, "a map; allowed: condition keys with their values", say)).map(
      ([key, values]) => ({
        path: [...own, key],
        operatorName,
        operator,
        key,
        values: texts(values, [...own, key], isScalar, say),
        isList: Array.isArray(values),
      }),
    );
  });
}

function mapAt(value: unknown, path: DocumentPath, allowed: string, say: Say): JsonMap {
  if (isMap(value)) return value;
  say(path, `is not ${allowed}`);
  return {};
}

function isMap(value: unknown): value is JsonMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function unknownKeys(map: JsonMap, keys: readonly string[], path: DocumentPath, say: Say): void {
  for (const key of Object.keys(map)) {
    if (!keys.includes(key)) {
      say([...path, key], `is not an element of a policy; allowed: ${keys.join(", ")}`);
    }
  }
}

function textsUnder(map: JsonMap, key: string, path: DocumentPath, say: Say): readonly string[] {
  return map[key] === undefined ? [] : texts(map[key], [...path, key], isText, say);
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}

/** What IAM takes as the value of a condition: numbers and truth values stand for their texts. */
function isScalar(value: unknown): boolean {
  return isText(value) || typeof value === "boolean" || Number.isFinite(value);
}

/** A text or a list of texts, at least one. */
function texts(
  value: unknown,
  path: DocumentPath,
  isTaken: (element: unknown) => boolean,
  say: Say,
): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0) say(path, "is empty; allowed: a text, or a list of texts");
  return list.map((element, index) => {
    if (isTaken(element)) return String(element);
    say(Array.isArray(value) ? [...path, index] : path, "is not a text; allowed: a text, or a list of texts");
    return "";
  });
}
