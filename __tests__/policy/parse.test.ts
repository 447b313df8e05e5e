import { operatorOf } from "../../lib/policy/iam/operators";
import { parsePolicy } from "../../lib/policy/parse";
import type { DocumentKind, DocumentPath, ParsedPolicy } from "../../lib/policy/policy-document";

const PROVIDER_ARN = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com";
const AUD = "token.actions.githubusercontent.com:aud";
const SUB = "token.actions.githubusercontent.com:sub";

const STATEMENT = {
  Effect: "Allow",
  Principal: { Federated: PROVIDER_ARN },
  Action: "sts:AssumeRoleWithWebIdentity",
};

const CONDITION = {
  StringEquals: { [AUD]: "sts.amazonaws.com" },
  StringLike: { [SUB]: "repo:acme/web:ref:refs/heads/main" },
};

/** The parsed form of the trust policy of the smallest file, with the statement at a path. */
function parsedSmallest(path: DocumentPath): ParsedPolicy {
  return {
    hasVariables: true,
    statements: [
      {
        path,
        sid: undefined,
        effect: "Allow",
        principal: { isNegated: false, isEverybody: false, federated: [PROVIDER_ARN], others: [] },
        action: { isNegated: false, patterns: ["sts:AssumeRoleWithWebIdentity"] },
        resources: [],
        notResources: [],
        conditions: [
          {
            path: [...path, "Condition", "StringEquals", AUD],
            operatorName: "StringEquals",
            operator: operatorOf("StringEquals"),
            key: AUD,
            values: ["sts.amazonaws.com"],
            isList: false,
          },
          {
            path: [...path, "Condition", "StringLike", SUB],
            operatorName: "StringLike",
            operator: operatorOf("StringLike"),
            key: SUB,
            values: ["repo:acme/web:ref:refs/heads/main"],
            isList: false,
          },
        ],
      },
    ],
  };
}

describe("a document is read", () => {
  test("whole, for the smallest file", () => {
    const document = { Version: "2012-10-17", Statement: [{ ...STATEMENT, Condition: CONDITION }] };

    expect(parsePolicy(document, "trust")).toStrictEqual(parsedSmallest(["Statement", 0]));
  });

  test("the same with its only statement outside of a list, except for the paths", () => {
    const document = { Version: "2012-10-17", Statement: { ...STATEMENT, Condition: CONDITION } };

    expect(parsePolicy(document, "trust")).toStrictEqual(parsedSmallest(["Statement"]));
  });

  test.each<[string, object, boolean]>([
    ["2012-10-17", { Version: "2012-10-17" }, true],
    ["2008-10-17", { Version: "2008-10-17" }, false],
    ["none, which is 2008-10-17", {}, false],
  ])("with version %s", (_, version, hasVariables) => {
    expect(parsePolicy({ ...version, Id: "x", Statement: [STATEMENT] }, "trust")).toHaveProperty(
      "hasVariables",
      hasVariables,
    );
  });

  test("with everything that IAM writes in more than one way", () => {
    const document = {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "One",
          Effect: "Deny",
          NotPrincipal: { AWS: ["*", "123456789012"], Federated: [PROVIDER_ARN, "x"] },
          NotAction: ["sts:*", "ecr:*"],
          Condition: { Bool: { a: true, b: [false, "true"] }, NumericEquals: { c: 1.5, d: [0, -1] } },
        },
        { ...STATEMENT, Principal: "*", Condition: {} },
      ],
    };
    const conditions: readonly (readonly [string, string, readonly string[], boolean])[] = [
      ["Bool", "a", ["true"], false],
      ["Bool", "b", ["false", "true"], true],
      ["NumericEquals", "c", ["1.5"], false],
      ["NumericEquals", "d", ["0", "-1"], true],
    ];

    expect(parsePolicy(document, "trust")).toStrictEqual({
      hasVariables: true,
      statements: [
        {
          path: ["Statement", 0],
          sid: "One",
          effect: "Deny",
          principal: {
            isNegated: true,
            isEverybody: true,
            federated: [PROVIDER_ARN, "x"],
            others: ["123456789012"],
          },
          action: { isNegated: true, patterns: ["sts:*", "ecr:*"] },
          resources: [],
          notResources: [],
          conditions: conditions.map(([operatorName, key, values, isList]) => ({
            path: ["Statement", 0, "Condition", operatorName, key],
            operatorName,
            operator: operatorOf(operatorName),
            key,
            values,
            isList,
          })),
        },
        {
          path: ["Statement", 1],
          sid: undefined,
          effect: "Allow",
          principal: { isNegated: false, isEverybody: true, federated: [], others: [] },
          action: { isNegated: false, patterns: ["sts:AssumeRoleWithWebIdentity"] },
          resources: [],
          notResources: [],
          conditions: [],
        },
      ],
    });
  });

  test.each([{ AWS: "*" }, "*"])("with everyone for %j", (Principal) => {
    const document = { Version: "2012-10-17", Statement: { ...STATEMENT, Principal } };

    expect(parsePolicy(document, "trust")).toHaveProperty("statements.0.principal.isEverybody", true);
  });

  test.each([{ Service: "*" }, { CanonicalUser: "*" }, { Federated: "*" }])(
    "without everyone for %j",
    (Principal) => {
      const document = { Version: "2012-10-17", Statement: { ...STATEMENT, Principal } };

      expect(parsePolicy(document, "trust")).toHaveProperty("statements.0.principal.isEverybody", false);
    },
  );

  test("as permissions on all resources but some, which are taken for all", () => {
    const document = {
      Version: "2012-10-17",
      Statement: { Effect: "Allow", Action: "ecr:*", NotResource: "a" },
    };

    expect(parsePolicy(document, "permissions")).toHaveProperty("statements.0.resources", ["*"]);
    expect(parsePolicy(document, "permissions")).toHaveProperty("statements.0.notResources", ["a"]);
  });

  test("as permissions, with resources and without a principal", () => {
    const document = {
      Version: "2012-10-17",
      Statement: { Effect: "Allow", Action: ["ecr:*"], Resource: ["a", "b"] },
    };

    expect(parsePolicy(document, "permissions")).toStrictEqual({
      hasVariables: true,
      statements: [
        {
          path: ["Statement"],
          sid: undefined,
          effect: "Allow",
          principal: { isNegated: false, isEverybody: false, federated: [], others: [] },
          action: { isNegated: false, patterns: ["ecr:*"] },
          resources: ["a", "b"],
          notResources: [],
          conditions: [],
        },
      ],
    });
  });
});

const VERSION = "expected a policy version (2012-10-17), got";
const DOCUMENT = "expected a policy document (a map with the keys Version and Statement), got";
const STATEMENT_MAP = "expected a statement (a map with the keys Effect, Principal, Action, Condition), got";
const STATEMENTS = "a statement or a list of statements";
const EFFECT = "expected Allow or Deny, got";
const ONE_ACTION = "expected exactly one of Action and NotAction, got";
const ONE_PRINCIPAL = "expected exactly one of Principal and NotPrincipal, got";
const PRINCIPAL = 'expected a principal ("*" or a map such as { Federated: ARN }), got';
const CONDITIONS = "expected conditions (a map from operators to condition keys), got";
const KEYS = "expected a map from condition keys to values, got";
const STRINGS = "expected a string or a list of strings, got";
const SID = "expected a string, got";
const NO_RESOURCE = "not allowed in a trust policy. Remove it";
const ELEMENTS =
  "Allowed keys: Sid, Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition";

type Problem = readonly [path: DocumentPath, message: string];

describe("a document is rejected", () => {
  test.each<[string, object, readonly Problem[]]>([
    ["another version", { Version: "2012-10-18" }, [[["Version"], `${VERSION} "2012-10-18"`]]],
    ["null for a version", { Version: null }, [[["Version"], `${VERSION} null`]]],
    ["a version as a number", { Version: 2012 }, [[["Version"], `${VERSION} 2012`]]],
    ["a version as a list", { Version: ["2012-10-17"] }, [[["Version"], `${VERSION} a list`]]],
    [
      "a version as a map",
      { Version: { toString: null, valueOf: null } },
      [[["Version"], `${VERSION} a map`]],
    ],
    ["a version nested deeply", { Version: nested(20_000) }, [[["Version"], `${VERSION} a list`]]],
    [
      "an unknown key",
      { statement: [] },
      [[["statement"], 'unknown key "statement". Allowed keys: Version, Id, Statement']],
    ],
    ["no statement", { Statement: undefined }, [[["Statement"], `missing. Expected ${STATEMENTS}`]]],
    ["no statement in the list", { Statement: [] }, [[["Statement"], `expected ${STATEMENTS}, got []`]]],
    [
      "no statement of another version",
      { Version: "x", Statement: [] },
      [
        [["Version"], `${VERSION} "x"`],
        [["Statement"], `expected ${STATEMENTS}, got []`],
      ],
    ],
    ["a text for the statements", { Statement: "x" }, [[["Statement"], `${STATEMENT_MAP} "x"`]]],
    ["a text for a statement", { Statement: ["x"] }, [[["Statement", 0], `${STATEMENT_MAP} "x"`]]],
    ["null for a statement", { Statement: null }, [[["Statement"], `${STATEMENT_MAP} null`]]],
    [
      "a list in the list",
      { Statement: [STATEMENT, [STATEMENT]] },
      [[["Statement", 1], `${STATEMENT_MAP} a list`]],
    ],
    [
      "an empty map for a statement",
      { Statement: [{}] },
      [
        [["Statement", 0, "Effect"], "missing. Expected Allow or Deny"],
        [["Statement", 0], `${ONE_ACTION} none`],
        [["Statement", 0], `${ONE_PRINCIPAL} none`],
      ],
    ],
    [
      "each of several that are no statements",
      { Statement: [1, STATEMENT, null, nested(20_000)] },
      [
        [["Statement", 0], `${STATEMENT_MAP} 1`],
        [["Statement", 2], `${STATEMENT_MAP} null`],
        [["Statement", 3], `${STATEMENT_MAP} a list`],
      ],
    ],
    [
      "several things at once, in the order of the document",
      { Version: "x", Statement: [STATEMENT, { ...STATEMENT, Effect: "allow", Condition: [] }, 1] },
      [
        [["Version"], `${VERSION} "x"`],
        [["Statement", 1, "Effect"], `${EFFECT} "allow"`],
        [["Statement", 1, "Condition"], `${CONDITIONS} []`],
        [["Statement", 2], `${STATEMENT_MAP} 1`],
      ],
    ],
  ])("rejects %s", (_, changes, problems) => {
    expect(parsePolicy({ Version: "2012-10-17", Statement: [STATEMENT], ...changes }, "trust")).toStrictEqual(
      asProblems(problems),
    );
  });

  test.each<[string, object, readonly Problem[]]>([
    ["no effect", { Effect: undefined }, [[["Effect"], "missing. Expected Allow or Deny"]]],
    ["an effect in another case", { Effect: "ALLOW" }, [[["Effect"], `${EFFECT} "ALLOW"`]]],
    ["no action", { Action: undefined }, [[[], `${ONE_ACTION} none`]]],
    ["two kinds of actions", { NotAction: "sts:*" }, [[[], `${ONE_ACTION} both`]]],
    ["an empty list of actions", { Action: [] }, [[["Action"], `${STRINGS} []`]]],
    ["a number for an action", { Action: 5 }, [[["Action"], `${STRINGS} 5`]]],
    ["a number for its id", { Sid: 5 }, [[["Sid"], `${SID} 5`]]],
    ["null for its id", { Sid: null }, [[["Sid"], `${SID} null`]]],
    ["a list of ids", { Sid: ["One"] }, [[["Sid"], `${SID} a list`]]],
    [
      "an empty map for a principal",
      { Principal: {} },
      [[["Principal"], "expected a map such as { Federated: ARN }, got {}"]],
    ],
    [
      "no ARN for a principal",
      { Principal: { Federated: [] } },
      [[["Principal", "Federated"], `${STRINGS} []`]],
    ],
    [
      "one condition key in two casings",
      { Condition: { StringEquals: { "a:k": "x", "a:K": "y" }, StringLike: { "a:K": "z" } } },
      [
        [
          ["Condition", "StringEquals", "a:K"],
          'duplicate condition key "a:K", which has no case. The other: "a:k". Remove one',
        ],
      ],
    ],
    ["no value", { Condition: { Null: { k: [] } } }, [[["Condition", "Null", "k"], `${STRINGS} []`]]],
    [
      "an endless value",
      { Condition: { Null: { k: Infinity } } },
      [[["Condition", "Null", "k"], `${STRINGS} Infinity`]],
    ],
    ["a map for an action", { Action: {} }, [[["Action"], `${STRINGS} {}`]]],
    ["null for an action", { Action: null }, [[["Action"], `${STRINGS} null`]]],
    ["a list in a list of actions", { Action: ["a", ["b"]] }, [[["Action", 1], `${STRINGS} a list`]]],
    ["no principal", { Principal: undefined }, [[[], `${ONE_PRINCIPAL} none`]]],
    ["two kinds of principals", { NotPrincipal: "*" }, [[[], `${ONE_PRINCIPAL} both`]]],
    [
      "an ARN for a principal",
      { Principal: PROVIDER_ARN },
      [
        [
          ["Principal"],
          `${PRINCIPAL} "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"`,
        ],
      ],
    ],
    ["null for a principal", { Principal: null }, [[["Principal"], `${PRINCIPAL} null`]]],
    ["a list for a principal", { Principal: ["*"] }, [[["Principal"], `${PRINCIPAL} a list`]]],
    [
      "an unknown kind of principal",
      { Principal: { federated: "x" } },
      [
        [
          ["Principal", "federated"],
          'unknown key "federated". Allowed keys: AWS, Federated, Service, CanonicalUser',
        ],
      ],
    ],
    ["a map for an ARN", { Principal: { AWS: {} } }, [[["Principal", "AWS"], `${STRINGS} {}`]]],
    [
      "null in a list of ARNs",
      { Principal: { AWS: ["*", null] } },
      [[["Principal", "AWS", 1], `${STRINGS} null`]],
    ],
    ["a resource", { Resource: "*" }, [[["Resource"], NO_RESOURCE]]],
    ["what is no resource", { NotResource: "*" }, [[["NotResource"], NO_RESOURCE]]],
    ["a key in another case", { action: "sts:*" }, [[["action"], `unknown key "action". ${ELEMENTS}`]]],
    [
      "a key of every object",
      { ["__proto__"]: { Effect: "Deny" } },
      [[["__proto__"], `unknown key "__proto__". ${ELEMENTS}`]],
    ],
    ["null for conditions", { Condition: null }, [[["Condition"], `${CONDITIONS} null`]]],
    ["a text for conditions", { Condition: "x" }, [[["Condition"], `${CONDITIONS} "x"`]]],
    ["a text for keys", { Condition: { Bool: "x" } }, [[["Condition", "Bool"], `${KEYS} "x"`]]],
    ["a list for keys", { Condition: { Bool: [] } }, [[["Condition", "Bool"], `${KEYS} []`]]],
    [
      "null for a value",
      { Condition: { Null: { k: null } } },
      [[["Condition", "Null", "k"], `${STRINGS} null`]],
    ],
    [
      "a map for a value",
      { Condition: { Null: { k: {} } } },
      [[["Condition", "Null", "k"], `${STRINGS} {}`]],
    ],
    [
      "what is no text in a list of values",
      { Condition: { Null: { k: ["true", {}, null, [], 1] } } },
      [
        [["Condition", "Null", "k", 1], `${STRINGS} {}`],
        [["Condition", "Null", "k", 2], `${STRINGS} null`],
        [["Condition", "Null", "k", 3], `${STRINGS} []`],
      ],
    ],
    [
      "conditions nested deeply",
      { Condition: { Null: { k: nested(20_000) } } },
      [[["Condition", "Null", "k", 0], `${STRINGS} a list`]],
    ],
  ])("rejects a statement with %s", (_, changes, problems) => {
    expect(
      parsePolicy({ Version: "2012-10-17", Statement: [{ ...STATEMENT, ...changes }] }, "trust"),
    ).toStrictEqual(asProblems(problems.map(([path, message]) => [["Statement", 0, ...path], message])));
  });

  test.each<[unknown, string]>([
    [null, `${DOCUMENT} null`],
    [undefined, "missing. Expected a policy document (a map with the keys Version and Statement)"],
    ["{}", `${DOCUMENT} "{}"`],
    [1, `${DOCUMENT} 1`],
    [true, `${DOCUMENT} true`],
    [[], `${DOCUMENT} []`],
    [[{}], `${DOCUMENT} a list`],
    [nested(20_000), `${DOCUMENT} a list`],
  ])("rejects what is no map with one problem, for both kinds: %#", (value, message) => {
    for (const kind of ["trust", "permissions"] as const) {
      expect(parsePolicy(value, kind)).toStrictEqual(asProblems([[[], message]]));
    }
  });

  test.each<DocumentKind>(["trust", "permissions"])("rejects an empty map, of the kind %s", (kind) => {
    expect(parsePolicy({}, kind)).toStrictEqual(
      asProblems([[["Statement"], `missing. Expected ${STATEMENTS}`]]),
    );
  });
});

function asProblems(problems: readonly Problem[]): object {
  return { problems: problems.map(([path, message]) => ({ path, message })) };
}

/** Lists in lists. */
function nested(depth: number): unknown {
  return JSON.parse("[".repeat(depth) + "]".repeat(depth));
}
