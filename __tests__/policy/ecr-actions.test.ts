import {
  accessesWith,
  accessText,
  accessVerbs,
  combinedAccess,
  ECR_ACCESSES,
  ECR_LEVELS,
  ECR_LOGIN_ACTIONS,
  ECR_PULL_ACTIONS,
  ECR_PUSH_ACTIONS,
  ECR_PUSH_PULL_ACTIONS,
  ECR_READ_ACTIONS,
  type EcrAccess,
  type EcrAccesses,
  ecrLevel,
} from "../../lib/policy/ecr-access";
import type { NonEmpty } from "../../lib/policy/non-empty";

test("the access levels are in this order, the default first", () => {
  expect(ECR_ACCESSES).toStrictEqual(["push", "pull", "push-pull", "read"]);
});

test("pushing and pulling needs the actions of both lists and no others, each once, in the order of their names", () => {
  expect(ECR_PUSH_PULL_ACTIONS).toStrictEqual(
    [...new Set<string>([...ECR_PUSH_ACTIONS, ...ECR_PULL_ACTIONS])].sort(),
  );
});

test.each([
  ["the login", ECR_LOGIN_ACTIONS] as const,
  ...ECR_ACCESSES.map((access) => [access, ECR_LEVELS[access].actions] as const),
])("%s has single actions of ECR, each once, in alphabetical order, without wildcards", (_, actions) => {
  expect(actions).toStrictEqual([...new Set(actions)].sort());
  expect(actions.filter((action) => !/^ecr:[A-Za-z]+$/.test(action))).toStrictEqual([]);
});

test("the level of each access has the list of its name", () => {
  expect(ECR_ACCESSES.map((access) => [access, ECR_LEVELS[access].actions])).toStrictEqual([
    ["push", ECR_PUSH_ACTIONS],
    ["pull", ECR_PULL_ACTIONS],
    ["push-pull", ECR_PUSH_PULL_ACTIONS],
    ["read", ECR_READ_ACTIONS],
  ]);
});

test("messages name the access levels with a property", () => {
  expect(accessesWith(({ canPush }) => canPush)).toBe("push or push-pull");
  expect(accessesWith(({ canPush, canPull }) => canPush && canPull)).toBe("push-pull");
});

test.each(ECR_ACCESSES)("%s says whether it can push and pull as its actions do", (access) => {
  const { actions, canPush, canPull } = ECR_LEVELS[access];

  expect(canPush).toBe(actions.includes("ecr:PutImage"));
  expect(canPull).toBe(actions.includes("ecr:GetDownloadUrlForLayer"));
});

test.each(ECR_ACCESSES)("the workflow of %s only does what its actions allow", (access) => {
  const { canPush, canPull, workflow } = ECR_LEVELS[access];
  const allowed = { push: canPush, pull: canPull, none: !canPush && !canPull };

  expect(allowed[workflow]).toBe(true);
});

test("reading needs no action that changes something or reads layers", () => {
  expect(ECR_READ_ACTIONS.filter((action) => !/^ecr:(?:Describe|List)/.test(action))).toStrictEqual([]);
});

test.each<[NonEmpty<EcrAccess>, EcrAccesses, string, string]>([
  [["push"], "push", "push", "push"],
  [["push", "push"], "push", "push", "push"],
  [["push", "pull"], "push-pull", "push-pull", "push and pull"],
  [["pull", "push-pull"], "push-pull", "push-pull", "push and pull"],
  [["read", "push"], ["push", "read"], "[push, read]", "push and describe"],
  [["pull", "read"], ["pull", "read"], "[pull, read]", "pull and describe"],
  [["push", "read", "pull"], ["push-pull", "read"], "[push-pull, read]", "push, pull and describe"],
])("the levels %j together are %j, %s, which %s", (given, combined, text, verbs) => {
  expect(combinedAccess(given)).toStrictEqual(combined);
  expect([accessText(combined), accessVerbs(combined)]).toStrictEqual([text, verbs]);
});

const SUBSETS = [[], ...ECR_ACCESSES.map((access) => [access])].flatMap((first) =>
  ECR_ACCESSES.flatMap((second) =>
    ECR_ACCESSES.map((third): NonEmpty<EcrAccess> => [second, third, ...first]),
  ),
);

test.each(SUBSETS.map((accesses) => ({ accesses })))(
  "the levels $accesses together have the actions of each, and no others",
  ({ accesses }) => {
    const level = ecrLevel(combinedAccess(accesses));
    const levels = accesses.map((access) => ECR_LEVELS[access]);

    expect(level.actions).toStrictEqual([...new Set(levels.flatMap(({ actions }) => actions))].sort());
    expect(level.canPush).toBe(levels.some(({ canPush }) => canPush));
    expect(level.canPull).toBe(levels.some(({ canPull }) => canPull));
    expect(level.sid).toMatch(/^ECR[A-Za-z]+$/);
    expect(level.workflow).toBe(level.canPush ? "push" : level.canPull ? "pull" : "none");
  },
);
