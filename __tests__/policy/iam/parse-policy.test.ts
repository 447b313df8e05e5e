import type { DocumentKind, DocumentPath, ParsedPolicy } from "../../../lib/policy/iam/document";
import { operatorOf } from "../../../lib/policy/iam/operator";
import { parsePolicy } from "../../../lib/policy/iam/parse-policy";

const PROVIDER_ARN = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com";
const AUD = "token.actions.githubusercontent.com:aud";
const SUB = "token.actions.githubusercontent.com:sub";

const STATEMENT = {
  Effect: "Allow",
  Principal: { Federated: PROVIDER_ARN },
  Action: "sts:AssumeRoleWithWebIdentity",
};

const SEED_CONDITION = {
  StringEquals: { [AUD]: "sts.amazonaws.com" },
  StringLike: { [SUB]: "repo:acme/web:ref:refs/heads/main" },
};

/** What the seed's document says, for a statement at a path. */
function seedRead(path: DocumentPath): ParsedPolicy {
  return {
    hasVariables: true,
    statements: [
      {
        path,
        sid: undefined,
        effect: "Allow",
        principal: { isNegated: false, isEverybody: false, federated: [PROVIDER_ARN] },
        action: { isNegated: false, patterns: ["sts:AssumeRoleWithWebIdentity"] },
        resources: [],
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
  test("as the seed's, whole", () => {
    const document = { Version: "2012-10-17", Statement: [{ ...STATEMENT, Condition: SEED_CONDITION }] };

    expect(parsePolicy(document, "trust")).toStrictEqual(seedRead(["Statement", 0]));
  });

  test("alike with its only statement outside of a list, but for the paths", () => {
    const document = { Version: "2012-10-17", Statement: { ...STATEMENT, Condition: SEED_CONDITION } };

    expect(parsePolicy(document, "trust")).toStrictEqual(seedRead(["Statement"]));
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
          principal: { isNegated: true, isEverybody: true, federated: [PROVIDER_ARN, "x"] },
          action: { isNegated: true, patterns: ["sts:*", "ecr:*"] },
          resources: [],
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
          principal: { isNegated: false, isEverybody: true, federated: [] },
          action: { isNegated: false, patterns: ["sts:AssumeRoleWithWebIdentity"] },
          resources: [],
          conditions: [],
        },
      ],
    });
  });

  test.each([{ AWS: "*" }, "*"])("with everybody for %j", (Principal) => {
    const document = { Version: "2012-10-17", Statement: { ...STATEMENT, Principal } };

    expect(parsePolicy(document, "trust")).toHaveProperty("statements.0.principal.isEverybody", true);
  });

  test.each([{ Service: "*" }, { CanonicalUser: "*" }, { Federated: "*" }])(
    "without everybody for %j",
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
          principal: { isNegated: false, isEverybody: false, federated: [] },
          action: { isNegated: false, patterns: ["ecr:*"] },
          resources: ["a", "b"],
          conditions: [],
        },
      ],
    });
  });
});

const NO_VERSION = "is not a policy version; allowed: 2012-10-17";
const NO_DOCUMENT = "is not a policy document; allowed: a map with the keys Version and Statement";
const NO_STATEMENT = "is not a statement; allowed: a map with the keys Effect, Principal, Action, Condition";
const MISSING = "is missing; needed: a statement, or a list of statements";
const NO_EFFECT = "is not an effect; allowed: Allow, Deny";
const NO_ACTION = "has none or both of Action and NotAction; needed: exactly one of them";
const NO_PRINCIPAL = "has none or both of Principal and NotPrincipal; needed: exactly one of them";
const NO_PRINCIPALS = 'is not a principal; allowed: "*", or a map such as { Federated: ARN }';
const NO_CONDITIONS = "is not conditions; allowed: a map from operators to condition keys";
const NO_KEYS = "is not a map; allowed: condition keys with their values";
const NO_TEXT = "is not a text; allowed: a text, or a list of texts";
const NO_SID = "is not a text; allowed: a text";
const EMPTY = "is empty; allowed: a text, or a list of texts";
const NOBODY = "names nobody; allowed: a map such as { Federated: ARN }";
const NO_RESOURCE = "cannot stand in a trust policy; allowed: a statement without it";
const NO_ELEMENT =
  "is not an element of a policy; allowed: Sid, Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition";

type Problem = readonly [path: DocumentPath, message: string];

describe("a document is rejected", () => {
  test.each<[string, object, readonly Problem[]]>([
    ["another version", { Version: "2012-10-18" }, [[["Version"], NO_VERSION]]],
    ["null for a version", { Version: null }, [[["Version"], NO_VERSION]]],
    ["a version as a number", { Version: 2012 }, [[["Version"], NO_VERSION]]],
    ["a version as a list", { Version: ["2012-10-17"] }, [[["Version"], NO_VERSION]]],
    ["a version as a map", { Version: { toString: null, valueOf: null } }, [[["Version"], NO_VERSION]]],
    ["a version nested deeply", { Version: nested(20_000) }, [[["Version"], NO_VERSION]]],
    [
      "an unknown key",
      { statement: [] },
      [[["statement"], "is not an element of a policy; allowed: Version, Id, Statement"]],
    ],
    ["no statement", { Statement: undefined }, [[["Statement"], MISSING]]],
    ["no statement in the list", { Statement: [] }, [[["Statement"], MISSING]]],
    [
      "no statement of another version",
      { Version: "x", Statement: [] },
      [
        [["Version"], NO_VERSION],
        [["Statement"], MISSING],
      ],
    ],
    ["a text for the statements", { Statement: "x" }, [[["Statement"], NO_STATEMENT]]],
    ["a text for a statement", { Statement: ["x"] }, [[["Statement", 0], NO_STATEMENT]]],
    ["null for a statement", { Statement: null }, [[["Statement"], NO_STATEMENT]]],
    ["a list in the list", { Statement: [STATEMENT, [STATEMENT]] }, [[["Statement", 1], NO_STATEMENT]]],
    [
      "an empty map for a statement",
      { Statement: [{}] },
      [
        [["Statement", 0, "Effect"], NO_EFFECT],
        [["Statement", 0], NO_ACTION],
        [["Statement", 0], NO_PRINCIPAL],
      ],
    ],
    [
      "each of several that are no statements",
      { Statement: [1, STATEMENT, null, nested(20_000)] },
      [0, 2, 3].map((position) => [["Statement", position], NO_STATEMENT]),
    ],
    [
      "several things at once, in the order of the document",
      { Version: "x", Statement: [STATEMENT, { ...STATEMENT, Effect: "allow", Condition: [] }, 1] },
      [
        [["Version"], NO_VERSION],
        [["Statement", 1, "Effect"], NO_EFFECT],
        [["Statement", 1, "Condition"], NO_CONDITIONS],
        [["Statement", 2], NO_STATEMENT],
      ],
    ],
  ])("rejects %s", (_, changes, problems) => {
    expect(parsePolicy({ Version: "2012-10-17", Statement: [STATEMENT], ...changes }, "trust")).toStrictEqual(
      asProblems(problems),
    );
  });

  test.each<[string, object, readonly Problem[]]>([
    ["no effect", { Effect: undefined }, [[["Effect"], NO_EFFECT]]],
    ["an effect in another case", { Effect: "ALLOW" }, [[["Effect"], NO_EFFECT]]],
    ["no action", { Action: undefined }, [[[], NO_ACTION]]],
    ["two kinds of actions", { NotAction: "sts:*" }, [[[], NO_ACTION]]],
    ["an empty list of actions", { Action: [] }, [[["Action"], EMPTY]]],
    ["a number for an action", { Action: 5 }, [[["Action"], NO_TEXT]]],
    ["a number for its id", { Sid: 5 }, [[["Sid"], NO_SID]]],
    ["null for its id", { Sid: null }, [[["Sid"], NO_SID]]],
    ["a list of ids", { Sid: ["One"] }, [[["Sid"], NO_SID]]],
    ["nobody for a principal", { Principal: {} }, [[["Principal"], NOBODY]]],
    ["no ARN for a principal", { Principal: { Federated: [] } }, [[["Principal", "Federated"], EMPTY]]],
    ["no value", { Condition: { Null: { k: [] } } }, [[["Condition", "Null", "k"], EMPTY]]],
    ["an endless value", { Condition: { Null: { k: Infinity } } }, [[["Condition", "Null", "k"], NO_TEXT]]],
    ["a map for an action", { Action: {} }, [[["Action"], NO_TEXT]]],
    ["null for an action", { Action: null }, [[["Action"], NO_TEXT]]],
    ["a list in a list of actions", { Action: ["a", ["b"]] }, [[["Action", 1], NO_TEXT]]],
    ["no principal", { Principal: undefined }, [[[], NO_PRINCIPAL]]],
    ["two kinds of principals", { NotPrincipal: "*" }, [[[], NO_PRINCIPAL]]],
    ["an ARN for a principal", { Principal: PROVIDER_ARN }, [[["Principal"], NO_PRINCIPALS]]],
    ["null for a principal", { Principal: null }, [[["Principal"], NO_PRINCIPALS]]],
    ["a list for a principal", { Principal: ["*"] }, [[["Principal"], NO_PRINCIPALS]]],
    [
      "an unknown kind of principal",
      { Principal: { federated: "x" } },
      [
        [
          ["Principal", "federated"],
          "is not an element of a policy; allowed: AWS, Federated, Service, CanonicalUser",
        ],
      ],
    ],
    ["a map for an ARN", { Principal: { AWS: {} } }, [[["Principal", "AWS"], NO_TEXT]]],
    ["null in a list of ARNs", { Principal: { AWS: ["*", null] } }, [[["Principal", "AWS", 1], NO_TEXT]]],
    ["a resource", { Resource: "*" }, [[["Resource"], NO_RESOURCE]]],
    ["what is no resource", { NotResource: "*" }, [[["NotResource"], NO_RESOURCE]]],
    ["a key in another case", { action: "sts:*" }, [[["action"], NO_ELEMENT]]],
    ["a key of every object", { ["__proto__"]: { Effect: "Deny" } }, [[["__proto__"], NO_ELEMENT]]],
    ["null for conditions", { Condition: null }, [[["Condition"], NO_CONDITIONS]]],
    ["a text for conditions", { Condition: "x" }, [[["Condition"], NO_CONDITIONS]]],
    ["a text for keys", { Condition: { Bool: "x" } }, [[["Condition", "Bool"], NO_KEYS]]],
    ["a list for keys", { Condition: { Bool: [] } }, [[["Condition", "Bool"], NO_KEYS]]],
    ["null for a value", { Condition: { Null: { k: null } } }, [[["Condition", "Null", "k"], NO_TEXT]]],
    ["a map for a value", { Condition: { Null: { k: {} } } }, [[["Condition", "Null", "k"], NO_TEXT]]],
    [
      "what is no text in a list of values",
      { Condition: { Null: { k: ["true", {}, null, [], 1] } } },
      [1, 2, 3].map((position) => [["Condition", "Null", "k", position], NO_TEXT]),
    ],
    [
      "conditions nested deeply",
      { Condition: { Null: { k: nested(20_000) } } },
      [[["Condition", "Null", "k", 0], NO_TEXT]],
    ],
  ])("rejects a statement with %s", (_, changes, problems) => {
    expect(
      parsePolicy({ Version: "2012-10-17", Statement: [{ ...STATEMENT, ...changes }] }, "trust"),
    ).toStrictEqual(asProblems(problems.map(([path, message]) => [["Statement", 0, ...path], message])));
  });

  test.each<[unknown, DocumentKind]>(
    [null, undefined, "{}", 1, true, [], [{}], nested(20_000)].flatMap((value) => [
      [value, "trust"],
      [value, "permissions"],
    ]),
  )("rejects what is no map by one problem, for both kinds", (value, kind) => {
    expect(parsePolicy(value, kind)).toStrictEqual(asProblems([[[], NO_DOCUMENT]]));
  });

  test.each<DocumentKind>(["trust", "permissions"])("rejects an empty map, of the kind %s", (kind) => {
    expect(parsePolicy({}, kind)).toStrictEqual(asProblems([[["Statement"], MISSING]]));
  });
});

function asProblems(problems: readonly Problem[]): object {
  return { problems: problems.map(([path, message]) => ({ path, message })) };
}

/** Lists in lists. */
function nested(depth: number): unknown {
  return JSON.parse("[".repeat(depth) + "]".repeat(depth));
}
