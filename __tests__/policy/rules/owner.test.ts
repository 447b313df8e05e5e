import type { LintContext } from "../../../lib/policy/rules/context";
import { r05 } from "../../../lib/policy/rules/r05-other-owner";
import { reported, reportedSubject, subjectDocument, subjectRules } from "./document";

test.each<[string, readonly string[]]>([
  ["*", ["R02"]],
  ["**", ["R02"]],
  ["?*", ["R02"]],
  ["?", ["R31"]],
  ["re*", ["R03"]],
  ["repo*", ["R03"]],
  ["*:*", ["R03"]],
  ["*:ref:refs/heads/main", ["R03", "R22"]],
  ["*acme/web:ref:refs/heads/main", ["R03", "R22"]],
  ["r?po:acme@123456/web@456789:ref:refs/heads/main", ["R03", "R22"]],
  ["?epo:*", ["R03"]],
  ["repo:*", ["R03"]],
  ["REPO:*", ["R31"]],
  ["repo:?*", ["R03"]],
  ["repo:*/*", ["R03"]],
  ["repo:*/web", ["R03"]],
  ["repo:*/web:*", ["R03"]],
  ["repo:?/web:ref:refs/heads/main", ["R03"]],
  ["repo:*:ref:refs/heads/main", ["R03"]],
  ["repo:*:environment:prod", ["R03", "R13"]],
  ["repo:*@123456/web@456789:ref:refs/heads/main", ["R03"]],
  ["repo:**@123456/*", ["R03"]],
  ["repository_owner:*", ["R03"]],
  ["repository:*/web:ref:refs/heads/main", ["R03", "R22"]],
  ["repo:acme*", ["R04"]],
  ["repo:acme?", ["R31"]],
  ["repo:acme**", ["R04"]],
  ["repo:a*", ["R04"]],
  ["repo:acme*/web:*", ["R04"]],
  ["repo:acme-*/web@456789:ref:refs/heads/main", ["R04"]],
  ["repo:acme-*/web-*:ref:refs/heads/main", ["R04"]],
  ["repo:acme?/web:ref:refs/heads/main", ["R04"]],
  ["repo:acme?*@123456/web@456789:ref:refs/heads/main", ["R04"]],
  ["repo:acme*:ref:refs/heads/main", ["R04"]],
  ["repository_owner:acme*", ["R04"]],
  ["repo:ac?e/web:ref:refs/heads/main", ["R05"]],
  ["repo:a*e@123456/web@456789:ref:refs/heads/main", ["R05"]],
  ["repo:*acme/web:ref:refs/heads/main", ["R05"]],
  ["repo:?cme", ["R31"]],
  ["repo:*-acme@123456/web@456789:ref:refs/heads/main", ["R05"]],
  ["repo:a*me*/web@456789:ref:refs/heads/main", ["R05"]],
  ["repo:acme?123456/web@456789:ref:refs/heads/main", ["R05"]],
  ["repository:ac*me/web:ref:refs/heads/main", ["R05", "R22"]],
  ["repository_id:*", ["R03", "R08"]],
  ["repository_id:?", ["R03", "R08"]],
  ["repository_id:4*", ["R03", "R08"]],
  ["repository_id:456789*", ["R03", "R08"]],
  ["repository_id:45678?:ref:refs/heads/main", ["R03", "R22"]],
  ["repository_owner_id:*", ["R03", "R06"]],
  ["repository_owner_id:12*", ["R03", "R06"]],
  ["repository_owner_id:123456*", ["R03", "R06"]],
  ["repository_owner_id:12*:ref:refs/heads/main", ["R03", "R06", "R22"]],
  ["repository_owner_id:12*:repository_id:4*", ["R03", "R08", "R22"]],
  ["actor:octo:repository_owner_id:123456*ronment:prod", ["R03", "R06"]],
])("reports %j, which leaves the owner open, by %j", (subject, rules) => {
  expect(reported(subjectDocument(subject))).toStrictEqual(reportedSubject(rules, subject));
});

test.each<[string, readonly string[]]>([
  ["repo:acme/*", ["R06", "R23"]],
  ["repo:acme@*/web@456789:ref:refs/heads/main", ["R24"]],
  ["repo:acme@123456/web@456789:*", ["R08"]],
  ["repo:acme@123456/web@456789:ref:refs/heads/*acme*", ["R10"]],
  ["environment:*:repo:acme@123456/web@456789", ["R12", "R22"]],
  ["repository_owner:acme", ["R06", "R23"]],
  ["repository_owner:acme:*", ["R06", "R23"]],
  ["repository_owner:acme:environment:*", ["R06", "R12", "R23"]],
  ["repository_owner:acme:repository_id:4*:ref:refs/heads/main", ["R22", "R24"]],
  ["repository_owner:acme:repository_owner_id:12*:ref:refs/heads/main", ["R06", "R22", "R24"]],
  ["repository_id:456789", ["R08"]],
  ["repository_id:456789:*", ["R08"]],
  ["repository_id:456789:ref:refs/heads/main", []],
  ["repository_owner_id:123456", ["R06"]],
  ["repository_owner_id:123456:*", ["R06"]],
  ["repository_owner_id:123456:ref:refs/heads/*", ["R06", "R10"]],
  // One id without wildcards says whose subject it is.
  ["repository_owner_id:123456:repository_id:4*:ref:refs/heads/main", ["R06", "R22"]],
  ["repository_owner_id:12*:repository_id:456789:ref:refs/heads/main", ["R22"]],
  ["repository_owner_id:123456:repository:acme/w*:repository_id:4*", ["R07", "R08", "R22"]],
  ["actor:octo:repository_owner_id:123456:environment:p*", ["R06", "R12"]],
])("no critical rule reports %j, which names the owner before any wildcard it may have", (subject, rules) => {
  expect(subjectRules(subject)).toStrictEqual(rules);
});

const OWNERS: Pick<LintContext, "owners"> = {
  owners: new Map([
    ["acme", "acme"],
    ["other-1", "Other-1"],
  ]),
};

test.each<[string, readonly string[]]>([
  ["repo:acme-evil@1/web@456789:ref:refs/heads/main", ["R05"]],
  ["repo:acmes@123456/web@456789:ref:refs/heads/main", ["R05"]],
  ["repo:acm@123456/web@456789:ref:refs/heads/main", ["R05"]],
  ["repo:evil/acme:ref:refs/heads/main", ["R05", "R23"]],
  ["repo:other@1/web@456789:*", ["R05", "R08"]],
  ["repository_owner:evil", ["R05", "R06", "R23"]],
  ["repository:evil/web", ["R05", "R08", "R23"]],
  ["repo:evil*/web:ref:refs/heads/main", ["R04"]],
  ["repo:*/web:ref:refs/heads/main", ["R03"]],
])("reports %j by %j, where the owners that may be trusted are known", (subject, rules) => {
  expect(reported(subjectDocument(subject), OWNERS)).toStrictEqual(reportedSubject(rules, subject));
});

test.each<[string, readonly string[]]>([
  ["repo:acme@123456/web@456789:ref:refs/heads/main", []],
  ["repo:Other-1@9/web@8:ref:refs/heads/main", []],
  ["repo:Acme@123456/web@456789:ref:refs/heads/main", ["R31"]],
  ["repo:other-1@9/web@8:ref:refs/heads/main", ["R31"]],
  ["repository:Acme/web:ref:refs/heads/main", ["R23", "R31"]],
])("takes %j for a trusted owner's, in whatever casing", (subject, rules) => {
  expect(reported(subjectDocument(subject), OWNERS)).toStrictEqual(reportedSubject(rules, subject));
});

/** The ids of one of the two owners, and of a repository of its. */
const IDS: Pick<LintContext, "owners" | "ids"> = {
  ...OWNERS,
  ids: { owners: new Map([["acme", "123456"]]), repositories: new Map([["acme/web", "456789"]]) },
};

test.each<[string, readonly string[]]>([
  ["repo:acme@999/web@456789:ref:refs/heads/main", []],
  ["repo:Acme@999/web@456789:ref:refs/heads/main", ["R31"]],
  ["repo:acme@1234567/*:ref:refs/heads/main", ["R06"]],
  ["repository_owner:acme:repository_owner_id:999:ref:refs/heads/main", ["R06"]],
  ["repository_owner_id:999:ref:refs/heads/main", ["R06"]],
  ["repository_owner_id:999", ["R06"]],
  ["actor:octo:repository_owner_id:999:ref:refs/heads/main", ["R06"]],
  ["repository_id:999:ref:refs/heads/main", []],
  ["repository_id:4567891:*", ["R08"]],
  ["repository_owner_id:123456:repository_id:999:ref:refs/heads/main", []],
  ["repository_owner_id:999:repository_id:456789:ref:refs/heads/main", []],
])("reports %j by R05 as well as %j if other ids are known", (subject, others) => {
  expect(reported(subjectDocument(subject), IDS)).toStrictEqual(reportedSubject(["R05", ...others], subject));
});

test.each<[string, readonly string[]]>([
  ["repo:acme@123456/web@456789:ref:refs/heads/main", []],
  ["repo:Acme@123456/web@456789:ref:refs/heads/main", ["R31"]],
  ["repo:acme@123456/*:ref:refs/heads/main", ["R06"]],
  ["repo:acme/web:ref:refs/heads/main", ["R23"]],
  ["repo:acme@9*/web@456789:ref:refs/heads/main", ["R24"]],
  ["repo:Other-1@999/web@1:ref:refs/heads/main", []],
  ["repository_owner:acme:repository_owner_id:123456:ref:refs/heads/main", ["R06"]],
  ["repository_owner_id:123456:ref:refs/heads/main", ["R06"]],
  ["repository_id:456789:ref:refs/heads/main", []],
  ["repository_id:456789:*", ["R08"]],
  ["repository_owner_id:123456:repository_id:456789:ref:refs/heads/main", []],
  ["repository_owner_id:9*:ref:refs/heads/main", ["R03", "R06", "R22"]],
])("takes the ids of %j for a trusted owner's, and finds %j", (subject, rules) => {
  expect(reported(subjectDocument(subject), IDS)).toStrictEqual(reportedSubject(rules, subject));
});

test.each<[string, readonly string[]]>([
  ["repo:acme@999/web@456789:ref:refs/heads/main", []],
  ["repository_owner_id:999:ref:refs/heads/main", ["R06"]],
  ["repository_id:999:ref:refs/heads/main", []],
])("takes any id of %j where ids are known and the owners that may be trusted are not", (subject, rules) => {
  expect(reported(subjectDocument(subject), { ids: IDS.ids })).toStrictEqual(reportedSubject(rules, subject));
});

test.each<[string, readonly string[]]>([
  ["repository_id:456789:ref:refs/heads/main", ["R05"]],
  ["repository_owner_id:123456:ref:refs/heads/main", ["R05", "R06"]],
  ["repo:acme@123456/web@456789:ref:refs/heads/main", []],
])("where the owners are known without their ids, %j violates %j", (subject, rules) => {
  expect(reported(subjectDocument(subject), OWNERS)).toStrictEqual(reportedSubject(rules, subject));
});

test.each<[string, string, readonly string[]]>([
  ["StringEqualsIgnoreCase", "repo:ACME@123456/Web@456789:ref:refs/heads/main", []],
  ["StringEqualsIgnoreCase", "REPO:acme@123456/web@456789:REF:refs/heads/main", []],
  ["StringEqualsIgnoreCase", "repo:evil@1/web@2:ref:refs/heads/main", ["R05"]],
  ["StringEqualsIgnoreCase", "repo:acme@123456/*:ref:refs/heads/main", ["R18"]],
  ["StringEquals", "repo:acme*", ["R18"]],
  ["StringEquals", "*", ["R18"]],
  // Another owner can have an environment of this name, and a template that names only it.
  ["StringEquals", "environment:*", ["R18", "R19"]],
  ["ForAnyValue:StringLike", "repo:acme*", ["R04"]],
  ["ForAnyValue:StringEquals", "repo:evil@1/web@2:ref:refs/heads/main", ["R05"]],
])("reads the owner as %s does: %j violates %j", (operator, subject, rules) => {
  expect(reported(subjectDocument(subject, operator), OWNERS)).toStrictEqual(
    reportedSubject(rules, subject, operator),
  );
});

test("the fix of R05 names the option of check", () => {
  expect(r05.fix).toContain("pass it to check: --owner NAME, or --owner NAME@ID");
});
