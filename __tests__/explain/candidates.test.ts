import { parsedFile } from "../../lib/config/read";
import { arnOf, candidatesOf, grantOf, roleOfPolicy } from "../../lib/explain/candidates";
import { parsePolicy } from "../../lib/policy/parse";
import { EMPTY_CONTEXT } from "../../lib/policy/rules/context";
import { fileWith, NAME, secondAccount, secondRole } from "../config/access-file";
import { inAccount, policyWith } from "./files";

function rolesOf(text: string) {
  return candidatesOf(parsedFile(text, NAME).config, EMPTY_CONTEXT);
}

test("every role of every account is a candidate, in the order of the file", () => {
  const roles = rolesOf(
    fileWith({
      10: "          repositories: [web, team/api]\n          region: [us-east-1, eu-west-1]",
      11: secondRole("name: second"),
      12: secondAccount("210987654321", "other", "name: third"),
    }),
  );

  expect(
    roles.map((role) => [role.name, arnOf(role), role.origin?.path, role.audience, grantOf(role)]),
  ).toStrictEqual([
    [
      "GitHubActionsECRRole",
      "arn:aws:iam::123456789012:role/GitHubActionsECRRole",
      ["accounts", 0, "roles", 0],
      "sts.amazonaws.com",
      {
        access: "push",
        repositories: ["web", "team/api"],
        regions: ["us-east-1", "eu-west-1"],
        registries: [
          "123456789012.dkr.ecr.us-east-1.amazonaws.com",
          "123456789012.dkr.ecr.eu-west-1.amazonaws.com",
        ],
      },
    ],
    [
      "second",
      "arn:aws:iam::123456789012:role/second",
      ["accounts", 0, "roles", 1],
      "sts.amazonaws.com",
      {
        access: "push",
        repositories: ["web"],
        regions: ["ap-northeast-2"],
        registries: ["123456789012.dkr.ecr.ap-northeast-2.amazonaws.com"],
      },
    ],
    [
      "third",
      "arn:aws:iam::210987654321:role/third",
      ["accounts", 1, "roles", 0],
      "sts.amazonaws.com",
      {
        access: "push",
        repositories: ["web"],
        regions: ["us-east-1"],
        registries: ["210987654321.dkr.ecr.us-east-1.amazonaws.com"],
      },
    ],
  ]);
});

test.each([
  ["", "sts.amazonaws.com"],
  ["oidcProvider: import", "sts.amazonaws.com"],
  ["oidcProvider: existing", undefined],
])("the audience of the provider with %j is %s", (line, expected) => {
  const [role] = rolesOf(line === "" ? fileWith() : inAccount(line));
  expect(role?.origin?.providerAudience).toBe(expected);
});

test.each<[string, string, string]>([
  [
    "the default",
    "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com",
    "sts.amazonaws.com",
  ],
  [
    "that of China",
    "arn:aws-cn:iam::123456789012:oidc-provider/token.actions.githubusercontent.com",
    "sts.amazonaws.com.cn",
  ],
  ["the default without a provider", "arn:aws:iam::123456789012:root", "sts.amazonaws.com"],
])(
  "the audience that workflows request for a policy file is %s, whatever its condition says",
  (_, Federated, audience) => {
    const Condition = { StringEquals: { "token.actions.githubusercontent.com:aud": "mine" } };
    const document = parsePolicy(policyWith([], { Condition, Principal: { Federated } }), "trust");
    if ("problems" in document) throw new Error("unreadable");
    const role = roleOfPolicy("own", document, undefined);
    expect(role).toStrictEqual({ name: "own", document, account: undefined, audience, origin: undefined });
    expect([arnOf(role), grantOf(role), role.origin?.account]).toStrictEqual([
      undefined,
      undefined,
      undefined,
    ]);
  },
);

test("the role's account comes before its provider", () => {
  const document = parsePolicy(policyWith([]), "trust");
  if ("problems" in document) throw new Error("unreadable");
  const account = { partition: "aws-cn", accountId: "123456789012" } as const;
  expect(roleOfPolicy("own", document, account)).toStrictEqual({
    name: "own",
    document,
    account,
    audience: "sts.amazonaws.com.cn",
    origin: undefined,
  });
});
