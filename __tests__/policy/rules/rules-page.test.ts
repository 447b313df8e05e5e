import { readFileSync } from "node:fs";
import { join } from "node:path";
import { RULES } from "../../../lib/policy/rules/index";
import type { RuleExample } from "../../../lib/policy/rules/rule";
import { RULES_PAGE, rulesPage } from "../../../scripts/rules-page";
import { documentOf, documentWith, type JsonMap, permissions, reported, subjectDocument } from "./document";
import { SEED } from "./neighbours";

test("docs/rules.md is what npm run rules writes", () => {
  expect(readFileSync(join(__dirname, "../../..", RULES_PAGE), "utf8")).toBe(rulesPage());
});

test.each(RULES)("the page has a heading for the anchor of $id", ({ id, name, severity }) => {
  expect(rulesPage()).toContain(`\n## ${id}\n\n**${name}** (${severity}). `);
});

/** The trust policy of an example. */
function trustPolicyOf({ shown }: RuleExample): JsonMap {
  if ("sub" in shown) return subjectDocument(shown.sub);
  if ("Condition" in shown) return documentWith(shown.Condition);
  return "Statement" in shown ? documentOf(...shown.Statement) : SEED;
}

/** The ids of the rules that an example violates. */
function violatedBy(example: RuleExample): readonly string[] {
  const statement = "permissions" in example.shown ? example.shown.permissions : example.permissions;
  const known = statement === undefined ? {} : { permissions: permissions(statement) };
  return reported(trustPolicyOf(example), { ...example.context, ...known }).map(({ rule }) => rule);
}

test.each(RULES)(
  "the first example of $id violates it, and the second violates no rule",
  ({ id, example }) => {
    expect(violatedBy(example.bad)).toContain(id);
    expect(violatedBy(example.good)).toStrictEqual([]);
  },
);

test.each(RULES)("an example of $id with a context names it, and one without does not", ({ example }) => {
  for (const { context, permissions: own, where, shown } of [example.bad, example.good]) {
    const hasContext = (context !== undefined || own !== undefined) && !("role" in shown);
    expect(where !== undefined).toBe(hasContext);
  }
});
