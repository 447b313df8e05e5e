import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkedRole, ownersOf } from "../../lib/cli/commands/check/report";
import { evaluate } from "../../lib/policy/iam/evaluate";
import { requestContext } from "../../lib/policy/iam/request-context";
import { found } from "../inventory/fixture";
import { ISSUER } from "../support/github";

const ROOT = join(__dirname, "../..");
const FOLDER = "docs/guide/mistakes";
const PAGE = readFileSync(join(ROOT, "docs/guide/checking-policies.md"), "utf8");

type Claims = Readonly<Record<string, string>>;

interface Mistake {
  readonly rules: readonly string[];
  /** The job that the policy is meant for, and a job of which the answer is wrong. */
  readonly meant: Claims;
  readonly other: Claims;
  /** Whether the policy allows each of them. */
  readonly allows: readonly [meant: boolean, other: boolean];
}

const MAIN = { sub: "repo:acme/web:ref:refs/heads/main" };
const PRODUCTION = { sub: "repo:acme/web:environment:production", environment: "production" };
const OUTSIDE = { sub: "repo:someone/else:ref:refs/heads/main" };
const WORKFLOW = { job_workflow_ref: "acme/ci/.github/workflows/push.yml@refs/heads/main" };

const MISTAKES: Readonly<Record<string, Mistake>> = {
  "01-audience-only": { rules: ["R01"], meant: MAIN, other: OUTSIDE, allows: [true, true] },
  "02-wildcard-as-second-value": {
    rules: ["R02", "R23"],
    meant: MAIN,
    other: OUTSIDE,
    allows: [true, true],
  },
  "03-owner-without-slash": {
    rules: ["R04"],
    meant: MAIN,
    other: { sub: "repo:acme-evil/web:ref:refs/heads/main" },
    allows: [true, true],
  },
  "04-any-context": {
    rules: ["R08", "R23"],
    meant: MAIN,
    other: { sub: "repo:acme/web:pull_request" },
    allows: [true, true],
  },
  "05-for-all-values": {
    rules: ["R08", "R14", "R23"],
    meant: PRODUCTION,
    other: { sub: "repo:acme/web:ref:refs/heads/untested" },
    allows: [true, true],
  },
  "06-reusable-workflow-only": {
    rules: ["R20"],
    meant: { ...MAIN, ...WORKFLOW },
    other: { ...OUTSIDE, ...WORKFLOW },
    allows: [true, true],
  },
  "07-wildcard-under-string-equals": {
    rules: ["R18"],
    meant: MAIN,
    other: { sub: "repo:acme/web:ref:refs/heads/release" },
    allows: [false, false],
  },
  "08-names-without-ids": {
    rules: ["R23"],
    meant: MAIN,
    other: { sub: "repo:acme@123456/web@456789:ref:refs/heads/main" },
    allows: [true, false],
  },
  "09-environment-and-branch": {
    rules: ["R23", "R31"],
    meant: PRODUCTION,
    other: { ...MAIN },
    allows: [false, false],
  },
  "10-https-in-provider": { rules: ["R41"], meant: MAIN, other: OUTSIDE, allows: [false, false] },
  correct: {
    rules: [],
    meant: { sub: "repo:acme@123456/web@456789:ref:refs/heads/main" },
    other: { sub: "repo:acme@123456/web@456789:pull_request" },
    allows: [true, false],
  },
};

function policy(name: string) {
  return JSON.parse(readFileSync(join(ROOT, FOLDER, `${name}.json`), "utf8"));
}

test("each file of the folder is known here", () => {
  expect(readdirSync(join(ROOT, FOLDER)).sort()).toStrictEqual(
    Object.keys(MISTAKES).map((name) => `${name}.json`),
  );
});

test.each(Object.entries(MISTAKES))("check reports the mistake of %s", (name, { rules }) => {
  const [role] = found(policy(name)).roles;

  expect(role && checkedRole(role, ownersOf([])).findings.map(({ rule }) => rule.id)).toStrictEqual(rules);
  // Another owner than the trusted one is one more finding, unless the owner is open or no token matches.
  expect(role && checkedRole(role, ownersOf(["acme"])).findings.map(({ rule }) => rule.id)).toStrictEqual(
    rules,
  );
});

test.each(Object.entries(MISTAKES))(
  "%s allows a job that it should deny, or denies one that it should allow",
  (name, mistake) => {
    const [role] = found(policy(name)).roles;
    const answers = [mistake.meant, mistake.other].map((claims) =>
      role === undefined
        ? undefined
        : evaluate(role.document, requestContext({ aud: "sts.amazonaws.com", ...claims }, ISSUER)).outcome,
    );

    expect(answers).toStrictEqual(mistake.allows.map((isAllowed) => (isAllowed ? "allowed" : "denied")));
  },
);

const SECTIONS = PAGE.split(/^### /m).slice(1);

test("the page has a section for each mistake, in the order of the files", () => {
  expect(SECTIONS.map((section) => /docs\/guide\/mistakes\/([\w-]+)\.json/.exec(section)?.[1])).toStrictEqual(
    Object.keys(MISTAKES).filter((name) => name !== "correct"),
  );
});

test.each(SECTIONS)(
  "a section shows what is in its file, and its command reports the rule of the table",
  (section) => {
    const [, number = "", title = ""] = /^(\d+)\. (.*)$/m.exec(section) ?? [];
    const [, name = ""] = /docs\/guide\/mistakes\/([\w-]+)\.json/.exec(section) ?? [];
    const [, shown = ""] = /^```json\n((?:.|\n)*?)^```/m.exec(section) ?? [];
    const row = PAGE.split("\n").find((line) => line.startsWith(`| [${number}. `)) ?? "";
    const [, rule = ""] = /\[(R\d\d)\]/.exec(row) ?? [];
    const [{ Condition, Principal }] = policy(name).Statement;
    const aud = `${ISSUER}:aud`;
    const withoutAudience = Object.fromEntries(
      Object.entries<object>(Condition)
        .map(([operator, keys]) => [
          operator,
          Object.fromEntries(Object.entries(keys).filter(([key]) => key !== aud)),
        ])
        .filter(([, keys]) => Object.keys(keys ?? {}).length > 0),
    );

    expect(row).toContain(`| [${number}. ${title}](#`);
    expect([Condition, withoutAudience, Principal]).toContainEqual(JSON.parse(shown));
    expect(MISTAKES[name]?.rules).toContain(rule);
    expect(section).toContain(`\n  ${rule} `);
  },
);
