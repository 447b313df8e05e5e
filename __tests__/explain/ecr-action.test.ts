import { parseConfig } from "../../lib/config/load";
import { type EcrRequest, ecrDecisions } from "../../lib/explain/ecr-action";
import { fileWith, secondAccount, WITH_IDS } from "../config/access-file";

const REGISTRY = `    ecr:
      repositories:
        - web
        - { name: mutable, immutableTags: false }
        - { name: except, immutableTags: { except: [latest, cache*] } }
        - { name: old, origin: existing }
        - { name: shared, pull: { accounts: ["210987654321"] } }
        - { name: organization, pull: { organization: o-a1b2c3d4e5 } }
      createOnPush: [{ prefix: team-a }]`;

/** A role that can push, and one of another account that pulls from everywhere. */
function configWith(role = "", registry = REGISTRY) {
  return parseConfig(
    fileWith({
      2: WITH_IDS,
      10: `          repositories: [web, mutable, except, old, "team-*"]\n${role}`,
      11: registry,
      12: secondAccount("210987654321", "other").replace(
        "ecr: { repositories: [web] }",
        "ecr: { repositories: [web], access: pull }",
      ),
    }),
    "access.yaml",
  );
}

function request(action: string, repository: string, more: Partial<EcrRequest> = {}): EcrRequest {
  return { action, repository, tag: undefined, registry: undefined, ...more };
}

/** The outcome of each role, and the first policy that is a reason. */
function answers(asked: EcrRequest, config = configWith()) {
  return ecrDecisions(config, asked).map(({ role, outcome, policies }) => {
    const reason = policies.find((each) => each.outcome === outcome && outcome !== "allowed");
    return [role.name, outcome, ...(reason === undefined ? [] : [reason.policy, reason.why])];
  });
}

const PUSH = "GitHubActionsECRRole";

test.each<[string, EcrRequest, readonly string[]]>([
  ["an action of the access", request("ecr:PutImage", "web"), [PUSH, "allowed"]],
  ["IAM ignores the case of actions", request("ECR:putimage", "web"), [PUSH, "allowed"]],
  ["a repository that a pattern matches", request("ecr:PutImage", "team-a/web"), [PUSH, "allowed"]],
  ["the login, on every resource", request("ecr:GetAuthorizationToken", "any"), [PUSH, "allowed"]],
  [
    "an action that the access does not have",
    request("ecr:GetDownloadUrlForLayer", "web"),
    [
      PUSH,
      "denied",
      "identity policy",
      "access: push does not have ecr:GetDownloadUrlForLayer on web. Add access: pull or push-pull",
    ],
  ],
  [
    "an action that no access has",
    request("ecr:DeleteRepository", "web"),
    [
      PUSH,
      "denied",
      "identity policy",
      "access: push does not have ecr:DeleteRepository on web. No access level has this action",
    ],
  ],
  [
    "a repository that the role does not name",
    request("ecr:PutImage", "api"),
    [
      PUSH,
      "denied",
      "identity policy",
      "ecr:PutImage is allowed on web, mutable, except, old, team-* in ap-northeast-2 only, not on arn:aws:ecr:ap-northeast-2:123456789012:repository/api. Add api to ecr.repositories of the role",
    ],
  ],
  [
    "another region",
    request("ecr:PutImage", "web", { registry: { accountId: "123456789012", region: "us-east-1" } }),
    [
      PUSH,
      "denied",
      "identity policy",
      "ecr:PutImage is allowed on web, mutable, except, old, team-* in ap-northeast-2 only, not on arn:aws:ecr:us-east-1:123456789012:repository/web. Add the region to ecr.region of the role",
    ],
  ],
])("%s", (_, asked, expected) => {
  expect(answers(asked)[0]).toStrictEqual(expected);
});

test("a permissions boundary must allow it too, and its content is unknown", () => {
  const boundary = "arn:aws:iam::123456789012:policy/boundary";
  const config = configWith(`        permissionsBoundaryArn: ${boundary}`);

  expect(answers(request("ecr:PutImage", "web"), config)[0]).toStrictEqual([
    PUSH,
    "undetermined",
    "permissions boundary",
    `${boundary} must allow it too, and is not in the file`,
  ]);
  expect(answers(request("ecr:PutImage", "api"), config)[0]?.slice(0, 3)).toStrictEqual([
    PUSH,
    "denied",
    "identity policy",
  ]);
});

test("a role of another account also needs the repository policy", () => {
  const asked = (repository: string, action = "ecr:BatchGetImage") =>
    request(action, repository, { registry: { accountId: "123456789012", region: "ap-northeast-2" } });
  const ofOther = (repository: string, action?: string) =>
    ecrDecisions(configWith(), asked(repository, action))[1]?.policies.find(
      ({ policy }) => policy === "repository policy",
    );

  expect(ofOther("shared")).toMatchObject({
    outcome: "allowed",
    why: "statement AccountsPull of account 123456789012 allows ecr:BatchGetImage",
  });
  // pull.accounts does not let the account push.
  expect(ofOther("shared", "ecr:PutImage")).toMatchObject({
    outcome: "denied",
    why: 'no statement of the policy of shared in account 123456789012 allows ecr:PutImage to this role. Add an element with account: "123456789012" and this access to ecr of the role',
  });
  expect(ofOther("web")).toMatchObject({
    outcome: "denied",
    why: "no statement of the policy of web in account 123456789012 allows ecr:BatchGetImage to this role. Add the account to pull.accounts there",
  });
  expect(ofOther("organization")).toMatchObject({ outcome: "undetermined" });
  expect(ofOther("old")).toMatchObject({
    outcome: "undetermined",
    why: "the policy of old in account 123456789012 must allow it too, and is not in the file",
  });
});

test("a role that names repositories of another account is evaluated there", () => {
  const yaml = fileWith({
    2: WITH_IDS,
    11: REGISTRY,
    12: secondAccount("210987654321", "other").replace(
      "ecr: { repositories: [web] }",
      'ecr: { repositories: [web], account: "123456789012", region: ap-northeast-2 }',
    ),
  });
  const decide = (action: string) =>
    ecrDecisions(parseConfig(yaml, "access.yaml"), request(action, "web"))[1];

  expect(decide("ecr:PutImage")).toMatchObject({
    outcome: "allowed",
    policies: [
      { policy: "identity policy", outcome: "allowed" },
      { policy: "permissions boundary", outcome: "not needed" },
      { policy: "repository policy", outcome: "allowed" },
    ],
    notes: ["the tags are immutable: ECR rejects a tag that web already has"],
  });
  expect(decide("ecr:GetDownloadUrlForLayer")).toMatchObject({ outcome: "denied" });
});

test("a denial lists only the repositories on which the action is allowed", () => {
  const yaml = fileWith({
    2: WITH_IDS,
    9: "        ecr:",
    10: [
      "          - { repositories: [web], access: push }",
      "          - { repositories: [base], access: pull }",
      '          - { repositories: [tools], account: "210987654321", access: push-pull }',
    ].join("\n"),
  });
  const why = (action: string) =>
    ecrDecisions(parseConfig(yaml, "access.yaml"), request(action, "api"))[0]?.policies[0]?.why;
  const end =
    "only, not on arn:aws:ecr:ap-northeast-2:123456789012:repository/api. Add api to ecr.repositories of the role";

  expect(why("ecr:PutImage")).toBe(
    `ecr:PutImage is allowed on web in ap-northeast-2 and tools in ap-northeast-2 of 210987654321 ${end}`,
  );
  expect(why("ecr:GetDownloadUrlForLayer")).toBe(
    `ecr:GetDownloadUrlForLayer is allowed on base in ap-northeast-2 and tools in ap-northeast-2 of 210987654321 ${end}`,
  );
});

test.each<[string, EcrRequest, readonly string[]]>([
  [
    "a new tag",
    request("ecr:PutImage", "web", { tag: "v1" }),
    ["the tags are immutable: ECR rejects web:v1, if the tag already exists"],
  ],
  [
    "any tag",
    request("ecr:PutImage", "web"),
    ["the tags are immutable: ECR rejects a tag that web already has"],
  ],
  ["a tag that may move", request("ecr:PutImage", "except", { tag: "cache-1" }), []],
  [
    "a tag beside those that may move",
    request("ecr:PutImage", "except", { tag: "v1" }),
    ["the tags are immutable except latest, cache*: ECR rejects except:v1, if the tag already exists"],
  ],
  ["mutable tags", request("ecr:PutImage", "mutable", { tag: "v1" }), []],
  ["a pull", request("ecr:BatchGetImage", "web", { tag: "v1" }), []],
  [
    "a repository whose policy is unknown",
    request("ecr:PutImage", "old"),
    ["the policy of old is not in the file. A Deny in it also denies"],
  ],
  ["a repository that ECR creates", request("ecr:PutImage", "team-a/x"), []],
  [
    "a repository that only a pattern names",
    request("ecr:PutImage", "team-b"),
    ["the registry of 123456789012 does not create or list team-b"],
  ],
])("notes what can still fail: %s", (_, asked, notes) => {
  expect(ecrDecisions(configWith(), asked)[0]?.notes).toStrictEqual(notes);
});

test("a file without registries has no notes", () => {
  expect(ecrDecisions(configWith("", ""), request("ecr:PutImage", "web"))[0]?.notes).toStrictEqual([]);
});
