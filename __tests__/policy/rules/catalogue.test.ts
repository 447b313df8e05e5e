import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Severity } from "../../../lib/policy/rules/rule";
import { RULES } from "../../../lib/policy/rules/rules";

const SEVERITIES: readonly (readonly [string, Severity])[] = [
  ["R01", "critical"],
  ["R02", "critical"],
  ["R03", "critical"],
  ["R04", "critical"],
  ["R05", "critical"],
  ["R06", "high"],
  ["R07", "high"],
  ["R08", "high"],
  ["R09", "high"],
  ["R10", "medium"],
  ["R11", "medium"],
  ["R12", "high"],
  ["R13", "medium"],
  ["R14", "high"],
  ["R15", "high"],
  ["R16", "high"],
  ["R17", "high"],
  ["R18", "medium"],
  ["R19", "high"],
  ["R20", "high"],
  ["R21", "high"],
  ["R22", "medium"],
  ["R23", "medium"],
  ["R24", "high"],
  ["R25", "high"],
  ["R26", "medium"],
  ["R27", "low"],
  ["R28", "medium"],
  ["R29", "medium"],
  ["R30", "medium"],
  ["R31", "medium"],
  ["R32", "high"],
  ["R33", "high"],
  ["R34", "medium"],
  ["R35", "low"],
  ["R36", "low"],
  ["R37", "medium"],
];

test("the rules stand in the order of their numbers, each with its severity", () => {
  expect(RULES.map(({ id, severity }) => [id, severity])).toStrictEqual(SEVERITIES);
});

test.each(RULES)(
  "$id says in a line each the good state, what happens otherwise and what to change",
  (rule) => {
    for (const text of [rule.requirement, rule.impact, rule.fix]) {
      expect(text).toMatch(/^\S.*[^.\s]$/);
    }
  },
);

test("no two rules say the same good state", () => {
  expect(new Set(RULES.map(({ requirement }) => requirement)).size).toBe(RULES.length);
});

test("each rule has a file, whose name starts with the rule's id", () => {
  const files = readdirSync(join(__dirname, "../../../lib/policy/rules"));

  expect(files.flatMap((name) => /^(r[0-9]+)-[a-z-]+\.ts$/.exec(name)?.[1] ?? []).sort()).toStrictEqual(
    RULES.map(({ id }) => id.toLowerCase()),
  );
});

test.each(RULES)("$id is what the file of its name holds", async (rule) => {
  const folder = join(__dirname, "../../../lib/policy/rules");
  const id = rule.id.toLowerCase();
  const [file = ""] = readdirSync(folder).filter((name) => name.startsWith(`${id}-`));

  expect((await import(join(folder, file)))[id]).toBe(rule);
});
