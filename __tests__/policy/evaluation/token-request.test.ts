import { evaluation } from "../../../lib/policy/evaluation/evaluation";
import { readDocument } from "../../../lib/policy/evaluation/read-document";
import { tokenRequest } from "../../../lib/policy/evaluation/token-request";
import { HOST, STATEMENT } from "./judged";

const CLAIMS = { aud: "sts.amazonaws.com", sub: "repo:acme/web:pull_request", actor: "mona", iat: 5 };

test("a request has the keys that AWS fills, and the claims that nobody has told", () => {
  expect(tokenRequest(CLAIMS, HOST, undefined, ["workflow"])).toStrictEqual({
    issuerHost: HOST,
    account: undefined,
    keys: new Map([
      [`${HOST}:aud`, ["sts.amazonaws.com"]],
      [`${HOST}:sub`, ["repo:acme/web:pull_request"]],
      [`${HOST}:actor`, ["mona"]],
    ]),
    undocumented: new Set(),
    untold: new Set([`${HOST}:workflow`]),
  });
});

test.each<[string, string, string | undefined]>([
  ["workflow", "not judged", `nobody has told what the token says of ${HOST}:Workflow`],
  ["actor", "refused", "the token has no such claim"],
])("with %s untold, a condition on a claim that is missing is %s", (untold, outcome, why) => {
  const Condition = { StringEquals: { [`${HOST}:Workflow`]: "push" } };
  const read = readDocument({ Version: "2012-10-17", Statement: { ...STATEMENT, Condition } }, "trust");
  if ("problems" in read) throw new Error("unreadable");
  const answer = evaluation(read, tokenRequest(CLAIMS, HOST, undefined, [untold]));
  expect([answer.outcome, answer.statements[0]?.conditions[0]?.why]).toStrictEqual([outcome, why]);
});

test("a claim that is told is compared, though it is called untold", () => {
  const Condition = { StringEquals: { [`${HOST}:actor`]: "mona" } };
  const read = readDocument({ Version: "2012-10-17", Statement: { ...STATEMENT, Condition } }, "trust");
  if ("problems" in read) throw new Error("unreadable");
  expect(evaluation(read, tokenRequest(CLAIMS, HOST, undefined, ["actor"])).outcome).toBe("let in");
});

test("the issuer may stand as the claim iss has it", () => {
  const claims = { aud: "sts.amazonaws.com", sub: "repo:acme/web:pull_request" };
  expect(tokenRequest(claims, "https://token.actions.githubusercontent.com")).toStrictEqual(
    tokenRequest(claims, "token.actions.githubusercontent.com"),
  );
});
