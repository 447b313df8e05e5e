import type { Change } from "../../../lib/cli/resolve/changes";
import { type ResolveReport, reportJson, reportText } from "../../../lib/cli/resolve/report";

const NOTHING: ResolveReport = {
  path: "access.yaml",
  host: "github.com",
  isCheck: false,
  changes: [],
  lines: [],
  problems: [],
  notes: [],
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
