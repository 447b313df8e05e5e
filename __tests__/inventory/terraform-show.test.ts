import { SEED } from "../policy/rules/neighbours";
import { factsOf, fixture, found } from "./fixture";

const TRUST = JSON.stringify(SEED);
const PUSH = JSON.stringify({ Statement: { Effect: "Allow", Action: "ecr:PutImage", Resource: "*" } });

function resource(type: string, name: string, values: object, index?: string | number): object {
  const suffix = index === undefined ? "" : `[${JSON.stringify(index)}]`;
  return {
    address: `${type}.${name}${suffix}`,
    mode: "managed",
    type,
    name,
    ...(index !== undefined && { index }),
    values,
  };
}

function plan(resources: readonly object[], expressions: Readonly<Record<string, object>> = {}): object {
  const configured = Object.entries(expressions).map(([address, own]) => ({ address, expressions: own }));
  return {
    format_version: "1.2",
    planned_values: { root_module: { resources } },
    configuration: { root_module: { resources: configured } },
  };
}

test("reports roles whose policy is known only after apply", () => {
  expect(found(fixture("plan")).skipped).toStrictEqual(
    ["api", "docs"].map((name, index) => ({
      name,
      address: `module.more["${name}"].aws_iam_role.this[0]`,
      path: ["planned_values", "root_module", "child_modules", index, "resources", 0, "values"],
      reason: "unknown",
      problems: [
        {
          path: [
            "planned_values",
            "root_module",
            "child_modules",
            index,
            "resources",
            0,
            "values",
            "assume_role_policy",
          ],
          message: "known only after apply. Check the state then: terraform show -json",
        },
      ],
    })),
  );
});

test("a role that is only read is none of the file's", () => {
  const data = {
    ...resource("aws_iam_role", "web", { assume_role_policy: TRUST }),
    address: "data.aws_iam_role.web",
    mode: "data",
  };

  expect(found(plan([data])).roles).toStrictEqual([]);
});

const REFERENCES = { role: { references: ["aws_iam_role.web.name", "aws_iam_role.web", "each.key"] } };
const ROLE_BY_REFERENCE = { "aws_iam_role_policy.own": REFERENCES };

function role(index?: string): object {
  return resource("aws_iam_role", "web", { assume_role_policy: TRUST }, index);
}

function policy(index?: string): object {
  return resource("aws_iam_role_policy", "own", { policy: PUSH }, index);
}

test.each<[string, readonly object[], readonly (number | undefined)[]]>([
  ["of the same index", [role("a"), role("b"), policy("a"), policy("b")], [0, 0]],
  ["without an index, to a role without one", [role(), policy()], [0]],
  ["with indexes, to a role without one", [role(), policy("x"), policy("y")], [0]],
  ["without an index, to any of the roles", [role("a"), role("b"), policy()], [0, 0]],
  ["of other indexes, to an unknown role", [role("a"), policy("x")], [1]],
])("finds policies by reference: %s", (_, resources, unread) => {
  expect(
    found(plan(resources, ROLE_BY_REFERENCE)).roles.map(({ permissions }) => permissions?.unread),
  ).toStrictEqual(unread);
});

test.each<[string, readonly object[], readonly string[], number]>([
  ["by its ARN", [resource("aws_iam_policy", "p", { arn: "arn:p", policy: PUSH })], ["ecr:PutImage"], 0],
  ["not in the file", [], [], 1],
])("finds an attached policy: %s", (_, managed, policies, unread) => {
  const attachment = resource("aws_iam_role_policy_attachment", "a", { role: "web", policy_arn: "arn:p" });
  const web = resource("aws_iam_role", "web", { name: "web", assume_role_policy: TRUST });
  const [found1] = found(plan([web, ...managed, attachment])).roles.map(factsOf);

  expect(found1?.slice(2, 4)).toStrictEqual([policies, unread]);
});

test.each<[string, readonly (string | undefined)[], number]>([
  ["the only one of its block", ["a"], 0],
  ["an unknown one of its block", ["a", "b"], 1],
])("finds an attached policy by reference: %s", (_, indexes, unread) => {
  const managed = indexes.map((index) => resource("aws_iam_policy", "p", { policy: PUSH }, index));
  const attachment = resource("aws_iam_role_policy_attachment", "a", { role: "web" });
  const web = resource("aws_iam_role", "web", { name: "web", assume_role_policy: TRUST });
  const expressions = {
    "aws_iam_role_policy_attachment.a": { policy_arn: { references: ["aws_iam_policy.p[0].arn"] } },
  };

  expect(
    found(plan([web, ...managed, attachment], expressions)).roles.map(
      ({ permissions }) => permissions?.unread,
    ),
  ).toStrictEqual([unread]);
});

test("reads a role's own policies, and those that it names", () => {
  const web = resource("aws_iam_role", "web", {
    assume_role_policy: TRUST,
    inline_policy: [{ name: "own", policy: PUSH }],
    managed_policy_arns: ["arn:p", "arn:q"],
  });
  const managed = resource("aws_iam_policy", "p", { arn: "arn:p", policy: PUSH });

  expect(found(plan([web, managed])).roles.map(factsOf)).toStrictEqual([
    ["aws_iam_role.web", undefined, ["ecr:PutImage", "ecr:PutImage"], 1, undefined, undefined],
  ]);
});

test.each([
  [{ permissions_boundary: null }, false],
  [{ permissions_boundary: "" }, false],
  [{ permissions_boundary: "arn:aws:iam::123456789012:policy/b" }, true],
  [{}, undefined],
])("a role with %j", (own, hasBoundary) => {
  const web = resource("aws_iam_role", "web", { assume_role_policy: TRUST, ...own });

  expect(found(plan([web])).roles.map((each) => each.hasPermissionsBoundary)).toStrictEqual([hasBoundary]);
});

test.each<[string, object]>([
  ["no root module", { format_version: "1.0", values: {} }],
  ["resources that are no list", { format_version: "1.0", values: { root_module: { resources: { a: 1 } } } }],
  [
    "resources of wrong types",
    { format_version: "1.0", values: { root_module: { resources: [null, 1, [], "a", {}] } } },
  ],
  [
    "a configuration of wrong types",
    {
      format_version: "1.0",
      planned_values: {},
      configuration: { root_module: { resources: [1], module_calls: { a: 1 } } },
    },
  ],
])("finds no roles in %s", (_, file) => {
  expect(found(file)).toMatchObject({ roles: [], skipped: [] });
});

test("accepts an address of any length", () => {
  const long = { ...role(), address: `aws_iam_role["${"a".repeat(20_000_000)}` };

  expect(found(plan([long])).roles).toHaveLength(1);
});
