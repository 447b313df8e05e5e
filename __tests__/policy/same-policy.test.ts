import { isSamePolicy, policyDifference } from "../../lib/policy/same-policy";

const STATEMENT = {
  Sid: "Push",
  Effect: "Allow",
  Principal: { Federated: "arn:a" },
  Action: ["ecr:PutImage", "ecr:BatchGetImage"],
  Condition: { StringLike: { "a:sub": ["x", "y"] }, StringEquals: { "a:aud": "z" } },
};
const OTHER = { Effect: "Deny", Action: "*", Resource: "*" };
const POLICY = { Version: "2012-10-17", Statement: [STATEMENT, OTHER] };

const withStatement = (changes: object) => ({ ...POLICY, Statement: [{ ...STATEMENT, ...changes }, OTHER] });

test.each<[string, object]>([
  ["the same keys in another order", { Statement: POLICY.Statement, Version: "2012-10-17" }],
  ["statements in another order", { ...POLICY, Statement: [OTHER, STATEMENT] }],
  ["values in another order", withStatement({ Action: ["ecr:BatchGetImage", "ecr:PutImage"] })],
  ["a value twice", withStatement({ Action: ["ecr:PutImage", "ecr:BatchGetImage", "ecr:PutImage"] })],
  ["a list with one value", withStatement({ Principal: { Federated: ["arn:a"] } })],
  [
    "conditions in another order, with a list",
    withStatement({ Condition: { StringEquals: { "a:aud": ["z"] }, StringLike: { "a:sub": ["y", "x"] } } }),
  ],
])("%s is the same policy", (_, policy) => {
  expect(isSamePolicy(POLICY, policy)).toBe(true);
  expect(policyDifference(POLICY, policy)).toStrictEqual({ onlyInOne: [], onlyInOther: [] });
});

test("a single statement without a list is the same, and so are booleans and numbers as strings", () => {
  const single = { Statement: { ...OTHER, Condition: { Bool: { "aws:SecureTransport": "true" } } } };
  const list = { Statement: [{ ...OTHER, Condition: { Bool: { "aws:SecureTransport": true } } }] };
  expect(isSamePolicy(single, list)).toBe(true);
  expect(isSamePolicy(single, { ...list, Version: "2008-10-17" })).toBe(true);
});

test.each<[string, object, readonly string[], readonly string[]]>([
  ["another version", { ...POLICY, Version: "2008-10-17" }, ["Version: 2012-10-17"], ["Version: 2008-10-17"]],
  ["another Sid", withStatement({ Sid: "push" }), ["Sid: Push"], ["Sid: push"]],
  [
    "another case of an action",
    withStatement({ Action: ["ecr:putimage", "ecr:BatchGetImage"] }),
    ["Action: ecr:PutImage"],
    ["Action: ecr:putimage"],
  ],
  ["one action fewer", withStatement({ Action: "ecr:PutImage" }), ["Action: ecr:BatchGetImage"], []],
  [
    "a missing statement",
    { ...POLICY, Statement: [STATEMENT] },
    ["Effect: Deny", "Action: *", "Resource: *"],
    [],
  ],
  [
    "another operator",
    withStatement({ Condition: { StringEquals: { "a:sub": ["x", "y"], "a:aud": "z" } } }),
    ["StringLike a:sub: x", "StringLike a:sub: y"],
    ["StringEquals a:sub: x", "StringEquals a:sub: y"],
  ],
  [
    "a value of a condition in another case",
    withStatement({ Condition: { StringLike: { "a:sub": ["X", "y"] }, StringEquals: { "a:aud": "z" } } }),
    ["StringLike a:sub: x"],
    ["StringLike a:sub: X"],
  ],
  [
    "another kind of principal",
    withStatement({ Principal: { AWS: "arn:a" } }),
    ["Principal Federated: arn:a"],
    ["Principal AWS: arn:a"],
  ],
  [
    "NotAction",
    withStatement({ Action: undefined, NotAction: STATEMENT.Action }),
    ["Action: ecr:PutImage", "Action: ecr:BatchGetImage"],
    ["NotAction: ecr:PutImage", "NotAction: ecr:BatchGetImage"],
  ],
  [
    "an effect in another statement",
    {
      ...POLICY,
      Statement: [
        { ...STATEMENT, Effect: "Deny" },
        { ...OTHER, Effect: "Allow" },
      ],
    },
    [],
    [],
  ],
])("%s is another policy", (_, policy, onlyInOne, onlyInOther) => {
  const read = JSON.parse(JSON.stringify(policy));
  expect(isSamePolicy(POLICY, read)).toBe(false);
  expect(policyDifference(POLICY, read)).toStrictEqual({ onlyInOne, onlyInOther });
});
