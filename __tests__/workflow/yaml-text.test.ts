import { parse } from "yaml";
import { expression, unevaluated } from "../../lib/workflow/expression";
import { headed, inline, lines, noted, yamlText } from "../../lib/workflow/yaml-text";

test("a document has its comment above it and a blank line between its parts and its jobs", () => {
  const text = yamlText("What it does.", {
    name: "push",
    on: { push: { branches: inline(["main", "+x", "2026"]) }, workflow_dispatch: null },
    jobs: {
      one: { uses: noted("a/b@c", "v1") },
      two: { steps: [headed({ run: lines(["a", "b"]) }, "First,", "then.")] },
    },
  });
  expect(text).toBe(`# What it does.

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
])("the text %j is the same when it is read", (text) => {
  const written = yamlText("", {
    one: text,
    list: inline([text]),
    lines: lines([text]),
    noted: noted(text, "x"),
  });
  expect(parse(written)).toStrictEqual({ one: text, list: [text], lines: text, noted: text });
});

test("text in which GitHub would find an expression is written as one that gives it", () => {
  expect(unevaluated(`a ${expression("b")}`)).toBe(`a ${expression(`'$${"{{"}'`)} b }}`);
});
