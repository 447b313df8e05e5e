import { EMPTY_CONTEXT } from "../../../lib/policy/rules/context";
import { lintTrustPolicy } from "../../../lib/policy/rules/lint";
import {
  type JsonMap,
  permissions,
  readAs,
  reported,
  reportedSubject,
  SUBJECT,
  subjectDocument,
} from "./document";

const WEB = "arn:aws:ecr:eu-west-1:123456789012:repository/web";
const PULL_REQUEST = "repo:acme@123456/web@456789:pull_request";

test.each<[string, readonly JsonMap[] | undefined, boolean]>([
  ["the permissions are not known", undefined, true],
  ["the role may do nothing", [], false],
  ["the role pulls", [allowed("ecr:BatchGetImage")], false],
  ["the role pushes", [allowed("ecr:PutImage")], true],
  ["the role pushes, in another casing", [allowed("ECR:putimage")], true],
  ["the role pushes to a public registry", [allowed("ecr-public:PutImage")], true],
  ["the role logs in to a public registry", [allowed("ecr-public:GetAuthorizationToken")], false],
  ["a second statement pushes", [allowed("ecr:BatchGetImage"), allowed("ecr:PutImage")], true],
  ["the role may not push", [{ ...allowed("ecr:PutImage"), Effect: "Deny" }], false],
  ["a Deny covers all that is allowed", [allowed("ecr:PutImage"), denied("ecr:Put*", "*")], false],
  ["a Deny covers the same repository", [allowed("ecr:PutImage"), denied("ecr:PutImage", WEB)], false],
  ["a Deny covers another repository", [allowed("ecr:PutImage"), denied("ecr:PutImage", `${WEB}-old`)], true],
  ["a Deny covers one of several", [allowed("ecr:PutImage", `${WEB}*`), denied("ecr:PutImage", WEB)], true],
  ["a Deny is for the public registry", [allowed("ecr:PutImage"), denied("ecr-public:PutImage", "*")], true],
  [
    "a Deny has a condition",
    [
      allowed("ecr:PutImage"),
      { ...denied("ecr:PutImage", "*"), Condition: { Bool: { "aws:SecureTransport": "false" } } },
    ],
    true,
  ],
])("reports pull requests where %s: %j", (_, statements, isBreach) => {
  const known = statements === undefined ? {} : { permissions: permissions(...statements) };

  expect(reported(subjectDocument(PULL_REQUEST), known)).toStrictEqual(
    reportedSubject(isBreach ? ["R09"] : [], PULL_REQUEST),
  );
});

test.each(["ecr:*", "*", "ecr:Put*", "ecr:P?tImage", "ecr-public:*", "ecr-public:Put*", "ecr*:PutImage"])(
  "takes %s for pushing",
  (action) => {
    const rules = reported(subjectDocument(PULL_REQUEST), { permissions: permissions(allowed(action)) }).map(
      ({ rule }) => rule,
    );

    expect(rules).toStrictEqual(["R09", "R33"]);
  },
);

test.each([
  "ecr:*",
  "*",
  "ecr:Put*",
  "ecr:Get*",
  "ecr:SetRepositoryPolicy",
  "ecr:DeleteRepository",
  "ecr:BatchDeleteImage",
  "ecr:PutImageTagMutability",
  "ecr:PutLifecyclePolicy",
  "ecr:PutImage?",
  "iam:*",
  "iam:PassRole",
  "sts:AssumeRole",
  "s3:GetObject",
])("rejects %s, which is neither pushing nor pulling", (action) => {
  const known = { permissions: permissions(allowed("ecr:PutImage"), allowed(["ecr:BatchGetImage", action])) };

  expect(reported(subjectDocument(SUBJECT), known)).toStrictEqual([{ rule: "R33", path: [], given: action }]);
});

test("reports all actions but some, by each of these", () => {
  const statement = { Effect: "Allow", NotAction: ["iam:*", "sts:*"], Resource: WEB };

  expect(reported(subjectDocument(SUBJECT), { permissions: permissions(statement) })).toStrictEqual(
    ["iam:*", "sts:*"].map((not) => ({ rule: "R33", path: [], given: `everything but ${not}` })),
  );
});

test("reports an action with the policy and the statement that allow it", () => {
  const known = {
    permissions: [
      ...permissions(allowed("ecr:PutImage")),
      ...permissions(allowed("iam:PassRole"), { Effect: "Allow", NotAction: "sts:*", Resource: WEB }),
      ...permissions(allowed(["ecr:PutImage", "s3:*"], "*")),
      ...permissions({ Effect: "Allow", Action: "ecr:PutImage", NotResource: WEB }),
    ],
  };

  expect(
    lintTrustPolicy(readAs("trust", subjectDocument(SUBJECT)), { ...EMPTY_CONTEXT, ...known }).map(
      ({ rule, path, given, permission }) => [rule.id, path, given, permission],
    ),
  ).toStrictEqual([
    ["R33", [], "iam:PassRole", { policy: 1, path: ["Statement", 0, "Action"] }],
    ["R33", [], "everything but sts:*", { policy: 1, path: ["Statement", 1, "NotAction"] }],
    ["R33", [], "s3:*", { policy: 2, path: ["Statement", 0, "Action"] }],
    ["R37", [], "*", { policy: 2, path: ["Statement", 0, "Resource"] }],
    ["R37", [], `everything but ${WEB}`, { policy: 3, path: ["Statement", 0, "NotResource"] }],
  ]);
});

test.each([
  "ecr:PutImage",
  "ECR:PUTIMAGE",
  "ecr:GetAuthorizationToken",
  "ecr:DescribeImages",
  "ecr:BatchImportUpstreamImage",
  "ecr-public:PutImage",
  "sts:GetServiceBearerToken",
])("no rule reports %s", (action) => {
  expect(reported(subjectDocument(SUBJECT), { permissions: permissions(allowed(action)) })).toStrictEqual([]);
});

const PROFILE = "arn:aws:signer:eu-west-1:123456789012:/signing-profiles/web";

test.each([
  [PROFILE, []],
  [[PROFILE, PROFILE.replace("web", "api")], []],
  ["*", ["signer:SignPayload"]],
  [PROFILE.replace("web", "*"), ["signer:SignPayload"]],
  [[PROFILE, "*"], ["signer:SignPayload"]],
])("of signing with %j, reports %j", (resource, given) => {
  const known = { permissions: permissions(allowed("signer:SignPayload", resource)) };

  expect(reported(subjectDocument(SUBJECT), known)).toStrictEqual(
    given.map((action) => ({ rule: "R33", path: [], given: action })),
  );
});

test("reports other actions beside signing", () => {
  const known = { permissions: permissions(allowed(["signer:SignPayload", "signer:*"], PROFILE)) };

  expect(reported(subjectDocument(SUBJECT), known)).toStrictEqual([
    { rule: "R33", path: [], given: "signer:*" },
  ]);
});

test("ignores a Deny statement", () => {
  const denied = { Effect: "Deny", Action: "ecr:*", Resource: "*" };

  expect(reported(subjectDocument(SUBJECT), { permissions: permissions(denied) })).toStrictEqual([]);
});

const ACCOUNT = "arn:aws:ecr:eu-west-1:123456789012";

test.each([
  "*",
  "**",
  "*/*",
  "arn:*",
  "arn:aws:ecr:*",
  `${ACCOUNT}:*`,
  `${ACCOUNT}:repo*`,
  `${ACCOUNT}:repository*`,
  `${ACCOUNT}:repository/*`,
  `${ACCOUNT}:repository/**`,
  `${ACCOUNT}:repository/?*`,
  `${ACCOUNT}:repository/*?`,
  "arn:aws:ecr:*:*:repository/*",
  "arn:aws:ecr-public::123456789012:repository/*",
])("reports pushing to %s, which is every ECR repository", (resource) => {
  for (const action of ["ecr:PutImage", "ecr-public:PutImage"]) {
    const known = { permissions: permissions(allowed(action, resource)) };

    expect(reported(subjectDocument(SUBJECT), known)).toStrictEqual([
      { rule: "R37", path: [], given: resource },
    ]);
  }
});

test.each<[string | readonly string[], readonly string[]]>([
  [[WEB, "*"], ["*"]],
  [
    ["arn:*", WEB, `${ACCOUNT}:repository/*`],
    ["arn:*", `${ACCOUNT}:repository/*`],
  ],
  [WEB, []],
  [`${ACCOUNT}:repository/team/*`, []],
  [`${ACCOUNT}:repository/team/?*`, []],
  [`${ACCOUNT}:repository/web-*`, []],
  [`${ACCOUNT}:repository/*-web`, []],
  [`${ACCOUNT}:repository/*/web`, []],
  [`${ACCOUNT}:repository/web?`, []],
  ["arn:aws:ecr:*:*:repository/web", []],
  [[WEB, `${WEB}2`], []],
])("of pushing to %j, %j are every ECR repository", (resource, given) => {
  const known = { permissions: permissions(allowed("ecr:PutImage", resource)) };

  expect(reported(subjectDocument(SUBJECT), known)).toStrictEqual(
    given.map((each) => ({ rule: "R37", path: [], given: each })),
  );
});

test("allows a role to pull from every ECR repository, and to log in", () => {
  const known = {
    permissions: permissions(
      allowed(["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:GetAuthorizationToken"], "*"),
      allowed("ecr:PutImage"),
    ),
  };

  expect(reported(subjectDocument(SUBJECT), known)).toStrictEqual([]);
});

test.each<[number | undefined, boolean | undefined, readonly string[]]>([
  [3_600, false, []],
  [3_601, false, ["3601 seconds"]],
  [43_200, false, ["43200 seconds"]],
  [3_601, true, []],
  [3_601, undefined, []],
  [undefined, false, []],
  [undefined, undefined, []],
])(
  "of a session of %j seconds, with a permissions boundary: %j, %j are too long",
  (seconds, boundary, given) => {
    const known = { maxSessionSeconds: seconds, hasPermissionsBoundary: boundary };

    expect(reported(subjectDocument(SUBJECT), known)).toStrictEqual(
      given.map((each) => ({ rule: "R35", path: [], given: each })),
    );
  },
);

const API = "repo:acme@123456/api@456790:ref:refs/heads/main";
const PUSHING = [allowed("ecr:PutImage")];

test.each<[string, readonly string[], readonly JsonMap[] | undefined, string | undefined]>([
  ["two repositories push", [SUBJECT, API], PUSHING, "acme/web and acme/api"],
  [
    "two repositories push to ECR Public",
    [SUBJECT, API],
    [allowed("ecr-public:PutImage")],
    "acme/web and acme/api",
  ],
  [
    "four repositories push",
    [SUBJECT, API, "repo:acme/docs:ref:refs/heads/main", "repo:other/web:ref:refs/heads/main"],
    PUSHING,
    "acme/web, acme/api and 2 more",
  ],
  [
    "two repositories without a common owner push",
    [SUBJECT, "repo:other@9/web@8:pull_request"],
    PUSHING,
    "acme/web and other/web",
  ],
  ["one repository pushes from two branches", [SUBJECT, `${SUBJECT}2`], PUSHING, undefined],
  ["one repository has both formats", [SUBJECT, "repo:acme/web:ref:refs/heads/main"], PUSHING, undefined],
  [
    "one repository was renamed",
    [SUBJECT, "repo:acme@123456/site@456789:ref:refs/heads/main"],
    PUSHING,
    undefined,
  ],
  [
    "a pattern matches several repositories",
    ["repo:acme@123456/team-*:ref:refs/heads/main", SUBJECT],
    PUSHING,
    undefined,
  ],
  ["two repositories pull", [SUBJECT, API], [allowed("ecr:BatchGetImage")], undefined],
  ["the permissions are not known", [SUBJECT, API], undefined, undefined],
])("R39 is about one role for several repositories: %s", (_, subjects, statements, given) => {
  const known = statements === undefined ? {} : { permissions: permissions(...statements) };
  const found = reported(subjectDocument(subjects), known).filter(({ rule }) => rule === "R39");

  expect(found).toStrictEqual(given === undefined ? [] : [{ rule: "R39", path: [], given }]);
});

function denied(Action: string, Resource: string): JsonMap {
  return { Effect: "Deny", Action, Resource };
}

function allowed(action: unknown, resource: unknown = WEB): JsonMap {
  return { Effect: "Allow", Action: action, Resource: resource };
}
