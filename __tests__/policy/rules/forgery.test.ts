import { evaluate } from "../../../lib/policy/iam/evaluate";
import { requestContext } from "../../../lib/policy/iam/request-context";
import { parsePolicy } from "../../../lib/policy/parse";
import { EMPTY_CONTEXT } from "../../../lib/policy/rules/context";
import { lintTrustPolicy } from "../../../lib/policy/rules/lint";

const GITHUB_COM = "token.actions.githubusercontent.com";
const SERVER = "git.example.com/_services/token";

function read(issuer: string, test: object) {
  const document = parsePolicy(
    {
      Version: "2012-10-17",
      Statement: {
        Effect: "Allow",
        Principal: { Federated: `arn:aws:iam::123456789012:oidc-provider/${issuer}` },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: { StringEquals: { [`${issuer}:aud`]: "sts.amazonaws.com" }, ...test },
      },
    },
    "trust",
  );
  if ("problems" in document) throw new Error(JSON.stringify(document.problems));
  return document;
}

const subject = (issuer: string, sub: string) => read(issuer, { StringLike: { [`${issuer}:sub`]: sub } });
const rulesOf = (document: ReturnType<typeof read>) =>
  lintTrustPolicy(document, EMPTY_CONTEXT).map(({ rule }) => rule.id);

/** On a server up to 3.18, another owner can make the whole text with a template and a name with colons. */
test.each([
  "workflow:deploy:repo:acme/web:ref:refs/heads/main",
  "environment:prod:repository_id:42",
  "workflow:deploy:repository_owner:acme",
  "workflow:*:repository_owner:acme",
  "ref:refs/heads/main:repo:acme/web",
])("reports %j on a server, where what comes after a free text can be forged", (sub) => {
  const document = subject(SERVER, sub);
  const token = { aud: "sts.amazonaws.com", sub: sub.replace("*", "x") };

  expect(evaluate(document, requestContext(token, SERVER)).outcome).toBe("allowed");
  expect(rulesOf(document)).toContain("R19");
});

test.each(["actor_id:1:repository_owner_id:2:ref:refs/heads/main", "repository_id:42:environment:prod"])(
  "accepts %j on a server, because the text before the id cannot be chosen",
  (sub) => {
    expect(rulesOf(subject(SERVER, sub))).not.toContain("R19");
  },
);

test("accepts the same on github.com, which encodes the colon", () => {
  expect(rulesOf(subject(GITHUB_COM, "workflow:deploy:repository_id:42:ref:refs/heads/main"))).not.toContain(
    "R19",
  );
});

test("reports an environment named pull_request beside a pattern for the repository, by R22", () => {
  const sub = "repo:acme@1/web*@*:pull_request";
  const token = { aud: "sts.amazonaws.com", sub: "repo:acme@1/web@5:environment:pull_request" };

  expect(evaluate(subject(GITHUB_COM, sub), requestContext(token, GITHUB_COM)).outcome).toBe("allowed");
  expect(rulesOf(subject(GITHUB_COM, sub))).toContain("R22");
  expect(rulesOf(subject(GITHUB_COM, "repo:acme@1/web@5:pull_request"))).not.toContain("R22");
});

test.each([
  [GITHUB_COM, "StringEquals", "allowed"],
  [GITHUB_COM, "StringNotEquals", "denied"],
  [`${GITHUB_COM}/acme`, "StringEquals", "undetermined"],
  ["token.actions.acme.ghe.com", "StringNotEquals", "undetermined"],
  [SERVER, "StringEquals", "undetermined"],
])(
  "the claim actor_id of %s with %s: %s, since AWS documents it for github.com alone",
  (issuer, operator, outcome) => {
    const test = { [operator]: { [`${issuer}:aud`]: "sts.amazonaws.com", [`${issuer}:actor_id`]: "5" } };
    const document = read(
      issuer,
      operator === "StringEquals" ? test : { StringNotEquals: { [`${issuer}:actor_id`]: "5" } },
    );
    const token = { aud: "sts.amazonaws.com", sub: "x", actor_id: "5" };

    expect(evaluate(document, requestContext(token, issuer)).outcome).toBe(outcome);
  },
);
