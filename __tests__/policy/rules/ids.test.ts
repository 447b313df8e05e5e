import type { LintContext } from "../../../lib/policy/rules/context";
import type { SubjectFormat } from "../../../lib/policy/subject/types";
import {
  issuerDocument,
  reported,
  reportedSubject,
  SERVER_HOST,
  SUB_PATH,
  SUBJECT,
  subjectDocument,
  subjectRules,
} from "./document";

const NAMES = "repo:acme/web:ref:refs/heads/main";
const HYPHENS = "repo:acme-123456/web-456789:ref:refs/heads/main";

test.each<[string, readonly string[]]>([
  [NAMES, ["R23"]],
  ["repo:acme/*:ref:refs/heads/main", ["R06", "R23"]],
  ["repo:acme/web*:ref:refs/heads/main", ["R07", "R23"]],
  ["repository_owner:acme:environment:prod", ["R06", "R13", "R23"]],
  ["repository:acme/web", ["R08", "R23"]],
  ["repository:acme/web:ref:refs/heads/main", ["R23"]],
  ["repo:acme@*/web@*:ref:refs/heads/main", ["R24"]],
  ["repo:acme@*/web@*:*", ["R08", "R24"]],
  ["repo:acme@?/web@456789:ref:refs/heads/main", ["R24"]],
  ["repo:acme@12*/web@4:ref:refs/heads/main", ["R24"]],
  ["repo:acme@123456/web@*:ref:refs/heads/main", ["R24"]],
  ["repo:acme@123456/web@45678?:ref:refs/heads/main", ["R24"]],
  ["repo:acme@*/*:ref:refs/heads/main", ["R06", "R24"]],
  ["repo:acme@*/web*@*:ref:refs/heads/main", ["R07", "R24"]],
  ["repo:acme@*", ["R06", "R24"]],
  ["repo:acme@123456*", ["R06", "R24"]],
  [HYPHENS, ["R25"]],
  ["repo:acme-1/web-2:*", ["R08", "R25"]],
  ["repo:acme-1/web-2:pull_request", ["R09", "R25"]],
])("reports %j by %j", (subject, rules) => {
  expect(reported(subjectDocument(subject))).toStrictEqual(reportedSubject(rules, subject));
});

test.each<[string, readonly string[]]>([
  ["repo:acme@123456/web-456789@1:ref:refs/heads/main", []],
  ["repo:acme-123456@1/web-456789@2:ref:refs/heads/main", []],
  ["repo:acme-123456/web:ref:refs/heads/main", ["R23"]],
  ["repo:acme/web-456789:ref:refs/heads/main", ["R23"]],
  ["repo:acme-x1/web-x2:ref:refs/heads/main", ["R23"]],
  ["repo:acme-1x/web-2x:ref:refs/heads/main", ["R23"]],
  ["repo:acme1/web2:ref:refs/heads/main", ["R23"]],
  // The id of a repository that a pattern names cannot be known.
  ["repo:acme@123456/web*@*:ref:refs/heads/main", ["R07"]],
  ["repo:acme@123456/*@*:ref:refs/heads/main", ["R06"]],
])("takes %j for none with open ids or with ids behind a hyphen, and finds %j", (subject, rules) => {
  expect(subjectRules(subject)).toStrictEqual(rules);
});

test.each<[string, string, readonly string[]]>([
  ["acme-123456", HYPHENS, ["R23"]],
  ["Acme-123456", HYPHENS, ["R25", "R31"]],
  ["acme", HYPHENS, ["R05", "R25"]],
])("with the owner %s known, %j violates %j", (owner, subject, rules) => {
  expect(subjectRules(subject, { owners: new Map([[owner.toLowerCase(), owner]]) })).toStrictEqual(rules);
});

test.each<[string, readonly string[], readonly (readonly [string, number])[]]>([
  ["both formats of a repository", [NAMES, SUBJECT], [["R26", 0]]],
  ["both, the other way round", [SUBJECT, NAMES], [["R26", 1]]],
  ["both, in another casing", [SUBJECT, "repo:Acme/Web:ref:refs/heads/main"], [["R26", 1]]],
  ["names for another branch", [SUBJECT, "repo:acme/web:ref:refs/heads/develop"], [["R23", 1]]],
  ["names of another repository", [SUBJECT, "repo:acme/api:ref:refs/heads/main"], [["R23", 1]]],
  [
    "names of another owner",
    ["repo:other/web:ref:refs/heads/main", SUBJECT, NAMES],
    [
      ["R23", 0],
      ["R26", 2],
    ],
  ],
  ["ids twice", [SUBJECT, "repo:acme@1/web@2:ref:refs/heads/main"], []],
])("of a list with %s, each that is wrong is reported", (_, subjects, places) => {
  expect(reported(subjectDocument(subjects))).toStrictEqual(
    places.map(([rule, at]) => ({ rule, path: [...SUB_PATH, at], given: subjects[at] })),
  );
});

test.each<[SubjectFormat | undefined, string, readonly string[]]>([
  [undefined, NAMES, ["R23"]],
  ["name", NAMES, ["R23"]],
  ["both", NAMES, ["R23"]],
  ["immutable", NAMES, ["R27"]],
  // The format shows in repo alone.
  ["immutable", "repository:acme/web:ref:refs/heads/main", ["R23"]],
  ["immutable", "ref:refs/heads/main:repo:acme/web", ["R27"]],
  ["immutable", SUBJECT, []],
  ["both", SUBJECT, []],
  ["immutable", "repo:acme/api:ref:refs/heads/main", ["R23"]],
  ["immutable", "repo:acme/*:ref:refs/heads/main", ["R06", "R23"]],
  ["immutable", "repo:acme/we?:ref:refs/heads/main", ["R07", "R23"]],
])("where acme/web is known to send the format %s, %j violates %j", (format, subject, rules) => {
  expect(subjectRules(subject, sending(format))).toStrictEqual(rules);
});

test("where both formats are listed for a repository that sends ids, the one without is reported twice", () => {
  expect(reported(subjectDocument([SUBJECT, NAMES]), sending("immutable"))).toStrictEqual(
    ["R26", "R27"].map((rule) => ({ rule, path: [...SUB_PATH, 1], given: NAMES })),
  );
});

test.each<[string, readonly string[]]>([
  ["repo:acme/web@456789:ref:refs/heads/main", ["R31"]],
  ["repo:acme@123456/web:ref:refs/heads/main", ["R31"]],
  ["repo:acme@123456/web:*", ["R31"]],
  ["repo:acme@*/web:ref:refs/heads/main", ["R24", "R31"]],
  ["repo:acme@12x/web@456789:ref:refs/heads/main", ["R31"]],
  ["repo:acme@123456/web@x:ref:refs/heads/main", ["R31"]],
  ["repo:acme@/web@:ref:refs/heads/main", ["R31"]],
  ["repo:acme@123456/web@:ref:refs/heads/main", ["R31"]],
  ["repo:acme@123456/web@456789@1:ref:refs/heads/main", ["R31"]],
  ["repo:acme", ["R31"]],
  ["repo:acme:ref:refs/heads/main", ["R31"]],
  ["repo:acme@123456", ["R31"]],
  ["repo:acme@123456:ref:refs/heads/main", ["R31"]],
])("reports %j, whose owner and repository no token names so, by %j", (subject, rules) => {
  expect(reported(subjectDocument(subject))).toStrictEqual(reportedSubject(rules, subject));
});

test.each<[string, readonly string[]]>([
  ["repo:acme@1/web@2:ref:refs/heads/main", []],
  ["repo:acme/web:ref:refs/heads/main", ["R23"]],
  ["repo:acme@123456/web*:ref:refs/heads/main", ["R07"]],
  ["repo:acme@123456/*:ref:refs/heads/main", ["R06"]],
  ["repo:acme@123456*", ["R06", "R24"]],
  ["repo:acme@*/web@45*:ref:refs/heads/main", ["R24"]],
])("leaves to other rules %j, which a token may name so: %j", (subject, rules) => {
  expect(subjectRules(subject)).toStrictEqual(rules);
});

test.each<[SubjectFormat | undefined, string, readonly string[]]>([
  ["name", SUBJECT, ["R31"]],
  ["name", "repo:acme@*/web@*:ref:refs/heads/main", ["R24", "R31"]],
  ["name", "repo:acme@123456/api@1:ref:refs/heads/main", []],
  ["name", "repo:acme@123456/web*:ref:refs/heads/main", ["R07"]],
  ["both", SUBJECT, []],
  [undefined, SUBJECT, []],
])("where acme/web is known to send the format %s, the ids of %j break %j", (format, subject, rules) => {
  expect(subjectRules(subject, sending(format))).toStrictEqual(rules);
});

test("reports ids on a GitHub Enterprise Server, which sends none", () => {
  const path = ["Statement", 0, "Condition", "StringLike", `${SERVER_HOST}:sub`];

  expect(reported(issuerDocument(SERVER_HOST, SUBJECT))).toStrictEqual([
    { rule: "R31", path, given: SUBJECT },
  ]);
});

test("a GitHub Enterprise Server sends no ids, so that none are missed", () => {
  expect(reported(issuerDocument(SERVER_HOST, NAMES))).toStrictEqual([]);
});

function sending(format: SubjectFormat | undefined): Pick<LintContext, "subjectFormat"> {
  return {
    subjectFormat: (owner, repository) => (owner === "acme" && repository === "web" ? format : undefined),
  };
}
