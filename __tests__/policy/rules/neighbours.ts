import type { LintContext } from "../../../lib/policy/rules/context";
import { ISSUER, PROVIDER_ARN } from "../../support/github";
import {
  AUD,
  conditionPath,
  documentOf,
  documentWith,
  guardedDocument,
  type JsonMap,
  PUSH_WORKFLOW,
  permissions,
  providerArn,
  type Reported,
  SUB,
  SUB_PATH,
  SUBJECT,
  statementWith,
  subjectDocument,
  TESTED_AUD,
  WORKFLOW,
} from "./document";

type Place = Omit<Reported, "rule">;

/** A document that breaks a rule, the place that is reported of it, and the nearest document that breaks none. */
export interface Neighbours {
  readonly bad: JsonMap;
  readonly place: Place;
  readonly good: JsonMap;
  readonly known: Partial<LintContext>;
  /** Where the document is the same, and what surrounds it differs. */
  readonly knownOfGood: Partial<LintContext>;
}

const START = "repo:acme@123456/web@456789";
const SEED_CONDITION = { StringEquals: TESTED_AUD, StringLike: { [SUB]: SUBJECT } };
export const SEED = documentWith(SEED_CONDITION);

export const NEIGHBOURS: Readonly<Record<string, Neighbours>> = {
  R01: documents(documentWith({ StringEquals: TESTED_AUD }), SEED, {
    path: ["Statement", 0],
    given: `no condition on ${SUB}`,
  }),
  R02: subjects("*", SUBJECT),
  R03: subjects("repo:*:ref:refs/heads/main", SUBJECT),
  R04: subjects("repo:acme*/web@456789:ref:refs/heads/main", SUBJECT),
  R05: subjects("repo:ac?e@123456/web@456789:ref:refs/heads/main", SUBJECT),
  R06: subjects("repo:acme@123456/*:ref:refs/heads/main", SUBJECT),
  R07: subjects("repo:acme@123456/web*@456789:ref:refs/heads/main", SUBJECT),
  R08: subjects(`${START}:*`, SUBJECT),
  R09: {
    ...subjects(`${START}:pull_request`, `${START}:pull_request`),
    knownOfGood: { permissions: permissions(allowed("ecr:BatchGetImage")) },
  },
  R10: subjects(`${START}:ref:refs/heads/main*`, SUBJECT),
  R11: subjects(`${START}:ref:refs/tags/v*`, `${START}:ref:refs/tags/v1`),
  R12: protectedSubjects(`${START}:environment:prod*`, `${START}:environment:prod`),
  R13: protectedSubjects(`${START}:environment:production`, `${START}:environment:prod`),
  R14: operators("ForAllValues:StringLike", "ForAnyValue:StringLike"),
  R15: operators("StringLikeIfExists", "StringLike"),
  R16: operators("StringNotLike", "StringLike"),
  R17: documents(documentWith({ StringLike: { [SUB]: SUBJECT } }), SEED, {
    path: ["Statement", 0],
    given: `no condition on ${AUD}`,
  }),
  R18: documents(
    subjectDocument(`${START}:ref:refs/heads/a*`, "StringEquals"),
    subjectDocument(`${START}:ref:refs/heads/a\${*}`, "StringEquals"),
    { path: conditionPath("StringEquals", SUB), given: `${START}:ref:refs/heads/a*` },
  ),
  R19: subjects("ref:refs/heads/main", "repository_id:456789:ref:refs/heads/main"),
  R20: documents(
    documentWith({ StringEquals: { ...TESTED_AUD, [WORKFLOW]: PUSH_WORKFLOW } }),
    guardedDocument({ job_workflow_ref: PUSH_WORKFLOW }),
    { path: conditionPath("StringEquals", WORKFLOW), given: PUSH_WORKFLOW },
  ),
  R21: subjects(
    `${START}:job_workflow_ref:acme/ci/.github/workflows/push.yml@*`,
    `${START}:job_workflow_ref:${PUSH_WORKFLOW}`,
  ),
  R22: subjects(`${START}:*:job_workflow_ref:${PUSH_WORKFLOW}`, `${START}:job_workflow_ref:${PUSH_WORKFLOW}`),
  R23: subjects("repo:acme/web:ref:refs/heads/main", SUBJECT),
  R24: subjects("repo:acme@*/web@*:ref:refs/heads/main", SUBJECT),
  R25: subjects("repo:acme-123456/web-456789:ref:refs/heads/main", SUBJECT),
  R26: documents(
    subjectDocument([SUBJECT, "repo:acme/web:ref:refs/heads/main"]),
    subjectDocument([SUBJECT, "repo:acme@123456/web@456789:ref:refs/heads/develop"]),
    { path: [...SUB_PATH, 1], given: "repo:acme/web:ref:refs/heads/main" },
  ),
  R27: {
    ...subjects("repo:acme/web:ref:refs/heads/main", SUBJECT),
    known: { subjectFormat: () => "immutable" },
  },
  R28: guards({ actor_id: `\${aws:username}` }, { actor_id: "583231" }, `\${aws:username}`),
  R29: guards({ event_name: "push" }, { ref: "refs/heads/main" }),
  R30: guards({ actor: "octocat" }, { actor_id: "583231" }),
  R31: subjects(`${START}:ref:main`, SUBJECT),
  R32: documents(
    documentOf(
      statementWith(SEED_CONDITION),
      statementWith({ ...SEED_CONDITION, StringNotEquals: { [`${ISSUER}:actor_id`]: "1" } }),
    ),
    documentOf(
      statementWith({ ...SEED_CONDITION, StringNotEquals: { [`${ISSUER}:actor_id`]: "2" } }),
      statementWith({ ...SEED_CONDITION, StringNotEquals: { [`${ISSUER}:actor_id`]: "1" } }),
    ),
    { path: SUB_PATH, given: SUBJECT },
  ),
  R33: contexts(
    { permissions: permissions(allowed("ecr:DeleteRepository")) },
    { permissions: permissions(allowed("ecr:PutImage")) },
    { path: [], given: "ecr:DeleteRepository" },
  ),
  R34: {
    ...documents(
      documentOf(
        statementWith(SEED_CONDITION, { Principal: { Federated: providerArn(ISSUER, "210987654321") } }),
      ),
      SEED,
      { path: ["Statement", 0, "Principal", "Federated"], given: providerArn(ISSUER, "210987654321") },
    ),
    known: { account: { partition: "aws", accountId: "123456789012" } },
  },
  R35: contexts(
    { maxSessionSeconds: 3_601, hasPermissionsBoundary: false },
    { maxSessionSeconds: 3_600, hasPermissionsBoundary: false },
    { path: [], given: "3601 seconds" },
  ),
  R36: contexts(
    { unreviewedBranches: ["acme/web:main"] },
    { unreviewedBranches: ["acme/web:develop"] },
    {
      path: SUB_PATH,
      given: SUBJECT,
    },
  ),
  R37: contexts(
    { permissions: permissions(allowed("ecr:PutImage", "*")) },
    {
      permissions: permissions(
        allowed("ecr:PutImage", "arn:aws:ecr:eu-west-1:123456789012:repository/team/*"),
      ),
    },
    { path: [], given: "*" },
  ),
  R38: {
    ...documents(
      subjectDocument(`${START}:environment:Production%3AV1`),
      documentWith({
        StringEquals: { ...TESTED_AUD, [`${ISSUER}:environment`]: "Production:V1" },
        StringLike: { [SUB]: `${START}:environment:Production%3AV1` },
      }),
      { path: SUB_PATH, given: `${START}:environment:Production%3AV1` },
    ),
    known: { protectedEnvironments: ["acme/web:Production:V1"] },
  },
  R39: {
    ...documents(
      subjectDocument([SUBJECT, "repo:acme@123456/api@456790:ref:refs/heads/main"]),
      subjectDocument([SUBJECT, `${START}:ref:refs/heads/dev`]),
      { path: [], given: "acme/web and acme/api" },
    ),
    known: { permissions: permissions(allowed("ecr:PutImage")) },
  },
  R40: documents(
    documentOf(statementWith(SEED_CONDITION), {
      Effect: "Allow",
      Principal: { AWS: "*" },
      Action: "sts:AssumeRole",
    }),
    documentOf(statementWith(SEED_CONDITION), {
      Effect: "Allow",
      Principal: { AWS: "*" },
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "aws:PrincipalOrgID": "o-acme12345" } },
    }),
    { path: ["Statement", 1, "Principal"], given: "*" },
  ),
  R41: documents(
    documentOf(
      statementWith(SEED_CONDITION, {
        Principal: { Federated: PROVIDER_ARN.replace(ISSUER, `https://${ISSUER}`) },
      }),
    ),
    SEED,
    {
      path: ["Statement", 0, "Principal", "Federated"],
      given: PROVIDER_ARN.replace(ISSUER, `https://${ISSUER}`),
    },
  ),
  R42: documents(
    documentWith({ ...SEED_CONDITION, Bool: { "sts:RoleAuthorizedByIdp": "true" } }),
    documentWith({ ...SEED_CONDITION, StringEqualsIgnoreCase: { "sts:RoleSessionName": "ci" } }),
    { path: conditionPath("Bool", "sts:RoleAuthorizedByIdp"), given: "sts:RoleAuthorizedByIdp" },
  ),
  R43: documents(subjectDocument(SUBJECT, "stringLike"), SEED, {
    path: ["Statement", 0, "Condition", "stringLike"],
    given: "stringLike",
  }),
  R44: documents(documentOf(statementWith(SEED_CONDITION, { Action: "sts:AssumeRole" })), SEED, {
    path: ["Statement", 0, "Action"],
    given: "sts:AssumeRole",
  }),
  R45: documents(
    documentWith({ StringEquals: { [AUD]: "https://github.com/acme" }, StringLike: { [SUB]: SUBJECT } }),
    SEED,
    { path: conditionPath("StringEquals", AUD), given: "https://github.com/acme" },
  ),
  R46: documents(
    documentWith({
      ...SEED_CONDITION,
      "ForAllValues:StringEquals": { [`${ISSUER}:repository_id`]: "456789" },
    }),
    guardedDocument({ repository_id: "456789" }),
    {
      path: conditionPath("ForAllValues:StringEquals", `${ISSUER}:repository_id`),
      given: "ForAllValues:StringEquals",
    },
  ),
};

function documents(bad: JsonMap, good: JsonMap, place: Place): Neighbours {
  return { bad, place, good, known: {}, knownOfGood: {} };
}

function subjects(bad: string, good: string): Neighbours {
  return documents(subjectDocument(bad), subjectDocument(good), { path: SUB_PATH, given: bad });
}

function protectedSubjects(bad: string, good: string): Neighbours {
  return { ...subjects(bad, good), known: { protectedEnvironments: ["acme/web:prod"] } };
}

function operators(bad: string, good: string): Neighbours {
  return documents(subjectDocument(SUBJECT, bad), subjectDocument(SUBJECT, good), {
    path: conditionPath(bad, SUB),
    given: bad,
  });
}

/** Guards under StringEquals, of which the first is reported: by its key, where no text is given. */
function guards(bad: JsonMap, good: JsonMap, given?: string): Neighbours {
  const key = `${ISSUER}:${Object.keys(bad)[0]}`;
  const place = { path: conditionPath("StringEquals", key), given: given ?? key };
  return documents(guardedDocument(bad), guardedDocument(good), place);
}

function contexts(known: Partial<LintContext>, knownOfGood: Partial<LintContext>, place: Place): Neighbours {
  return { ...documents(SEED, SEED, place), known, knownOfGood };
}

export function allowed(
  action: string,
  resource = "arn:aws:ecr:eu-west-1:123456789012:repository/web",
): JsonMap {
  return { Effect: "Allow", Action: action, Resource: resource };
}
