import { parsePolicy } from "../../lib/policy/parse";
import type { ParsedPolicy } from "../../lib/policy/policy-document";
import { evaluate, type LintOptions, lintTrustPolicy } from "../../lib/policy/public";
import { ACCOUNT, ISSUER } from "../support/github";
import { documentWith, SUB, SUBJECT, TESTED_AUD } from "./rules/document";

function policyFor(sub: string): ParsedPolicy {
  const policy = parsePolicy(documentWith({ StringEquals: TESTED_AUD, StringLike: { [SUB]: sub } }), "trust");
  if ("problems" in policy) throw new Error("not a trust policy");
  return policy;
}

function permissionsFor(Action: string): ParsedPolicy {
  const Statement = { Effect: "Allow", Action, Resource: "*" };
  const policy = parsePolicy({ Version: "2012-10-17", Statement }, "permissions");
  if ("problems" in policy) throw new Error("not a policy");
  return policy;
}

const CLAIMS = { aud: "sts.amazonaws.com", sub: SUBJECT };

test.each([
  ["the issuer's host", { issuer: ISSUER, claims: CLAIMS }, "Allow"],
  ["the claim iss", { issuer: `https://${ISSUER}`, claims: CLAIMS }, "Allow"],
  ["the account of the role", { issuer: ISSUER, claims: CLAIMS, account: ACCOUNT }, "Allow"],
  [
    "another account",
    { issuer: ISSUER, claims: CLAIMS, account: { ...ACCOUNT, accountId: "210987654321" } },
    undefined,
  ],
  ["another issuer", { issuer: "token.actions.acme.ghe.com", claims: CLAIMS }, undefined],
  ["another subject", { issuer: ISSUER, claims: { ...CLAIMS, sub: `${SUBJECT}2` } }, undefined],
] as const)("evaluate with %s", (_, request, effect) => {
  expect(evaluate(policyFor(SUBJECT), request).decidedBy?.statement.effect).toBe(effect);
});

test("lintTrustPolicy needs no options", () => {
  expect(lintTrustPolicy(policyFor(SUBJECT))).toStrictEqual([]);
});

const OPTIONS: readonly (readonly [rule: string, sub: string, options: LintOptions])[] = [
  ["R05", SUBJECT, { owners: ["other"] }],
  ["R05", SUBJECT, { owners: ["acme"], ids: { Acme: 654321 } }],
  ["R31", SUBJECT, { ids: { "acme/web": 987654 } }],
  ["R13", "repo:acme@123456/web@456789:environment:production", {}],
  ["R27", "repo:acme/web:ref:refs/heads/main", { subjectFormats: { Acme: "immutable" } }],
  ["R31", SUBJECT, { ids: { "acme/Web": 456789 } }],
  ["R33", SUBJECT, { permissions: [permissionsFor("ecr:DeleteRepository")] }],
  ["R34", SUBJECT, { account: { ...ACCOUNT, accountId: "210987654321" } }],
  ["R34", SUBJECT, { issuer: "https://token.actions.acme.ghe.com" }],
  ["R35", SUBJECT, { maxSessionSeconds: 43_200, hasPermissionsBoundary: false }],
  ["R36", SUBJECT, { unreviewedBranches: ["acme/web:main"] }],
];

test.each(OPTIONS)("lintTrustPolicy finds %s in %s with %j", (rule, sub, options) => {
  expect(lintTrustPolicy(policyFor(sub), options).map((finding) => finding.rule.id)).toContain(rule);
});

const KNOWN: readonly (readonly [rule: string, sub: string, options: LintOptions])[] = [
  ["R05", SUBJECT, { owners: ["Acme"], ids: { acme: "123456", "acme/web": "456789" } }],
  [
    "R13",
    "repo:acme@123456/web@456789:environment:production",
    { protectedEnvironments: ["acme/web:production"] },
  ],
  ["R27", "repo:acme/web:ref:refs/heads/main", { subjectFormats: { acme: "immutable", "acme/web": "name" } }],
  ["R35", SUBJECT, { maxSessionSeconds: 43_200, hasPermissionsBoundary: true }],
];

test.each(KNOWN)("lintTrustPolicy does not find %s in %s with %j", (rule, sub, options) => {
  expect(lintTrustPolicy(policyFor(sub), options).map((finding) => finding.rule.id)).not.toContain(rule);
});
