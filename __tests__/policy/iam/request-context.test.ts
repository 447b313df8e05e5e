import { evaluate } from "../../../lib/policy/iam/evaluate";
import { requestContext } from "../../../lib/policy/iam/request-context";
import { parsePolicy } from "../../../lib/policy/parse";
import { ISSUER } from "../../support/github";
import { STATEMENT } from "./evaluated";

const CLAIMS = { aud: "sts.amazonaws.com", sub: "repo:acme/web:pull_request", actor: "mona", iat: 5 };

test("a request has the keys that AWS sets, and the claims that are not known", () => {
  expect(requestContext(CLAIMS, ISSUER, undefined, ["workflow"])).toStrictEqual({
    issuerHost: ISSUER,
    account: undefined,
    keys: new Map([
      [`${ISSUER}:aud`, ["sts.amazonaws.com"]],
      [`${ISSUER}:sub`, ["repo:acme/web:pull_request"]],
      [`${ISSUER}:actor`, ["mona"]],
    ]),
    unsupportedKeys: new Set(),
    unknownClaims: new Set([`${ISSUER}:workflow`]),
  });
});

test.each<[string, string, string | undefined]>([
  ["workflow", "undetermined", `the value of ${ISSUER}:Workflow is unknown`],
  ["actor", "denied", "the token has no such claim"],
])("with %s unknownClaims, a condition on a claim that is missing is %s", (unknownClaims, outcome, why) => {
  const Condition = { StringEquals: { [`${ISSUER}:Workflow`]: "push" } };
  const read = parsePolicy({ Version: "2012-10-17", Statement: { ...STATEMENT, Condition } }, "trust");
  if ("problems" in read) throw new Error("unreadable");
  const answer = evaluate(read, requestContext(CLAIMS, ISSUER, undefined, [unknownClaims]));
  expect([answer.outcome, answer.statements[0]?.conditions[0]?.why]).toStrictEqual([outcome, why]);
});

test("a known claim is compared, although its name is in unknownClaims", () => {
  const Condition = { StringEquals: { [`${ISSUER}:actor`]: "mona" } };
  const read = parsePolicy({ Version: "2012-10-17", Statement: { ...STATEMENT, Condition } }, "trust");
  if ("problems" in read) throw new Error("unreadable");
  expect(evaluate(read, requestContext(CLAIMS, ISSUER, undefined, ["actor"])).outcome).toBe("allowed");
});

test("the issuer may stand as the claim iss has it", () => {
  const claims = { aud: "sts.amazonaws.com", sub: "repo:acme/web:pull_request" };
  expect(requestContext(claims, "https://token.actions.githubusercontent.com")).toStrictEqual(
    requestContext(claims, "token.actions.githubusercontent.com"),
  );
});
