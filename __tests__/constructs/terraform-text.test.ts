import { DataGithubRepository } from "@cdktf/provider-github/lib/data-github-repository";
import { Fn, TerraformOutput, TerraformStack, Testing } from "cdktf";
import { documentText, escapeTemplate } from "../../lib/constructs/terraform-text";

test.each([
  ["plain text", "plain text"],
  ["a price of $5 and 7 % of it", "a price of $5 and 7 % of it"],
  // biome's rule knows templates of JavaScript only; these are Terraform's.
  ["$".concat("{path.module}"), "$$".concat("{path.module}")],
  ["%{ if true }", "%%{ if true }"],
  ["$".concat("{*}", "$", "{?}"), "$$".concat("{*}", "$$", "{?}")],
])("%s reaches Terraform as %s", (text, expected) => {
  expect(escapeTemplate(text)).toBe(expected);
});

/** How Terraform reads a string that contains attributes of a repository. */
function resolved(text: (web: DataGithubRepository) => string, output: "JSON" | "HCL" = "JSON"): string {
  const stack = new TerraformStack(Testing.app(), "stack");
  new TerraformOutput(stack, "text", {
    value: text(new DataGithubRepository(stack, "web", { name: "web" })),
  });
  return output === "HCL" ? Testing.synthHcl(stack) : JSON.parse(Testing.synth(stack)).output.text.value;
}

const NAME = "$".concat("{data.github_repository.web.name}");
const NODE_ID = "$".concat("{data.github_repository.web.node_id}");
const REPO_ID = "$".concat("{data.github_repository.web.repo_id}");
const OPEN = "$".concat("{");
const ESCAPED = "$".concat(OPEN);

test.each<[string, (web: DataGithubRepository) => string, string]>([
  ["alone", ({ name }) => name, NAME],
  ["at the start", ({ name }) => `${name} is it`, `${NAME} is it`],
  ["in the middle", ({ name }) => `it is ${name}!`, `it is ${NAME}!`],
  ["at the end", ({ name }) => `it is ${name}`, `it is ${NAME}`],
  ["beside another", ({ name, nodeId }) => `${name}${nodeId}`, `${NAME}${NODE_ID}`],
  ["behind a template", ({ name }) => `${OPEN}x}${name}`, `${ESCAPED}x}${NAME}`],
  ["before a template", ({ name }) => `${name}${OPEN}x}`, `${NAME}${ESCAPED}x}`],
  ["inside a template", ({ name }) => `${OPEN}${name}}`, `${OPEN}"$"}{${NAME}}`],
  ["inside a template behind text", ({ name }) => `$${OPEN}x ${name}}`, `${OPEN}"$$"}{x ${NAME}}`],
  [
    "in an open template behind another",
    ({ name }) => `${OPEN}x}${OPEN}${name}`,
    `${ESCAPED}x}${OPEN}"$"}{${NAME}`,
  ],
  ["before an open template", ({ name }) => `${name}${OPEN}x`, `${NAME}${ESCAPED}x`],
  ["behind a directive", ({ name }) => `%{if x}${name}`, `%%{if x}${NAME}`],
  ["inside a directive", ({ name }) => `%{${name}}`, `%%{${NAME}}`],
  ["behind a percent sign", ({ name }) => `%${name}`, `%${NAME}`],
  ["behind a dollar", ({ name }) => `$${name}`, `${OPEN}"$"}${NAME}`],
  ["behind two dollars", ({ name }) => `$$${name}`, `${OPEN}"$$"}${NAME}`],
  ["that is a number", ({ repoId }) => `id ${repoId}`, `id ${REPO_ID}`],
  [
    "that a function makes",
    ({ name }) => `it is ${Fn.upper(name)}`,
    `it is ${OPEN}upper(data.github_repository.web.name)}`,
  ],
  [
    "that is joined of a list",
    ({ topics }) => `all ${Fn.join(",", topics)}`,
    `all ${OPEN}join(",", data.github_repository.web.topics)}`,
  ],
])("a CDKTF token %s stays a token, and the rest is literal", (_, text, expected) => {
  expect(resolved((web) => escapeTemplate(text(web)))).toBe(expected);
});

test("a CDKTF token stays a token in HCL", () => {
  expect(resolved(({ name }) => escapeTemplate(`${OPEN}x} %{y} $${name}`), "HCL")).toContain(
    `value = "${ESCAPED}x} %%{y} ${OPEN}"$"}${NAME}"`,
  );
});

test.each([
  ["without an end", `${OPEN}TfToken[A.1`],
  ["without a name", `${OPEN}TfToken[]}`],
  ["with a sign that no token has", `${OPEN}TfToken[a b]}`],
])("%s, which only starts like a CDKTF token, is literal", (_, text) => {
  expect(escapeTemplate(text)).toBe(`$${text}`);
});

test("a policy with CDKTF tokens is an expression in which everything else is literal", () => {
  const document = (name: string, id: unknown) => ({
    Name: name,
    In: `a-${name}`,
    Id: id,
    Like: [`${OPEN}*}`, '%{x} "y" \\z'],
  });
  const text = resolved(({ name, repoId }) => documentText(document(name, repoId)));
  expect(text).toBe(
    `\${jsonencode({"Name" = ${NAME.slice(2, -1)}, "In" = "a-${NAME}", "Id" = ${REPO_ID.slice(2, -1)}, "Like" = ["${ESCAPED}*}", "%%{x} \\"y\\" \\\\z"]})}`,
  );
});

test("keys of a policy with CDKTF tokens are literal too", () => {
  const text = resolved(({ name }) =>
    documentText({ [`x" = "y"}, {"${OPEN}z} %{z} \\`]: name, [`${OPEN}x}`]: { [`$${OPEN}y}`]: "z" } }),
  );
  const key = `x\\" = \\"y\\"}, {\\"${ESCAPED}z} %%{z} \\\\`;
  expect(text).toBe(
    `\${jsonencode({"${key}" = ${NAME.slice(2, -1)}, "${ESCAPED}x}" = {"$${ESCAPED}y}" = "z"}})}`,
  );
});

test("a policy is JSON without white space, with policy variables escaped for Terraform", () => {
  expect(documentText({ Resource: "*", Like: "a$".concat("{*}") })).toBe(
    '{"Resource":"*","Like":"a$$'.concat('{*}"}'),
  );
});
