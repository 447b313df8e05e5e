import {
  accessesWith,
  ECR_ACCESSES,
  ECR_LEVELS,
  ECR_LOGIN_ACTIONS,
  ECR_PULL_ACTIONS,
  ECR_PUSH_ACTIONS,
  ECR_PUSH_PULL_ACTIONS,
} from "../../lib/policy/ecr";

test("the access levels are in this order, the default first", () => {
  expect(ECR_ACCESSES).toStrictEqual(["push", "pull", "push-pull"]);
});

test("pushing and pulling takes the actions of both lists and no others, each once, in the order of their names", () => {
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
