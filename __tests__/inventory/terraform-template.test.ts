import { escapeTemplate } from "../../lib/constructs/terraform-text";
import { soleExpression, templateText, trustExpression } from "../../lib/inventory/terraform-template";

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
