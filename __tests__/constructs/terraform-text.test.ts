import { documentText, literal } from "../../lib/constructs/terraform-text";

test.each([
  ["plain text", "plain text"],
  ["a price of $5 and 7 % of it", "a price of $5 and 7 % of it"],
  // biome's rule knows templates of JavaScript only; these are Terraform's.
  ["$".concat("{path.module}"), "$$".concat("{path.module}")],
  ["%{ if true }", "%%{ if true }"],
  ["$".concat("{*}", "$", "{?}"), "$$".concat("{*}", "$$", "{?}")],
])("%s reaches Terraform as %s", (text, expected) => {
  expect(literal(text)).toBe(expected);
});

test("a document is its JSON without white space, its policy variables escaped for Terraform", () => {
  expect(documentText({ Resource: "*", Like: "a$".concat("{*}") })).toBe(
    '{"Resource":"*","Like":"a$$'.concat('{*}"}'),
  );
});
