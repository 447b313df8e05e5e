import { parse } from "yaml";
import {
  expression,
  headed,
  inline,
  lines,
  noted,
  unevaluated,
  yamlText,
} from "../../lib/workflow/yaml-text";

test("a document has its comment above it, and blank lines between its keys and its jobs", () => {
  const text = yamlText(["What it does.", "Where it is."], {
    name: "push",
    on: { push: { branches: inline(["main", "+x", "2026"]) }, workflow_dispatch: null },
    jobs: {
      one: { uses: noted("a/b@c", "v1") },
      two: { steps: [headed({ run: lines(["a", "b"]) }, "First,", "then.")] },
    },
  });
  expect(text).toBe(`# What it does.
# Where it is.

name: push
on:
  push:
    branches: [main, +x, "2026"]
  workflow_dispatch:

jobs:
  one:
    uses: a/b@c # v1

  two:
    steps:
      # First,
      # then.
      - run: |
          a
          b
`);
});

test.each([
  "a: b",
  "- a",
  "#a",
  "yes",
  "null",
  "*a",
  "&a",
  "!a",
  "'a'",
  '"a"',
  "a # b",
  " a",
  "é",
  "[a]",
  "{a}",
  "1e3",
])("the string %j is the same after writing and reading", (text) => {
  const written = yamlText([], {
    one: text,
    list: inline([text]),
    lines: lines([text]),
    noted: noted(text, "x"),
  });
  expect(parse(written)).toStrictEqual({ one: text, list: [text], lines: text, noted: text });
});

test("text with an expression is escaped", () => {
  expect(unevaluated(`a ${expression("b")}`)).toBe(`a ${expression(`'$${"{{"}'`)} b }}`);
});
