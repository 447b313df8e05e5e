import {
  type Comparison,
  intendedOperator,
  isNegativeString,
  isPositiveString,
  isRejected,
  type Operator,
  operatorOf,
} from "../../../lib/policy/iam/operators";

const UNKNOWN: Comparison = { kind: "unknown" };
const OTHER: Comparison = { kind: "other", isNegative: false };
const OTHER_NOT: Comparison = { kind: "other", isNegative: true };

/** Every operator of IAM but `Null`, which never ends with `IfExists`. */
const COMPARISONS: readonly (readonly [string, Comparison])[] = [
  ["StringEquals", { kind: "string", isNegative: false, isLike: false, isCaseless: false }],
  ["StringNotEquals", { kind: "string", isNegative: true, isLike: false, isCaseless: false }],
  ["StringEqualsIgnoreCase", { kind: "string", isNegative: false, isLike: false, isCaseless: true }],
  ["StringNotEqualsIgnoreCase", { kind: "string", isNegative: true, isLike: false, isCaseless: true }],
  ["StringLike", { kind: "string", isNegative: false, isLike: true, isCaseless: false }],
  ["StringNotLike", { kind: "string", isNegative: true, isLike: true, isCaseless: false }],
  ["Bool", { kind: "bool" }],
  ["NumericEquals", OTHER],
  ["NumericNotEquals", OTHER_NOT],
  ["NumericLessThan", OTHER],
  ["NumericLessThanEquals", OTHER],
  ["NumericGreaterThan", OTHER],
  ["NumericGreaterThanEquals", OTHER],
  ["DateEquals", OTHER],
  ["DateNotEquals", OTHER_NOT],
  ["DateLessThan", OTHER],
  ["DateLessThanEquals", OTHER],
  ["DateGreaterThan", OTHER],
  ["DateGreaterThanEquals", OTHER],
  ["BinaryEquals", OTHER],
  ["IpAddress", OTHER],
  ["NotIpAddress", OTHER_NOT],
  ["ArnEquals", OTHER],
  ["ArnLike", OTHER],
  ["ArnNotEquals", OTHER_NOT],
  ["ArnNotLike", OTHER_NOT],
];

const SETS: readonly (readonly [string, Operator["set"]])[] = [
  ["", undefined],
  ["ForAllValues:", "ForAllValues"],
  ["ForAnyValue:", "ForAnyValue"],
];

test.each(
  COMPARISONS.flatMap(([name, comparison]) =>
    SETS.flatMap(([prefix, set]) => [
      { name: `${prefix}${name}`, operator: { comparison, set, isIfExists: false } },
      { name: `${prefix}${name}IfExists`, operator: { comparison, set, isIfExists: true } },
    ]),
  ),
)("$name is an operator", ({ name, operator }) => {
  expect(operatorOf(name)).toStrictEqual(operator);
});

test.each(SETS)("%sNull is an operator", (prefix, set) => {
  expect(operatorOf(`${prefix}Null`)).toStrictEqual({ comparison: { kind: "null" }, set, isIfExists: false });
});

test.each([
  ["StringMatch", true],
  ["stringequals", true],
  ["ForSomeValues:StringEquals", true],
  ["toString", true],
  ["StringLike", false],
  ["ForAllValues:Null", false],
  // AWS does not document what it does with this one.
  ["NullIfExists", false],
])("IAM rejects %s: %p", (name, expected) => {
  expect(isRejected(name, operatorOf(name))).toBe(expected);
});

test.each<[string, Operator["set"], boolean]>([
  ["", undefined, false],
  ["NullIfExists", undefined, true],
  ["ForAllValues:NullIfExists", "ForAllValues", true],
  ["IfExists", undefined, false],
  ["ForAnyValue:", undefined, false],
  ["ForAnyValue:IfExists", "ForAnyValue", false],
  ["stringequals", undefined, false],
  ["STRINGLIKE", undefined, false],
  ["stringLike", undefined, false],
  ["null", undefined, false],
  ["bool", undefined, false],
  ["forAnyValue:StringEquals", undefined, false],
  ["ForanyValue:StringEquals", undefined, false],
  ["ForSomeValues:StringEquals", undefined, false],
  ["ForAnyValue:ForAllValues:StringEquals", undefined, false],
  ["ForAnyValue: StringEquals", undefined, false],
  ["StringEqualsIfexists", undefined, false],
  ["StringEqualsIfExistsIfExists", undefined, true],
  ["IfExistsStringEquals", undefined, false],
  [" StringEquals", undefined, false],
  ["StringEquals ", undefined, false],
  ["StringEquals\n", undefined, false],
  ["StringLikeIgnoreCase", undefined, false],
  ["StringContains", undefined, false],
  ["BinaryNotEquals", undefined, false],
  ["IpNotAddress", undefined, false],
  ["String*", undefined, false],
  ["kind", undefined, false],
  ["toString", undefined, false],
  ["constructor", undefined, false],
  ["__proto__", undefined, false],
  ["hasOwnProperty", undefined, false],
])("rejects %j as an operator", (name, set, isIfExists) => {
  expect(operatorOf(name)).toStrictEqual({ comparison: UNKNOWN, set, isIfExists });
});

test.each<[string, string | undefined]>([
  ["stringequals", "StringEquals"],
  ["STRINGLIKE", "StringLike"],
  ["StringEqual", "StringEquals"],
  ["StringLikes", "StringLike"],
  ["StringNotEqual", "StringNotEquals"],
  ["StringEquels", "StringEquals"],
  ["String_Equals", "StringEquals"],
  ["StringEquals ", "StringEquals"],
  ["StringEqualsIfexists", "StringEqualsIfExists"],
  ["StringEqualsIgnorecase", "StringEqualsIgnoreCase"],
  ["forAnyValue:StringEquals", "ForAnyValue:StringEquals"],
  ["ForAnyValues:StringLike", "ForAnyValue:StringLike"],
  ["ForAllValue:StringLike", "ForAllValues:StringLike"],
  ["ForAnyValue: StringEquals", "ForAnyValue:StringEquals"],
  ["bool", "Bool"],
  ["null", "Null"],
  ["ipAddress", "IpAddress"],
  ["StringMatches", "StringLike"],
  ["StringContains", "StringLike"],
  ["StringStartsWith", "StringLike"],
  ["StringLikeIgnoreCase", "StringLike"],
  ["StringNotLikeIgnoreCase", "StringNotLike"],
  ["ForAnyValue:StringMatches", "ForAnyValue:StringLike"],
  ["StringMatchIfExists", "StringLikeIfExists"],
  ["Like", "StringLike"],
  ["NotLike", "StringNotLike"],
  ["Equals", "StringEquals"],
  ["NotEquals", "StringNotEquals"],
  ["NullIfExists", undefined],
  ["BinaryNotEquals", undefined],
  ["StringIn", undefined],
  ["ForSomeValues:StringEquals", undefined],
  ["", undefined],
])("%j means %s", (name, expected) => {
  expect(intendedOperator(name)).toBe(expected);
});

test("rejects a hostile name soon", () => {
  const start = performance.now();

  expect(operatorOf(`${"IfExists".repeat(12_500)}!`).comparison).toStrictEqual(UNKNOWN);
  expect(performance.now() - start).toBeLessThan(2_000);
});

describe("the kind of a test", () => {
  test.each([
    ["StringEquals", true, false],
    ["ForAnyValue:StringLikeIfExists", true, false],
    ["StringEqualsIgnoreCase", true, false],
    ["StringNotEquals", false, true],
    ["ForAllValues:StringNotLike", false, true],
    ["StringNotEqualsIgnoreCaseIfExists", false, true],
    ["Null", false, false],
    ["Bool", false, false],
    ["ArnEquals", false, false],
    ["NumericNotEquals", false, false],
    ["stringEquals", false, false],
  ])("of %s: positive %p, negative %p", (name, isPositive, isNegative) => {
    const operator = operatorOf(name);

    expect([isPositiveString(operator), isNegativeString(operator)]).toStrictEqual([isPositive, isNegative]);
  });
});
