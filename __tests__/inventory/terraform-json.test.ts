import { escapeTemplate } from "../../lib/constructs/terraform-text";
import { soleExpression, templateText, trustExpression } from "../../lib/inventory/terraform-json";
import { issuerDocument, SUBJECT, subjectDocument } from "../policy/rules/document";
import { SEED } from "../policy/rules/neighbours";
import { ISSUER, PROVIDER_ARN } from "../support/github";
import { factsOf, found, problemsOf } from "./fixture";

const TRUST = escapeTemplate(JSON.stringify(SEED));
const PLAN = "Check a plan instead: terraform show -json PLAN";

function roleFile(role: object, more: object = {}): object {
  return {
    resource: { aws_iam_role: { web: { name: "web", assume_role_policy: TRUST, ...role } }, ...more },
  };
}

test.each<[string, object]>([
  ["maps", roleFile({})],
  ["lists of one", { resource: [{ aws_iam_role: [{ web: [{ name: "web", assume_role_policy: TRUST }] }] }] }],
  [
    "maps with comments",
    {
      "//": {},
      resource: { "//": "x", aws_iam_role: { "//": "y", web: { assume_role_policy: TRUST, name: "web" } } },
    },
  ],
])("finds a role in %s", (_, file) => {
  expect(
    found(file).roles.map(({ name, address, trustPolicy }) => [name, address, trustPolicy.value]),
  ).toStrictEqual([["web", "aws_iam_role.web", SEED]]);
});

test.each([
  ["a literal one", "web", "web"],
  ["one that Terraform works out", `\${var.name}`, "aws_iam_role.web"],
  ["none", undefined, "aws_iam_role.web"],
])("names a role, where its name is %s", (_, name, shown) => {
  expect(found(roleFile({ name })).roles.map((role) => role.name)).toStrictEqual([shown]);
});

test("reads the escapes of Terraform as literal characters", () => {
  const document = subjectDocument(`${SUBJECT}\${*}%{a}$`);
  const [role] = found(roleFile({ assume_role_policy: escapeTemplate(JSON.stringify(document)) })).roles;

  expect(role?.trustPolicy.value).toStrictEqual(document);
});

test.each<[string, string, object]>([
  [
    "of the provider that the file makes",
    `\${aws_iam_openid_connect_provider.github.arn}`,
    { resource: { aws_iam_openid_connect_provider: { github: { url: `https://${ISSUER}` } } } },
  ],
  [
    "of a provider that the file reads",
    `\${data.aws_iam_openid_connect_provider.github.arn}`,
    { data: { aws_iam_openid_connect_provider: { github: { url: `https://${ISSUER}` } } } },
  ],
  [
    "with the account that the file asks for",
    `arn:aws:iam::\${data.aws_caller_identity.current.account_id}:oidc-provider/${ISSUER}`,
    {},
  ],
])("reads the ARN %s", (_, arn, { resource = {}, ...more }: { resource?: object }) => {
  const text = JSON.stringify(SEED).replace(PROVIDER_ARN, arn);
  const file = {
    resource: { ...resource, aws_iam_role: { web: { assume_role_policy: text } } },
    provider: { aws: [{ region: "eu-west-1", allowed_account_ids: ["123456789012"] }] },
    ...more,
  };

  expect(found(file).roles.map(({ trustPolicy }) => trustPolicy.value)).toStrictEqual([SEED]);
});

test.each<[string, unknown, string]>([
  [
    "a document of a data source",
    `\${data.aws_iam_policy_document.trust.json}`,
    `contains \${data.aws_iam_policy_document.trust.json}, which only Terraform can evaluate. ${PLAN}`,
  ],
  [
    "a subject from a variable",
    JSON.stringify(subjectDocument(`\${var.subject}`)),
    `contains \${var.subject}, which only Terraform can evaluate. ${PLAN}`,
  ],
  [
    "a provider that the file does not make",
    JSON.stringify(issuerDocument(ISSUER, SUBJECT)).replace(
      PROVIDER_ARN,
      `\${aws_iam_openid_connect_provider.x.arn}`,
    ),
    `contains \${aws_iam_openid_connect_provider.x.arn}, which only Terraform can evaluate. ${PLAN}`,
  ],
  ["a map", SEED, "expected JSON text, got a map"],
  ["nothing", undefined, "missing. Expected JSON text"],
])("rejects %s", (_, policy, message) => {
  expect(problemsOf(roleFile({ assume_role_policy: policy }))).toStrictEqual([
    `resource.aws_iam_role.web.assume_role_policy: ${message}`,
  ]);
});

test("reports modules, whose roles are not in the file", () => {
  expect(found({ module: { roles: { source: "./roles" } } }).skipped).toStrictEqual([
    {
      name: "module.roles",
      address: undefined,
      path: ["module", "roles"],
      reason: "unknown",
      problems: [
        { path: ["module", "roles"], message: `the resources of a module are not in this file. ${PLAN}` },
      ],
    },
  ]);
});

test.each<[string, unknown, string | undefined]>([
  ["one provider", [{ region: "eu-west-1", allowed_account_ids: ["123456789012"] }], "123456789012"],
  ["one provider as a map", { region: "cn-north-1", allowed_account_ids: ["123456789012"] }, "123456789012"],
  [
    "two of one account",
    [
      { region: "eu-west-1", allowed_account_ids: ["123456789012"] },
      { alias: "b", allowed_account_ids: ["123456789012"] },
    ],
    "123456789012",
  ],
  [
    "two of different accounts",
    [
      { region: "eu-west-1", allowed_account_ids: ["123456789012"] },
      { alias: "b", allowed_account_ids: ["210987654321"] },
    ],
    undefined,
  ],
  [
    "one that allows two accounts",
    [{ region: "eu-west-1", allowed_account_ids: ["123456789012", "210987654321"] }],
    undefined,
  ],
  [
    "an account that Terraform works out",
    [{ region: "eu-west-1", allowed_account_ids: [`\${var.id}`] }],
    undefined,
  ],
  ["no account", [{ region: "eu-west-1" }], undefined],
  ["no region", [{ allowed_account_ids: ["123456789012"] }], undefined],
  ["none", undefined, undefined],
])("takes the account of %s", (_, aws, account) => {
  expect(
    found({ ...roleFile({}), provider: { aws } }).roles.map((role) => role.account?.accountId),
  ).toStrictEqual([account]);
});

const PUSH = escapeTemplate(
  JSON.stringify({ Statement: { Effect: "Allow", Action: "ecr:PutImage", Resource: "*" } }),
);
const PULL = escapeTemplate(
  JSON.stringify({
    Statement: { Effect: "Allow", Action: "ecr:BatchGetImage", Resource: `\${aws_ecr_repository.web.arn}` },
  }),
).replaceAll("$$", "$");
const ROLE = `\${aws_iam_role.web.name}`;

test.each<[string, object, readonly string[] | undefined, number | undefined]>([
  ["none", {}, undefined, undefined],
  [
    "an inline one by reference",
    { aws_iam_role_policy: { a: { role: `\${aws_iam_role.web.id}`, policy: PUSH } } },
    ["ecr:PutImage"],
    0,
  ],
  [
    "an inline one by name",
    { aws_iam_role_policy: { a: { role: "web", policy: PUSH } } },
    ["ecr:PutImage"],
    0,
  ],
  [
    "one on a resource that Terraform works out",
    { aws_iam_role_policy: { a: { role: "web", policy: PULL } } },
    ["ecr:BatchGetImage"],
    0,
  ],
  [
    "an attached one",
    {
      aws_iam_policy: { p: { policy: PUSH } },
      aws_iam_role_policy_attachment: { a: { role: ROLE, policy_arn: `\${aws_iam_policy.p.arn}` } },
    },
    ["ecr:PutImage"],
    0,
  ],
  [
    "an attached one of AWS",
    { aws_iam_role_policy_attachment: { a: { role: ROLE, policy_arn: "arn:aws:iam::aws:policy/A" } } },
    [],
    1,
  ],
  [
    "one of a data source",
    { aws_iam_role_policy: { a: { role: ROLE, policy: `\${data.aws_iam_policy_document.p.json}` } } },
    [],
    1,
  ],
  [
    "one of another role",
    { aws_iam_role_policy: { a: { role: "api", policy: PUSH } } },
    undefined,
    undefined,
  ],
  [
    "one of a role that Terraform works out",
    { aws_iam_role_policy: { a: { role: `\${var.role}`, policy: PUSH } } },
    [],
    1,
  ],
  ["one for several", { aws_iam_policy_attachment: { a: { roles: ["web"], policy_arn: "a" } } }, [], 1],
])("reads the policies of a role: %s", (_, more, policies, unread) => {
  const [role] = found(roleFile({}, more)).roles.map(factsOf);

  expect(role?.slice(2, 4)).toStrictEqual([policies, unread]);
});

test.each([
  ["nothing", {}, undefined, false],
  [
    "a boundary",
    { permissions_boundary: "arn:aws:iam::123456789012:policy/b", max_session_duration: 7200 },
    7200,
    true,
  ],
])("a role that says %s of its session", (_, own, seconds, hasBoundary) => {
  const [role] = found(roleFile(own)).roles.map(factsOf);

  expect(role?.slice(4)).toStrictEqual([seconds, hasBoundary]);
});

test.each(
  [
    "a",
    `\${a}`,
    "%{if}",
    `$\${a}`,
    "$",
    "%",
    `\${`,
    "$$",
    `a\${*}b%{c}$`,
    `repo:acme/web:environment:a$\${$}{b}`,
  ].map((text) => [text]),
)("reads %s as it was before it was escaped", (text) => {
  expect(templateText(escapeTemplate(text), () => undefined)).toStrictEqual({ kind: "text", text });
});

test.each([
  [`\${aws_iam_role.web.arn}`, `\${aws_iam_role.web.arn}`],
  [`a\${b}c`, `\${b}`],
  [`$\${a}\${b}`, `\${b}`],
  [`\${jsonencode({"a" = 1})}`, `\${`],
  ["%{if a}b%{endif}", "%{if a}"],
  [`\${a`, `\${`],
])("rejects %s, which is known to Terraform alone", (template, expression) => {
  expect(templateText(template, () => undefined)).toStrictEqual({ kind: "expression", expression });
});

test("replaces expressions with known values", () => {
  expect(templateText(`\${ a } $\${b} \${c}`, (expression) => `<${expression}>`)).toStrictEqual({
    kind: "text",
    text: `<a> \${b} <c>`,
  });
});

test.each([
  [`\${aws_iam_role.web.name}`, "aws_iam_role.web.name"],
  [`\${ a }`, "a"],
  [`a\${b}`, undefined],
  [`\${a}\${b}`, undefined],
  [`$\${a}`, undefined],
  ["web", undefined],
])("the expression of %s is %s", (template, expression) => {
  expect(soleExpression(template)).toBe(expression);
});

const ACCOUNT = { partition: "aws-cn", accountId: "123456789012" } as const;

test.each([
  ["aws_iam_openid_connect_provider.github.arn", ACCOUNT, "arn:aws-cn:iam::123456789012:oidc-provider/host"],
  ["aws_iam_openid_connect_provider.github.arn", undefined, "arn:aws:iam:::oidc-provider/host"],
  ["aws_iam_openid_connect_provider.other.arn", ACCOUNT, undefined],
  ["aws_iam_openid_connect_provider.github.url", ACCOUNT, undefined],
  ["data.aws_caller_identity.current.account_id", ACCOUNT, "123456789012"],
  ["data.aws_caller_identity.current.account_id", undefined, ""],
  ["data.aws_partition.current.partition", ACCOUNT, "aws-cn"],
  ["data.aws_partition.current.partition", undefined, "aws"],
  ["var.repository", ACCOUNT, undefined],
])("%s has the value from the file", (expression, account, text) => {
  const url = (block: string) =>
    block === "aws_iam_openid_connect_provider.github" ? "https://host" : undefined;

  expect(trustExpression(expression, account, url)).toBe(text);
});
