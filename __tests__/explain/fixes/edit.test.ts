import { editedValue, valueAt } from "../../../lib/explain/fixes/edit";

const FILE = { github: { owner: "acme" }, list: [{ a: 1 }, { a: 2 }] };

test.each<[string, Parameters<typeof editedValue>[1], unknown]>([
  ["nothing", [], FILE],
  ["another value", [{ path: ["github", "owner"], value: "b" }], { ...FILE, github: { owner: "b" } }],
  [
    "a key, and its parent maps",
    [{ path: ["github", "owners", "acme", "id"], value: 1 }],
    { ...FILE, github: { owner: "acme", owners: { acme: { id: 1 } } } },
  ],
  [
    "a key that is special in JavaScript",
    [{ path: ["github", "__proto__"], value: 1 }],
    JSON.parse('{"github":{"owner":"acme","__proto__":1},"list":[{"a":1},{"a":2}]}'),
  ],
  ["an element of a list", [{ path: ["list", 1, "a"], value: 3 }], { ...FILE, list: [{ a: 1 }, { a: 3 }] }],
  ["a new element", [{ path: ["list", 2], value: 5 }], { ...FILE, list: [{ a: 1 }, { a: 2 }, 5] }],
  [
    "one edit after the other",
    [
      { path: ["github", "x"], value: { y: 1 } },
      { path: ["github", "x", "z"], value: 2 },
    ],
    { ...FILE, github: { owner: "acme", x: { y: 1, z: 2 } } },
  ],
])("edits write %s, and do not change the original", (_, edits, expected) => {
  const before = JSON.stringify(FILE);
  expect(editedValue(FILE, edits)).toStrictEqual(expected);
  expect(JSON.stringify(FILE)).toBe(before);
});

test.each<[readonly (string | number)[], unknown]>([
  [[], FILE],
  [["github", "owner"], "acme"],
  [["list", 1, "a"], 2],
  [["list", 5], undefined],
  [["list", "length"], undefined],
  [["github", "toString"], undefined],
  [["github", "owner", "x"], undefined],
])("the value at %j is %j", (path, expected) => {
  expect(valueAt(FILE, path)).toStrictEqual(expected);
});
