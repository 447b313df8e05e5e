import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PINS_DATE, updatedPins } from "../../lib/workflow/pins";
import { PAGES } from "./samples";
import { roleFile, workflowOf } from "./workflow-of";

const CHECKOUT = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1";
const OLD = "0123456789012345678901234567890123456789";

test.each([
  ["a tag", "      - uses: actions/checkout@v4", `      - uses: ${CHECKOUT} # v7.0.1`],
  ["a tag in quotes", "      - uses: 'actions/checkout@v4'", `      - uses: '${CHECKOUT}' # v7.0.1`],
  ["a branch", "  uses: actions/checkout@main # always", `  uses: ${CHECKOUT} # v7.0.1 always`],
  ["a commit", `- uses: actions/checkout@${OLD} # v4.2.2`, `- uses: ${CHECKOUT} # v7.0.1`],
  ["a commit without a version", `- uses: actions/checkout@${OLD}`, `- uses: ${CHECKOUT} # v7.0.1`],
  [
    "a comment with more than the version",
    `- uses: actions/checkout@${OLD}  # v4.2.2 zizmor: ignore[x]`,
    `- uses: ${CHECKOUT}  # v7.0.1 zizmor: ignore[x]`,
  ],
  ["the end of a line in Windows", "- uses: actions/checkout@v4\r", `- uses: ${CHECKOUT} # v7.0.1\r`],
])("%s becomes the pin of the table", (_, line, updated) => {
  const text = `# uses: actions/checkout@v1\n${line}\n  - uses: acme/own@v1\n`;
  const result = updatedPins(text);
  expect(result.text).toBe(text.replace(line, updated));
  expect(result.changes).toStrictEqual([
    expect.stringMatching(/^line 2: actions\/checkout \S+ -> v7\.0\.1$/),
  ]);
  expect(updatedPins(result.text)).toStrictEqual({ text: result.text, changes: [], newer: [] });
});

test.each([
  "- uses: actions/checkout@v8",
  `- uses: actions/checkout@${OLD} # v7.1`,
  `- uses: actions/checkout@${OLD} # v7.0.2`,
])("%s is newer than the table and stays", (line) => {
  expect(updatedPins(line)).toStrictEqual({
    text: line,
    changes: [],
    newer: [expect.stringMatching(/^line 1: actions\/checkout v[\d.]+$/)],
  });
});

test.each([
  "- run: echo uses: actions/checkout@v4",
  "- uses: ./local",
  "- uses: docker://alpine:3",
  "    uses: acme/ci/.github/workflows/push.yml@main",
  "- uses: actions/checkout-other@v4",
])("%s stays", (line) => {
  expect(updatedPins(line)).toStrictEqual({ text: line, changes: [], newer: [] });
});

test("generated workflows have the pins of the table", () => {
  const text = workflowOf(roleFile({}), { attest: true }).text;
  expect(updatedPins(text)).toStrictEqual({ text, changes: [], newer: [] });
  expect(PINS_DATE).toMatch(/^\d{4}-\d{2}-\d{2}$/);
});

const WRITTEN = join(__dirname, "written");

/** Every action in a text, with its commit and version. */
function usesIn(text: string): readonly string[] {
  return [...text.matchAll(/uses: ([\w-]+\/[\w-]+@[0-9a-f]{40} # v[0-9.]+)$/gm)].map(([, uses = ""]) => uses);
}

test("workflows and pages pin the same commits of actions", () => {
  const written = readdirSync(WRITTEN).flatMap((name) => usesIn(readFileSync(join(WRITTEN, name), "utf8")));
  const shown = usesIn(PAGES);
  expect(new Set(shown).size).toBeGreaterThan(4);
  const names = new Set([...written, ...shown].map((uses) => uses.split("@")[0]));
  expect(new Set(written).size).toBe(6);
  expect(new Set([...written, ...shown]).size).toBe(names.size);
});
