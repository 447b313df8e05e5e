import { valuedFile } from "../../../lib/config/file/valued-file";
import { ConfigError } from "../../../lib/config/problem";
import { fileWith, NAME, problemLines } from "../access-file";

test("a file that only lacks ids is right value by value", () => {
  const text = fileWith({ 2: "  owner: acme\n  owners: { acme: { subject: immutable } }" });

  expect(problemLines(text)).not.toStrictEqual([]);
  expect(valuedFile(text, NAME).value).toMatchObject({
    github: { owners: { acme: { subject: "immutable" } } },
  });
});

test.each([
  ["values that are wrong by themselves", fileWith({ 2: "  owner: a.b\n  host: x" })],
  ["a text that is no YAML", "github: ["],
])("rejects %s with the lines that synth has for them", (_, text) => {
  expect(() => valuedFile(text, NAME)).toThrow(new ConfigError(problemLines(text)));
});
