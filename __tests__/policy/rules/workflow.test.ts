import {
  conditionPath,
  documentWith,
  PUSH_WORKFLOW,
  reported,
  reportedSubject,
  SUB,
  SUBJECT,
  subjectDocument,
  subjectRules,
  TESTED_AUD,
  WORKFLOW,
} from "./document";

const PINNED = "acme/ci/.github/workflows/push.yml@0123456789abcdef0123456789abcdef01234567";

test.each<[string, readonly string[]]>([
  [PUSH_WORKFLOW, ["R20"]],
  [PINNED, ["R20"]],
  ["acme/ci/.github/workflows/push.yml@refs/heads/*", ["R20", "R21"]],
  ["acme/ci/.github/workflows/push.yml@*", ["R20", "R21"]],
  ["acme/ci/*@*", ["R20", "R21"]],
  ["acme/*", ["R20", "R21"]],
  ["acme/*/.github/workflows/push.yml@refs/heads/main", ["R20", "R21"]],
  ["acme*", ["R03", "R20", "R21"]],
  ["acme", ["R31"]],
  ["acme-*/ci/.github/workflows/push.yml@refs/heads/main", ["R03", "R20", "R21"]],
  ["ac?e/ci/.github/workflows/push.yml@refs/heads/main", ["R03", "R20", "R21"]],
  ["*/ci/.github/workflows/push.yml@refs/heads/main", ["R03", "R20", "R21"]],
  ["*/.github/workflows/push.yml@*", ["R03", "R20", "R21"]],
  ["*@refs/heads/main", ["R03", "R20", "R21"]],
  ["*", ["R02", "R20", "R21"]],
  ["?*", ["R02", "R20", "R21"]],
])("reports a workflow alone, %j, by %j", (given, rules) => {
  const document = documentWith({ StringEquals: TESTED_AUD, StringLike: { [WORKFLOW]: given } });

  expect(reported(document)).toStrictEqual(
    rules.map((rule) => ({ rule, path: conditionPath("StringLike", WORKFLOW), given })),
  );
});

test.each<[string, readonly string[]]>([
  [PUSH_WORKFLOW, []],
  [PINNED, []],
  ["acme/ci/.github/workflows/push.yml@refs/tags/v1", []],
  [`acme/ci/.github/workflows/push\${*}.yml@refs/heads/main`, []],
  ["acme/ci/.github/workflows/push.yml@refs/tags/v?", ["R21"]],
  ["acme/ci/.github/workflows/push.yml@refs/heads/*", ["R21"]],
  ["acme/ci/.github/workflows/push.yml@*", ["R21"]],
  ["acme/ci/.github/workflows/*@refs/heads/main", ["R21"]],
  ["acme/ci/*@*", ["R21"]],
  ["acme*", ["R21"]],
  ["*", ["R21"]],
])("beside a good subject, the workflow %j violates %j", (given, rules) => {
  const document = documentWith({
    StringEquals: TESTED_AUD,
    StringLike: { [SUB]: SUBJECT, [WORKFLOW]: given },
  });

  expect(reported(document)).toStrictEqual(
    rules.map((rule) => ({ rule, path: conditionPath("StringLike", WORKFLOW), given })),
  );
});

test("reports each workflow of a list that is wrong, and no other", () => {
  const path = conditionPath("ForAnyValue:StringLike", WORKFLOW);
  const values = [PUSH_WORKFLOW, "acme/ci/.github/workflows/push.yml@*", "*/ci/x.yml@refs/heads/main"];

  expect(
    reported(documentWith({ StringEquals: TESTED_AUD, "ForAnyValue:StringLike": { [WORKFLOW]: values } })),
  ).toStrictEqual(
    [
      { rule: "R03", at: 2 },
      { rule: "R20", at: 0 },
      { rule: "R20", at: 1 },
      { rule: "R20", at: 2 },
      { rule: "R21", at: 1 },
      { rule: "R21", at: 2 },
    ].map(({ rule, at }) => ({ rule, path: [...path, at], given: values[at] })),
  );
});

test.each<[string, readonly string[]]>([
  [`repository_owner_id:123:job_workflow_ref:${PUSH_WORKFLOW}`, ["R06"]],
  ["repository_owner_id:123", ["R06"]],
  [`repository_owner_id:123:repository_id:456:job_workflow_ref:${PUSH_WORKFLOW}`, []],
  [`repository_id:456:job_workflow_ref:${PUSH_WORKFLOW}`, []],
  ["repository_id:456:environment:prod", ["R13"]],
  ["repository_owner_id:123:job_workflow_ref:acme/ci/.github/workflows/push.yml@*", ["R06", "R21"]],
  [`repository_owner:acme:job_workflow_ref:${PUSH_WORKFLOW}`, ["R06", "R23"]],
  [`repository:acme/web:job_workflow_ref:${PUSH_WORKFLOW}`, ["R23"]],
  [`repository_visibility:private:job_workflow_ref:${PUSH_WORKFLOW}`, ["R19"]],
  [`job_workflow_ref:${PUSH_WORKFLOW}`, ["R19"]],
  ["job_workflow_ref:acme/ci/*", ["R19", "R21"]],
  [`job_workflow_ref:${PUSH_WORKFLOW}:repository_id:456`, []],
  [`job_workflow_ref:${PUSH_WORKFLOW}:repo:acme@123456/web@456789`, []],
  ["job_workflow_ref:*:repo:acme@123456/web@456789", ["R08", "R22"]],
  [`repo:acme/web:environment:prod:job_workflow_ref:${PUSH_WORKFLOW}`, ["R13", "R23"]],
  [`repo:acme@123456/web@456789:ref:refs/heads/main:job_workflow_ref:${PUSH_WORKFLOW}`, []],
  [`repo:acme@123456/*:job_workflow_ref:${PUSH_WORKFLOW}`, ["R06"]],
  [`repo:acme@123456/web*:job_workflow_ref:${PUSH_WORKFLOW}`, ["R07"]],
  [`repo:acme*:job_workflow_ref:${PUSH_WORKFLOW}`, ["R04"]],
  [`repo:*:job_workflow_ref:${PUSH_WORKFLOW}`, ["R03"]],
  [`*:job_workflow_ref:${PUSH_WORKFLOW}`, ["R03", "R22"]],
  [`repo:acme@123456/web@456789:*:job_workflow_ref:${PUSH_WORKFLOW}`, ["R22"]],
  [`repo:acme@123456/web@456789:environment:*:job_workflow_ref:${PUSH_WORKFLOW}`, ["R12", "R22"]],
  ["repo:acme@123456/web@456789:job_workflow_ref:*", ["R08"]],
  ["repo:acme@123456/web@456789:job_workflow_ref:acme/*", ["R21"]],
  ["repo:acme@123456/web@456789:ref:refs/heads/main:job_workflow_ref:*", []],
  ["job_workflow_ref:*", ["R19"]],
  ["environment:*:repository_id:456", ["R12", "R22"]],
])("with a custom template, %j violates %j", (subject, rules) => {
  expect(reported(subjectDocument(subject))).toStrictEqual(reportedSubject(rules, subject));
});

test("looks up the protection of an environment by the repository's name, also with a custom template", () => {
  const subject = `repo:acme@123456/web@456789:environment:prod:job_workflow_ref:${PUSH_WORKFLOW}`;

  expect(subjectRules(subject)).toStrictEqual(["R13"]);
  expect(subjectRules(subject, { protectedEnvironments: ["acme/web:prod"] })).toStrictEqual([]);
});
