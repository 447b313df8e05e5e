import { checkedRole, ownersOf } from "../../../../lib/cli/commands/check/report";
import { RULES } from "../../../../lib/policy/rules/index";
import { found } from "../../../inventory/fixture";
import { allowed, NEIGHBOURS, SEED } from "../../../policy/rules/neighbours";
import { type Role, WRAPPED } from "./wrapped";

/** Rules about what no such file says: how a repository's tokens look, and which workflows it has. */
const UNKNOWABLE = ["R27", "R36"];

/** What breaks a rule about the role, and not about its trust policy. */
const ROLES: Readonly<Record<string, Role>> = {
  R09: { permissions: { Statement: [allowed("ecr:PutImage")] } },
  R33: { permissions: { Statement: [allowed("ecr:DeleteRepository")] } },
  R35: { maxSessionSeconds: 3_601 },
  R37: { permissions: { Statement: [allowed("ecr:PutImage", "*")] } },
  R39: { permissions: { Statement: [allowed("ecr:PutImage")] } },
};

/** Kinds of files that do not say what a rule has to know. */
const SILENT: Readonly<Record<string, readonly string[]>> = {
  R33: ["document", "get-role", "get-role with an encoded document", "list-roles", "a list"],
  // Of an account nothing is known without an ARN of it.
  R34: ["document"],
  R35: ["document", "list-roles", "get-account-authorization-details"],
  R37: ["document", "get-role", "get-role with an encoded document", "list-roles", "a list"],
  R39: ["document", "get-role", "get-role with an encoded document", "list-roles", "a list"],
};

const CASES = RULES.map(({ id }) => id)
  .filter((id) => !UNKNOWABLE.includes(id))
  .flatMap((id) =>
    Object.entries(WRAPPED)
      .filter(([kind]) => SILENT[id]?.includes(kind) !== true)
      .map(([kind, wrapped]) => ({ id, kind, wrapped })),
  );

test.each(CASES)("reports a violation of $id in $kind", ({ id, wrapped }) => {
  const { bad, place } = NEIGHBOURS[id] ?? { bad: SEED, place: undefined };
  const checked = found(wrapped(bad, ROLES[id])).roles.map((role) => checkedRole(role, ownersOf([])));
  const [first] = checked;

  expect(checked).toHaveLength(1);
  expect(
    first?.findings.filter(({ rule }) => rule.id === id).map(({ path, given }) => ({ path, given })),
  ).toStrictEqual([place]);
});

test.each(Object.entries(WRAPPED))("no rule reports a good role in %s", (_, wrapped) => {
  const permissions = { Statement: [allowed("ecr:PutImage")] };
  const checked = found(wrapped(SEED, { permissions, maxSessionSeconds: 3_600 })).roles.map((role) =>
    checkedRole(role, ownersOf(["acme@123456"])),
  );

  expect(
    checked.map(({ isChecked, findings, otherStatements }) => [isChecked, findings, otherStatements]),
  ).toStrictEqual([[true, [], 0]]);
});
