import { fileWith, inFile, type Lines, problemLines } from "../access-file";
import { FILE_KEYS, ROLE_KEYS } from "../file-keys";
import { unknownKey } from "../problem-texts";

test.each<[string, Lines, readonly string[]]>([
  [
    "CDKTF's mark of a text",
    { 11: `        description: 'for \${TfToken[TOKEN.0]}'` },
    [
      `11:22 accounts[0].roles[0].description: expected a string that CDKTF and JavaScript keep as it is, got "for \${TfToken[TOKEN.0]}"`,
    ],
  ],
  [
    "CDKTF's mark of a list",
    { 11: `        description: '#{TfToken[TOKEN.0]}'` },
    [
      '11:22 accounts[0].roles[0].description: expected a string that CDKTF and JavaScript keep as it is, got "#{TfToken[TOKEN.0]}"',
    ],
  ],
  [
    "CDKTF's mark of a map",
    { 11: `        description: '&{TfToken[TOKEN.0]}'` },
    [
      '11:22 accounts[0].roles[0].description: expected a string that CDKTF and JavaScript keep as it is, got "&{TfToken[TOKEN.0]}"',
    ],
  ],
  [
    "CDKTF's mark in an environment",
    { 8: `          - { repository: web, environment: '\${TfToken[TOKEN.0]}' }` },
    [
      `8:45 accounts[0].roles[0].trust[0].environment: expected a string that CDKTF and JavaScript keep as it is, got "\${TfToken[TOKEN.0]}"`,
    ],
  ],
  [
    "CDKTF's mark in a trust policy of the role's own",
    {
      7: "      - trustPolicy:",
      8: [
        "          Version: '2012-10-17'",
        "          Statement:",
        "            - Sid: '#{TfToken[TOKEN.0]}'",
        "              Effect: Allow",
        "              Principal:",
        "                Federated: arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com",
        "              Action: sts:AssumeRoleWithWebIdentity",
        "              Condition:",
        "                StringEquals:",
        "                  token.actions.githubusercontent.com:aud: sts.amazonaws.com",
        "                  token.actions.githubusercontent.com:sub: repo:acme/web:ref:refs/heads/main",
      ].join("\n"),
    },
    [
      '10:20 accounts[0].roles[0].trustPolicy.Statement[0].Sid: expected a string that CDKTF and JavaScript keep as it is, got "#{TfToken[TOKEN.0]}"',
    ],
  ],
  [
    "CDKTF's mark in a reason",
    { 11: "        acceptRisks: [{ rule: R23, reason: '#{TfToken[TOKEN.0]}' }]" },
    [
      '11:44 accounts[0].roles[0].acceptRisks[0].reason: expected a string that CDKTF and JavaScript keep as it is, got "#{TfToken[TOKEN.0]}"',
    ],
  ],
  [
    "CDKTF's mark in a setting, at any depth",
    { 11: `state: { gcs: { prefix: '{stack}', a: [{ b: '\${TfToken[TOKEN.0]}' }] } }` },
    [
      `11:45 state.gcs.a[0].b: expected a string that CDKTF and JavaScript keep as it is, got "\${TfToken[TOKEN.0]}"`,
    ],
  ],
  [
    "CDKTF's mark as a key",
    { 11: `state: { gcs: { prefix: '{stack}', '\${TfToken[TOKEN.0]}': x } }` },
    [
      `11:36 state.gcs["\${TfToken[TOKEN.0]}"]: expected a string that CDKTF and JavaScript keep as it is, got "\${TfToken[TOKEN.0]}"`,
    ],
  ],
  [
    "__proto__ as a key of the file",
    { 11: "__proto__: { a: 1 }" },
    [`11:1 __proto__: ${unknownKey("__proto__", undefined, FILE_KEYS)}`],
  ],
  [
    "__proto__ as a key of a role",
    { 11: "        __proto__: { name: x }" },
    [`11:9 accounts[0].roles[0].__proto__: ${unknownKey("__proto__", undefined, ROLE_KEYS)}`],
  ],
  [
    "__proto__ as a tag key",
    { 11: "    tags: { __proto__: x }" },
    [
      '11:13 accounts[0].tags.__proto__: expected a string that CDKTF and JavaScript keep as it is, got "__proto__"',
    ],
  ],
  [
    "__proto__ as a setting",
    { 11: "state: { gcs: { prefix: '{stack}', __proto__: x } }" },
    ['11:36 state.gcs.__proto__: expected a string that CDKTF and JavaScript keep as it is, got "__proto__"'],
  ],
])("rejects %s", (_, lines, problems) => {
  expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
});

test.each<[string, Lines]>([
  [
    "Terraform's own interpolation, which is taken literally",
    { 11: `        description: 'for \${var.x} and %{if}'` },
  ],
  ["what looks like a mark and is none", { 11: "        description: TfToken[TOKEN.0] and {TfToken" }],
  ["names of JavaScript's own", { 11: "    tags: { constructor: x, toString: y, hasOwnProperty: z }" }],
])("accepts %s", (_, lines) => {
  expect(problemLines(fileWith(lines))).toStrictEqual([]);
});
