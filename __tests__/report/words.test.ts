import type { EcrAccess } from "../../lib/policy/ecr-access";
import type { Principal, SourceContext } from "../../lib/report/source";
import {
  conditionsText,
  contextText,
  counted,
  principalText,
  reachText,
  rolesText,
} from "../../lib/report/words";
import { accessOfFile } from "../cli/commands/show/shown";
import { seed } from "../stacks/synthesized";

test.each<[Principal, string]>([
  [{ kind: "repository", name: "acme/web", isPattern: false }, "acme/web"],
  [{ kind: "subject" }, "every repository that the subject matches"],
  [{ kind: "any" }, "any repository"],
  [{ kind: "others" }, "principals other than GitHub"],
])("the principal %j is shown in words", (principal, expected) => {
  expect(principalText(principal)).toBe(expected);
});

test.each<[SourceContext, string]>([
  [{ kind: "branch", pattern: "main" }, "branch main"],
  [{ kind: "tag", pattern: "v*" }, "tag v*"],
  [{ kind: "environment", name: "qa" }, "environment qa"],
  [{ kind: "pullRequest" }, "pull requests"],
  [{ kind: "mergeQueue", branch: "main" }, "merge queue of main"],
  [{ kind: "any" }, "any context"],
  [{ kind: "subject", subject: "repo:*" }, "subject repo:*"],
])("the context %j is shown in words", (context, expected) => {
  expect(contextText(context)).toBe(expected);
});

test("conditions are shown together, with their operator if they have one", () => {
  expect(
    conditionsText([
      { key: "actorId", operator: undefined, values: ["1", "2"] },
      { key: "ref", operator: "StringLike", values: ["refs/tags/*"] },
    ]),
  ).toBe("actorId 1 or 2 and ref StringLike refs/tags/*");
});

function rolesOf(yaml: string) {
  return accessOfFile(yaml).roles;
}

const REACH: Readonly<Record<EcrAccess, string>> = {
  push: "push to web, api in eu-west-1, us-east-1",
  pull: "pull from web, api in eu-west-1, us-east-1",
  "push-pull": "push to and pull from web, api in eu-west-1, us-east-1",
  read: "describe the images of web, api in eu-west-1, us-east-1",
};

test.each([
  ...Object.entries(REACH),
  ["[push, read]", "push to and describe the images of web, api in eu-west-1, us-east-1"],
  ["[pull, push, read]", "push to, pull from and describe the images of web, api in eu-west-1, us-east-1"],
] as const)("with the access %s a role can %s", (access, expected) => {
  const file = seed().replace(
    "repositories: [web]",
    `repositories: [web, api]\n          access: ${access}\n          region: [eu-west-1, us-east-1]`,
  );
  expect(rolesOf(file).map(reachText)).toStrictEqual([expected]);
});

test("one role is shown by name, several by number", () => {
  const roles = rolesOf(seed());
  expect(rolesText(roles)).toBe("GitHubActionsECRRole in 123456789012");
  expect(rolesText([...roles, ...roles])).toBe("2 roles");
});

test.each([
  [0, "0 roles"],
  [1, "1 role"],
  [999, "999 roles"],
  [1_000, "1,000 roles"],
  [1_234_567, "1,234,567 roles"],
])("%d is counted", (count, expected) => {
  expect(counted(count, "role")).toBe(expected);
});
