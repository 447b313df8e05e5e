import {
  ECR_ACCESSES,
  ECR_LEVELS,
  ECR_LOGIN_ACTIONS,
  ECR_PULL_ACTIONS,
  ECR_PUSH_ACTIONS,
  ECR_PUSH_PULL_ACTIONS,
} from "../../lib/policy/ecr-actions";

test("there are three levels of access, the AWS push permissions first", () => {
  expect(ECR_ACCESSES).toStrictEqual(["push", "pull", "push-pull"]);
});

test("pushing and pulling takes the actions of both lists and no others, each once, in the order of their names", () => {
  expect(ECR_PUSH_PULL_ACTIONS).toStrictEqual(
    [...new Set<string>([...ECR_PUSH_ACTIONS, ...ECR_PULL_ACTIONS])].sort(),
  );
});

test.each([
  ["the login", ECR_LOGIN_ACTIONS],
  ["push", ECR_PUSH_ACTIONS],
  ["pull", ECR_PULL_ACTIONS],
  ["push-pull", ECR_PUSH_PULL_ACTIONS],
])("%s takes single actions of ECR, without wildcards", (_, actions) => {
  expect(actions.filter((action) => !/^ecr:[A-Za-z]+$/.test(action))).toStrictEqual([]);
});

test.each(ECR_ACCESSES)("%s says whether it can push and pull as its actions do", (access) => {
  const { actions, canPush, canPull } = ECR_LEVELS[access];

  expect(canPush).toBe(actions.includes("ecr:PutImage"));
  expect(canPull).toBe(actions.includes("ecr:GetDownloadUrlForLayer"));
});
