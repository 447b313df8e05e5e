import { readdirSync } from "node:fs";
import { join } from "node:path";
import { RULES } from "../../../lib/policy/rules/index";
import type { Rule, Severity } from "../../../lib/policy/rules/rule";
import { ruleLink, ruleTitle } from "../../../lib/policy/rules/rule";

const CATALOGUE: readonly (readonly [id: string, name: string, Severity])[] = [
  ["R01", "missing-subject", "critical"],
  ["R02", "subject-wildcard", "critical"],
  ["R03", "owner-wildcard", "critical"],
  ["R04", "owner-prefix", "critical"],
  ["R05", "other-owner", "critical"],
  ["R06", "every-repository", "high"],
  ["R07", "repository-wildcard", "high"],
  ["R08", "any-context", "high"],
  ["R09", "pull-request-push", "high"],
  ["R10", "branch-wildcard", "medium"],
  ["R11", "tag-wildcard", "medium"],
  ["R12", "environment-wildcard", "high"],
  ["R13", "unprotected-environment", "medium"],
  ["R14", "for-all-values", "high"],
  ["R15", "if-exists", "high"],
  ["R16", "negative-operator", "high"],
  ["R17", "any-audience", "high"],
  ["R18", "literal-wildcard", "medium"],
  ["R19", "subject-without-repository", "high"],
  ["R20", "workflow-without-subject", "high"],
  ["R21", "workflow-wildcard", "high"],
  ["R22", "inner-wildcard", "medium"],
  ["R23", "name-subject", "medium"],
  ["R24", "id-wildcard", "high"],
  ["R25", "hyphen-id", "high"],
  ["R26", "both-subject-formats", "medium"],
  ["R27", "outdated-subject", "low"],
  ["R28", "policy-variable", "medium"],
  ["R29", "unsupported-claim", "medium"],
  ["R30", "weak-claim", "medium"],
  ["R31", "unmatchable-condition", "medium"],
  ["R32", "weaker-statement", "high"],
  ["R33", "excess-permissions", "high"],
  ["R34", "other-provider", "medium"],
  ["R35", "long-session", "low"],
  ["R36", "unreviewed-code", "low"],
  ["R37", "every-ecr-repository", "medium"],
  ["R38", "forgeable-environment", "medium"],
  ["R39", "shared-repositories", "low"],
  ["R40", "everyone-principal", "critical"],
  ["R41", "misspelled-provider", "medium"],
  ["R42", "unfilled-key", "medium"],
  ["R43", "unknown-operator", "medium"],
  ["R44", "other-action", "medium"],
  ["R45", "other-audience", "medium"],
  ["R46", "needless-for-all-values", "low"],
];

test("the rules are in the order of their numbers, each with its name and severity", () => {
  expect(RULES.map(({ id, name, severity }) => [id, name, severity])).toStrictEqual(CATALOGUE);
});

test("each rule has a short name of its own in kebab case", () => {
  expect(new Set(RULES.map(({ name }) => name)).size).toBe(RULES.length);
  for (const { name } of RULES) expect(name).toMatch(/^(?=.{5,26}$)[a-z]+(?:-[a-z]+)*$/);
});

test("a title has id, name and severity, and a link has the page and the anchor", () => {
  const rule = { id: "R07", name: "repository-wildcard", severity: "high" } as const;

  expect(ruleTitle(rule)).toBe("R07 repository-wildcard (high)");
  expect(ruleLink(rule)).toBe("See docs/rules.md#r07");
});

test.each(RULES)("$id has a requirement, an impact and a fix of one clause each", (rule) => {
  for (const text of [rule.requirement, rule.impact, rule.fix]) {
    expect(text).toMatch(/^\S.*[^.\s]$/);
  }
});

test("no two rules have the same requirement", () => {
  expect(new Set(RULES.map(({ requirement }) => requirement)).size).toBe(RULES.length);
});

const FOLDER = join(__dirname, "../../../lib/policy/rules");
const fileOf = ({ id, name }: Rule) => `${id.toLowerCase()}-${name}`;

test("each rule has a file of its id and name", () => {
  const files = readdirSync(FOLDER).flatMap((file) => /^(r[0-9].*)\.ts$/.exec(file)?.[1] ?? []);

  expect(files.sort()).toStrictEqual(RULES.map(fileOf));
});

test.each(RULES)("$id is exported by the file of its name", async (rule) => {
  expect((await import(join(FOLDER, fileOf(rule))))[rule.id.toLowerCase()]).toBe(rule);
});
