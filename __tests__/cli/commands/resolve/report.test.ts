import fc from "fast-check";
import type { Change } from "../../../../lib/cli/commands/resolve/changes";
import {
  changedLines,
  type ResolveReport,
  reportJson,
  reportText,
} from "../../../../lib/cli/commands/resolve/report";

const NOTHING: ResolveReport = {
  path: "access.yaml",
  host: "github.com",
  isCheck: false,
  changes: [],
  lines: [],
  problems: [],
  notes: [],
  warnings: [],
  requests: 3,
};

const ID: Change = { path: ["github", "owners", "acme", "id"], from: undefined, to: 1 };

function format(name: string, from?: string): Change {
  return { path: ["github", "repositories", name, "subject"], from, to: "immutable" };
}

test.each<[string, Partial<ResolveReport>, string]>([
  ["a file that agrees", {}, "access.yaml agrees with github.com. Nothing to change\n"],
  [
    "one change",
    { changes: [ID], lines: [{ sign: "+", number: 3, text: "    id: 1" }] },
    "Wrote 1 change from github.com to access.yaml\n\n+ 3      id: 1\n\n1 new id\n",
  ],
  [
    "lines with numbers of several lengths",
    {
      isCheck: true,
      changes: [format("web", "name"), ID],
      lines: [
        { sign: "-", number: 9, text: "a" },
        { sign: "+", number: 10, text: "" },
      ],
    },
    "access.yaml differs from github.com: 2 differences\n\n-  9  a\n+ 10\n\n1 new id\ngithub.repositories.web.subject: name -> immutable\n",
  ],
  [
    "problems and notes",
    { isCheck: true, problems: ["access.yaml:1:1 wrong"], notes: ["one", "two"] },
    "access.yaml differs from github.com: 1 difference\n\naccess.yaml:1:1 wrong\n\nnote: one\nnote: two\n",
  ],
  [
    "a long list",
    { changes: Array.from({ length: 22 }, (_, index) => format(`r${index}`)) },
    `Wrote 22 changes from github.com to access.yaml\n\n${Array.from({ length: 20 }, (_, index) => `github.repositories.r${index}.subject: immutable\n`).join("")}and 2 more\n`,
  ],
])("the report of %s", (_, found, text) => {
  expect(reportText({ ...NOTHING, ...found })).toBe(text);
});

test("the JSON has complete lists", () => {
  const changes = Array.from({ length: 22 }, (_, index) => format(`r${index}`, "name"));
  const found = {
    ...NOTHING,
    changes: [ID, ...changes],
    problems: ["access.yaml:1:1 wrong"],
    notes: ["one"],
  };

  expect(JSON.parse(reportJson(found))).toStrictEqual({
    changes: [
      { path: "github.owners.acme.id", from: null, to: 1 },
      ...changes.map((_, index) => ({
        path: `github.repositories.r${index}.subject`,
        from: "name",
        to: "immutable",
      })),
    ],
    problems: ["access.yaml:1:1 wrong"],
    notes: ["one"],
    requests: 3,
  });
});

/** Changed lines as `sign number text`. */
function changed(before: string, after: string): readonly string[] {
  return changedLines(before, after).map(({ sign, number, text }) => `${sign}${number} ${text}`);
}

test.each<[string, string, string, readonly string[]]>([
  ["nothing", "a\nb\n", "a\nb\n", []],
  ["a new line", "a\nb\n", "a\nx\nb\n", ["+2 x"]],
  ["a removed line", "a\nx\nb\n", "a\nb\n", ["-2 x"]],
  ["a changed line", "a\nb\nc\n", "a\nx\nc\n", ["-2 b", "+2 x"]],
  ["lines at the end", "a", "a\nb\nc", ["+2 b", "+3 c"]],
  ["lines in several places", "a\nb\nc\nd", "x\na\nb\nY\nd\nz", ["+1 x", "-3 c", "+4 Y", "+6 z"]],
  ["lines with a carriage return", "a\r\nb\r\n", "a\r\nx\r\nb\r\n", ["+2 x"]],
])("%s", (_, before, after, expected) => {
  expect(changed(before, after)).toStrictEqual(expected);
});

test("the removed and added lines turn one text into the other", () => {
  const text = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 12 });
  fc.assert(
    fc.property(text, text, (before, after) => {
      const changed = changedLines(before.join("\n"), after.join("\n"));
      const gone = new Set(changed.flatMap(({ sign, number }) => (sign === "-" ? [number] : [])));
      const come = new Set(changed.flatMap(({ sign, number }) => (sign === "+" ? [number] : [])));
      const old = before.length === 0 ? [""] : before;
      const own = after.length === 0 ? [""] : after;
      expect(old.filter((_, index) => !gone.has(index + 1))).toStrictEqual(
        own.filter((_, index) => !come.has(index + 1)),
      );
    }),
  );
});
