import fc from "fast-check";
import { isMap } from "../../../lib/config/draft";
import type { Edit, EditValue } from "../../../lib/config/editing/edit";
import { editedText } from "../../../lib/config/editing/edited-text";
import { yamlFile } from "../../../lib/config/source/yaml-file";
import { runs } from "../../support/runs";

const IDS: readonly Edit[] = [
  { path: ["github", "owners", "acme", "id"], value: 1 },
  { path: ["github", "owners", "acme", "subject"], value: "immutable" },
];
const WEB: Edit = { path: ["github", "repositories", "web", "id"], value: 2 };

test.each<[string, string, readonly Edit[], string]>([
  [
    "keys, in their quotes, with the values below them",
    "a: # one\n  'x': { y: 1 } # two\n  z: 2 # three\n",
    [
      { path: ["a", "x"], key: "new" },
      { path: ["a", "x", "w"], value: 3 },
      { path: ["a", "z"], key: "a/b" },
    ],
    "a: # one\n  'new': { y: 1, w: 3 } # two\n  a/b: 2 # three\n",
  ],
  ["nothing, where nothing is wanted", "a: 1 # one\n", [], "a: 1 # one\n"],
  ["a number", "a: 1 # one\nb: 2\n", [{ path: ["a"], value: 12 }], "a: 12 # one\nb: 2\n"],
  ["plain text", "a:  name   # one\n", [{ path: ["a"], value: "both" }], "a:  both   # one\n"],
  [
    "text, in its quotes",
    `a: "x"\nb: 'x'\n`,
    [
      { path: ["a"], value: "y" },
      { path: ["b"], value: "it's" },
    ],
    `a: "y"\nb: 'it''s'\n`,
  ],
  ["text in a block of its own", "a: |\n  one\n  two\nb: 1\n", [{ path: ["a"], value: "x" }], "a: x\nb: 1\n"],
  [
    "an element of a list",
    "a: [1, 2]\nb:\n  - 1\n  - x: 2\n",
    [
      { path: ["a", 1], value: 3 },
      { path: ["b", 1, "x"], value: 4 },
    ],
    "a: [1, 3]\nb:\n  - 1\n  - x: 4\n",
  ],
  [
    "a missing value",
    "a:\nb: # two\nc: ~ # three\n",
    [
      { path: ["a"], value: 1 },
      { path: ["b"], value: 2 },
      { path: ["c"], value: 3 },
    ],
    "a: 1\nb: 2 # two\nc: 3 # three\n",
  ],
  [
    "a missing value behind an anchor",
    "a: &x # one\nb: 1\n",
    [{ path: ["a"], value: 2 }],
    "a: &x 2 # one\nb: 1\n",
  ],
  [
    "missing values in braces",
    "{ a, b: , c: ~, d }\n",
    [
      { path: ["a"], value: 1 },
      { path: ["b"], value: 2 },
      { path: ["c"], value: 3 },
      { path: ["d", "e"], value: 4 },
    ],
    "{ a: 1, b: 2 , c: 3, d: { e: 4 } }\n",
  ],
  [
    "keys of a map that is not there",
    "github:\n  owner: acme # us\n# below\naccounts: []\n",
    [...IDS, WEB],
    "github:\n  owner: acme # us\n  owners:\n    acme: { id: 1, subject: immutable }\n  repositories:\n    web: { id: 2 }\n# below\naccounts: []\n",
  ],
  [
    "keys of a map that is empty in one way or another",
    "github:\n  owners: # known\n    # none yet\n  repositories: {} # none\naccounts: []\n",
    [...IDS, WEB],
    "github:\n  owners: # known\n    acme: { id: 1, subject: immutable }\n    # none yet\n  repositories: # none\n    web: { id: 2 }\naccounts: []\n",
  ],
  [
    "keys behind the last, before the comments that follow",
    "github:\n    owners:\n        other:\n            id: 9 # nine\n            # end of other\n\n        # end of owners\n    # end\na: 1\n",
    [...IDS, WEB, { path: ["github", "owners", "other", "subject"], value: "name" }],
    "github:\n    owners:\n        other:\n            id: 9 # nine\n            subject: name\n        acme: { id: 1, subject: immutable }\n    repositories:\n        web: { id: 2 }\n            # end of other\n\n        # end of owners\n    # end\na: 1\n",
  ],
  [
    "a key in braces",
    "github: {owner: acme}\n",
    [...IDS, WEB],
    "github: {owner: acme, owners: { acme: { id: 1, subject: immutable } }, repositories: { web: { id: 2 } }}\n",
  ],
  [
    "a key in empty braces in braces",
    "a: { b: {} }\n",
    [{ path: ["a", "b", "c"], value: 1 }],
    "a: { b: { c: 1 } }\n",
  ],
  [
    "a key in braces with a comma at the end",
    "a: { b: 1, }\n",
    [{ path: ["a", "c"], value: 2 }],
    "a: { b: 1, c: 2, }\n",
  ],
  [
    "a key in braces over several lines",
    "a: {\n  b: 1, # one\n  c: 2 # two\n}\n",
    [
      { path: ["a", "d"], value: 3 },
      { path: ["a", "e"], value: 4 },
    ],
    "a: {\n  b: 1, # one\n  c: 2, # two\n  d: 3,\n  e: 4\n}\n",
  ],
  [
    "the same, with a comma at the end",
    "a: {\n  b: 1, # one\n}\n",
    [{ path: ["a", "c"], value: 2 }],
    "a: {\n  b: 1, # one\n  c: 2,\n}\n",
  ],
  [
    "a key in braces that end on the line of the last",
    "a: { b: 1,\n  c: 2 }\n",
    [{ path: ["a", "d"], value: 3 }],
    "a: { b: 1,\n  c: 2, d: 3 }\n",
  ],
  [
    "a key in braces that hold a comment",
    "a: {\n  # nothing\n}\n",
    [{ path: ["a", "b"], value: 1 }],
    "a: { b: 1\n  # nothing\n}\n",
  ],
  [
    "a key after a text in a block of its own",
    "a:\n  b: |\n    x\n\nc: 1\n",
    [{ path: ["a", "d"], value: 1 }],
    "a:\n  b: |\n    x\n  d: 1\n\nc: 1\n",
  ],
  [
    "a key after a key without a value",
    "a:\n  b: # none\nc:\n",
    [
      { path: ["a", "d"], value: 1 },
      { path: ["e"], value: 1 },
    ],
    "a:\n  b: # none\n  d: 1\nc:\ne: 1\n",
  ],
  [
    "elements of lists",
    "a:\n- 1 # one\nb: [1, 2]\nc: []\n",
    [
      { path: ["a", 1], value: { x: 1 } },
      { path: ["b", 2], value: 3 },
      { path: ["c", 0], value: 1 },
    ],
    "a:\n- 1 # one\n- { x: 1 }\nb: [1, 2, 3]\nc:\n  - 1\n",
  ],
  [
    "a map in a list",
    "- a: 1\n  b: 2\n-   c: 3\n",
    [
      { path: [0, "x"], value: 1 },
      { path: [1, "x"], value: 2 },
    ],
    "- a: 1\n  b: 2\n  x: 1\n-   c: 3\n    x: 2\n",
  ],
  [
    "names that need quotes",
    "a:\n  b: 1\n",
    ["123", "true", "a b", "other/api", "ä"].map((key) => ({ path: ["a", key], value: key })),
    `a:\n  b: 1\n  "123": "123"\n  "true": "true"\n  "a b": "a b"\n  other/api: other/api\n  "ä": "ä"\n`,
  ],
  [
    "below a key in quotes",
    `"git hub":\n  'b': {"c": 1}\n`,
    [{ path: ["git hub", "b", "d"], value: 2 }],
    `"git hub":\n  'b': {"c": 1, d: 2}\n`,
  ],
  [
    "what an anchor holds, where it stands",
    "a: &x { b: 1 }\nc:\n  d: *x\n",
    [
      { path: ["a", "b"], value: 2 },
      { path: ["c", "d", "b"], value: 2 },
    ],
    "a: &x { b: 2 }\nc:\n  d: *x\n",
  ],
  ["an alias for a scalar", "a: &x 1\nb: *x\n", [{ path: ["b"], value: 2 }], "a: &x 1\nb: 2\n"],
  [
    "lines with a carriage return",
    "a:\r\n  b: 1 # one\r\nc: 2\r\n",
    [
      { path: ["a", "d"], value: 1 },
      { path: ["e", "f", "g"], value: 1 },
    ],
    "a:\r\n  b: 1 # one\r\n  d: 1\r\nc: 2\r\ne:\r\n  f: { g: 1 }\r\n",
  ],
  [
    "a text without a line break at its end",
    "a:\n  b: 1",
    [{ path: ["a", "c"], value: 2 }],
    "a:\n  b: 1\n  c: 2",
  ],
  ["a text with a byte order mark", "\uFEFFa: 1\n", [{ path: ["b"], value: 2 }], "\uFEFFa: 1\nb: 2\n"],
  [
    "a document with marks around it",
    "%YAML 1.2\n---\na: 1\n...\n",
    [{ path: ["b"], value: 2 }],
    "%YAML 1.2\n---\na: 1\nb: 2\n...\n",
  ],
])("%s", (_, text, edits, expected) => {
  expect(editedText(text, edits)).toStrictEqual({ text: expected });
});

test.each<[string, string, readonly Edit[], Edit["path"]]>([
  [
    "a place that an alias shares",
    "a: &x { b: 1 }\nc: *x\n",
    [
      { path: ["d"], value: 1 },
      { path: ["c", "b"], value: 2 },
    ],
    ["c", "b"],
  ],
  [
    "different values at a place that an alias shares",
    "a: &x { b: 1 }\nc: *x\n",
    [
      { path: ["a", "b"], value: 2 },
      { path: ["c", "b"], value: 3 },
    ],
    ["a", "b"],
  ],
  ["an anchor with its aliases", "a: &x 1\nb: *x\n", [{ path: ["a"], value: 2 }], ["a"]],
  ["a map that a scalar would replace", "a: { b: 1 }\n", [{ path: ["a"], value: 2 }], ["a"]],
  ["a key below a scalar", "a: 1\n", [{ path: ["a", "b"], value: 2 }], ["a", "b"]],
  ["an element far behind the last", "a: [1]\n", [{ path: ["a", 3], value: 2 }], ["a", 3]],
  ["a number for what a tag makes text", "a: !!str 1\n", [{ path: ["a"], value: 2 }], ["a"]],
  ["a key of an empty text", "", [{ path: ["a"], value: 2 }], ["a"]],
])("rejects %s", (_, text, edits, path) => {
  expect(editedText(text, edits)).toStrictEqual({ refused: path });
});

test("rejects a text that is no YAML", () => {
  expect(() => editedText("a: [", [])).toThrow(TypeError);
});

describe("in any style", () => {
  /** A value with its text: the lines of a block, or what stands behind the key. */
  type Drawn = {
    readonly value: unknown;
    readonly lines: (indent: number) => readonly string[];
    readonly isBlock: boolean;
  };

  const NEWLINES = ["\n", "\r\n"] as const;
  const key = fc.constantFrom("a", "b", "web", "other/api", "123", "it's", "no");
  const keyText = (name: string, style: number) => {
    if (style === 0 || /^(?:123|no)$/.test(name)) return JSON.stringify(name);
    return style === 1 && !name.includes("'") ? `'${name}'` : name;
  };

  const scalar = fc
    .constantFrom<[string, unknown]>(
      ["1", 1],
      ["name", "name"],
      ["two words", "two words"],
      ['"# no comment"', "# no comment"],
      ["'it''s'", "it's"],
      ["true", true],
      ["~", null],
      ["null", null],
    )
    .map(([text, value]): Drawn => ({ value, lines: () => [text], isBlock: false }));

  const blockScalar = fc.constantFrom("|", ">", "|-").map(
    (mark): Drawn => ({
      value: mark === "|-" ? "one # 1" : "one # 1\n",
      lines: (indent) => [mark, `${" ".repeat(indent)}one # 1`],
      isBlock: false,
    }),
  );

  const nothing = fc.constant<Drawn>({ value: null, lines: () => [""], isBlock: false });

  function flow(depth: number): fc.Arbitrary<Drawn> {
    if (depth === 0) return scalar;
    const inner = flow(depth - 1);
    const pairs = fc.uniqueArray(fc.tuple(key, fc.nat(2), inner), {
      selector: ([name]) => name,
      maxLength: 3,
    });
    const map = fc
      .tuple(pairs, fc.constantFrom("", " "), fc.boolean())
      .map(([list, space, hasComma]): Drawn => {
        const texts = list.map(([name, style, { lines }]) => `${keyText(name, style)}: ${lines(0).join("")}`);
        const comma = hasComma && list.length > 0 ? "," : "";
        return {
          value: Object.fromEntries(list.map(([name, , { value }]) => [name, value])),
          lines: () => [`{${space}${texts.join(", ")}${comma}${space}}`],
          isBlock: false,
        };
      });
    const seq = fc.array(inner, { maxLength: 3 }).map(
      (list): Drawn => ({
        value: list.map(({ value }) => value),
        lines: () => [`[${list.map(({ lines }) => lines(0).join("")).join(", ")}]`],
        isBlock: false,
      }),
    );
    return fc.oneof(scalar, map, seq);
  }

  /** Braces over several lines, each with a comment. */
  const tallFlow = fc
    .tuple(
      fc.uniqueArray(fc.tuple(key, scalar), { selector: ([name]) => name, minLength: 1, maxLength: 3 }),
      fc.boolean(),
    )
    .map(
      ([list, hasComma]): Drawn => ({
        value: Object.fromEntries(list.map(([name, { value }]) => [name, value])),
        lines: (indent) => [
          "{",
          ...list.map(
            ([name, { lines }], index) =>
              `${" ".repeat(indent + 2)}${keyText(name, 0)}: ${lines(0).join("")}${hasComma || index < list.length - 1 ? "," : ""} # ${name}`,
          ),
          `${" ".repeat(indent)}}`,
        ],
        isBlock: false,
      }),
    );

  const comment = fc.constantFrom("", "", " # said", "  # 'quoted: {");
  const above = fc.constantFrom<readonly string[]>([], [], ["# above"], ["", "# apart"]);

  function block(depth: number): fc.Arbitrary<Drawn> {
    if (depth === 0) return fc.oneof(scalar, nothing);
    const inner = fc.oneof(block(depth - 1), flow(2), tallFlow, blockScalar, nothing);
    const pairs = fc.uniqueArray(fc.tuple(key, fc.nat(2), inner, comment, above), {
      selector: ([name]) => name,
      minLength: 1,
      maxLength: 3,
    });
    const map = fc.tuple(pairs, fc.constantFrom(2, 4)).map(
      ([list, step]): Drawn => ({
        value: Object.fromEntries(list.map(([name, , { value }]) => [name, value])),
        lines: (indent) =>
          list.flatMap(([name, style, drawn, said, before]) => {
            const margin = " ".repeat(indent);
            const lead = `${margin}${keyText(name, style)}:`;
            const [first = "", ...others] = drawn.lines(indent + step);
            const own = drawn.isBlock
              ? [`${lead}${said}`, first, ...others]
              : [`${lead} ${first}`.trimEnd(), ...others];
            const isLone = !drawn.isBlock && others.length === 0;
            return [
              ...before.map((line) => (line === "" ? "" : `${margin}${line}`)),
              ...(isLone ? [`${own[0]}${said}`] : own),
            ];
          }),
        isBlock: true,
      }),
    );
    const seq = fc.array(fc.oneof(scalar, flow(1)), { minLength: 1, maxLength: 3 }).map(
      (list): Drawn => ({
        value: list.map(({ value }) => value),
        lines: (indent) => list.map(({ lines }) => `${" ".repeat(indent)}- ${lines(0).join("")}`),
        isBlock: true,
      }),
    );
    return fc.oneof({ weight: 3, arbitrary: map }, { weight: 1, arbitrary: seq });
  }

  const text = fc
    .tuple(block(3), fc.constantFrom(...NEWLINES), fc.boolean(), fc.boolean(), fc.constantFrom("", "# end"))
    .map(([drawn, newline, hasMark, hasEnd, end]) => ({
      value: drawn.value,
      text: `${hasMark ? "\uFEFF" : ""}${[...drawn.lines(0), ...(end === "" ? [] : [end])].join(newline)}${hasEnd ? newline : ""}`,
    }));

  /** Every place of a value where a scalar may stand, or another element be added. */
  function places(value: unknown, path: Edit["path"]): readonly Edit["path"][] {
    if (Array.isArray(value))
      return [...value.flatMap((child, index) => places(child, [...path, index])), [...path, value.length]];
    if (isMap(value)) {
      return [
        ...Object.entries(value).flatMap(([name, child]) => places(child, [...path, name])),
        [...path, "new"],
        [...path, "456", "id"],
      ];
    }
    return value === null ? [path, [...path, "below", "id"]] : [path];
  }

  const wanted = fc.oneof(
    fc.constantFrom<EditValue>(7, "both", { id: 7, subject: "name" }, "yes", "#", true),
    fc.string(),
  );

  test("the text gets the values, and keeps every other line and all comments", () => {
    fc.assert(
      fc.property(
        text,
        fc.infiniteStream(fc.nat()),
        fc.array(wanted, { minLength: 1, maxLength: 4 }),
        (drawn, picks, values) => {
          const parsed = yamlFile(drawn.text.replace("\uFEFF", ""));
          expect(parsed).toMatchObject({ value: drawn.value });
          const paths = places(drawn.value, []).filter((path) => path.length > 0);
          const chosen = values.flatMap((value) => {
            const path = paths[(picks.next().value ?? 0) % paths.length];
            return path === undefined ? [] : [{ path, value }];
          });
          const edits = chosen.filter(({ path }, index) =>
            chosen.slice(0, index).every((other) => isApart(other.path, path)),
          );
          const edited = editedText(drawn.text, edits);
          if (!("text" in edited)) throw new Error(`refused ${JSON.stringify(edited)}`);
          const lost = drawn.text.split(/\r?\n/).length - survivors(drawn.text, edited.text);
          expect(lost).toBeLessThanOrEqual(edits.length * 2);
          expect(comments(edited.text)).toStrictEqual(comments(drawn.text));
          expect(edited.text.replaceAll("\r\n", "").includes("\n") && drawn.text.includes("\r\n")).toBe(
            false,
          );
          expect(edited.text.startsWith("\uFEFF")).toBe(drawn.text.startsWith("\uFEFF"));
          expect(/\n$/.test(edited.text)).toBe(/\n$/.test(drawn.text));
        },
      ),
      { numRuns: runs(1_000) },
    );
  }, 120_000);

  /** Whether neither of two paths leads through the other. */
  function isApart(one: Edit["path"], other: Edit["path"]): boolean {
    const length = Math.min(one.length, other.length);
    return one.slice(0, length).some((part, index) => part !== other[index]);
  }

  /** How many lines of a text stand in another, in the same order. */
  function survivors(before: string, after: string): number {
    const old = before.split(/\r?\n/);
    let row = new Array<number>(old.length + 1).fill(0);
    for (const line of after.split(/\r?\n/)) {
      const next = [0];
      for (const [index, other] of old.entries()) {
        next.push(line === other ? (row[index] ?? 0) + 1 : Math.max(row[index + 1] ?? 0, next[index] ?? 0));
      }
      row = next;
    }
    return row.at(-1) ?? 0;
  }

  function comments(whole: string): readonly string[] {
    return (
      whole
        .replaceAll("\r\n", "\n")
        .match(/# (?:said|above|apart|end|a|b|web|other\/api|123|it's|no|'quoted: \{)$/gm) ?? []
    );
  }
});
