import fc from "fast-check";
import { parseDocument } from "yaml";
import { parseConfig } from "../../lib/config/load";
import { ConfigError } from "../../lib/config/problem";
import { parsedFile } from "../../lib/config/read";
import type { Account } from "../../lib/config/types";
import { wholeToken } from "../../lib/explain/token";
import { evaluate } from "../../lib/policy/iam/evaluate";
import { requestContext } from "../../lib/policy/iam/request-context";
import { parsePolicy } from "../../lib/policy/parse";
import type { ParsedPolicy } from "../../lib/policy/policy-document";
import { ISSUER, PROVIDER_ARN } from "../support/github";
import { runs } from "../support/runs";
import { explained, ISSUER_URL } from "./explained";

/**
 * The edits that explain proposes allow the token and no token of another owner. The YAML library applies the edits here, and only the
 * IAM evaluation decides, so that the test does not use the code that it tests.
 */
const RUNS = runs(1_000);

const context = fc.constantFrom(
  { branch: "main" },
  { branch: "Main" },
  { branch: "release/*" },
  { tag: "v1" },
  { tag: "v*" },
  { environment: "prod" },
  { environment: "a:b" },
  { environment: "*" },
  { pullRequest: true },
  { mergeQueue: "main" },
);

/** WEB is replaced by a name in the case of the file. */
const repositoryName = fc.constantFrom("WEB", "WEB", "api", "team-*");

const entry = fc.oneof(
  fc.record({ repository: repositoryName, at: context }).map(({ repository, at }) => ({ repository, ...at })),
  fc.record({ repository: repositoryName, at: context }).map(({ repository, at }) => ({
    repository,
    ...at,
    owner: "partner",
  })),
  fc.record({ repository: repositoryName, at: context, actorId: fc.constantFrom(5, 6) }).map((made) => ({
    repository: [made.repository, "docs"],
    ...made.at,
    claims: { actorId: made.actorId },
  })),
  fc
    .constantFrom(
      "repo:OWNER/WEB:ref:main",
      "repo:OWNER/WEB:ref:refs/heads/main",
      "repo:OWNER@1/WEB@2:environment:a:b",
      "repo:OWNER/WEB:refs/heads/main",
      "repo:OWNER/WEB:environment:Prod",
      "repo:OWNER/WEB:ref:refs/heads/*",
    )
    .map((subject) => ({ subject })),
);

const NAMES = ["WEB", "api", "docs"];
const IDS = Object.fromEntries([
  ...NAMES.map((name, index) => [name, { id: index + 2 }]),
  ...NAMES.map((name, index) => [`partner/${name}`, { id: index + 7 }]),
]);

const github = fc.constantFrom(
  { owners: {}, repositories: {} },
  { owners: { OWNER: { id: 1 } }, repositories: { WEB: { id: 2 } } },
  {
    owners: { OWNER: { id: 1, subject: "immutable" }, partner: { id: 4, subject: "immutable" } },
    repositories: IDS,
  },
  { owners: { OWNER: { id: 1, subject: "both" }, partner: { id: 4 } }, repositories: IDS },
  {
    owners: { OWNER: { id: 1, subject: "immutable" }, partner: { id: 4 } },
    repositories: { ...IDS, WEB: { id: 2, subject: "name" } },
  },
);

const role = fc
  .record({
    trust: fc.array(entry, { minLength: 1, maxLength: 3 }),
    access: fc.constantFrom("push", "pull"),
  })
  .map((made) => {
    const text = JSON.stringify(made.trust);
    const accepts = [
      ...(text.includes("team-*") ? ["R07"] : []),
      ...(text.includes("pullRequest") && made.access === "push" ? ["R09"] : []),
    ];
    return { ...made, accepts };
  });

const customPolicy = fc
  .record({
    sub: fc.constantFrom(
      "repo:OWNER/WEB:ref:main",
      "repo:OWNER/WEB:environment:Prod",
      "repo:OWNER@1/WEB@2:ref:refs/heads/main",
    ),
    operator: fc.constantFrom("StringLike", "StringEquals"),
  })
  .map(({ sub, operator }) => ({
    trustPolicy: {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Federated: PROVIDER_ARN },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: {
            StringEquals: {
              [`${ISSUER}:aud`]: "sts.amazonaws.com",
              ...(operator === "StringEquals" && { [`${ISSUER}:sub`]: sub }),
            },
            ...(operator === "StringLike" && { StringLike: { [`${ISSUER}:sub`]: sub } }),
          },
        },
      ],
    },
  }));

const file = fc
  .record({
    github,
    owner: fc.constantFrom("acme", "acme", "Acme"),
    web: fc.constantFrom("web", "web", "Web"),
    roles: fc.array(fc.oneof({ weight: 3, arbitrary: role }, { weight: 1, arbitrary: customPolicy }), {
      minLength: 1,
      maxLength: 2,
    }),
    audience: fc.constantFrom(undefined, undefined, undefined, "custom"),
    enterprise: fc.constantFrom(undefined, undefined, undefined, "acme-corp"),
  })
  .map(({ github: of, owner, web, roles, audience, enterprise }) => {
    const made = fileOf(of, roles, audience, enterprise);
    const text = JSON.stringify(made).replaceAll("OWNER", owner).replaceAll("WEB", web);
    return { text, isOwnerKnown: text.includes(`"${owner}":{"id":1`) };
  });

/** With OWNER and WEB in place of names. */
function fileOf(
  of: object,
  roles: readonly object[],
  audience: string | undefined,
  enterprise: string | undefined,
): object {
  return {
    github: { owner: "OWNER", ...of, ...(enterprise !== undefined && { enterprise }) },
    accounts: [
      {
        id: "123456789012",
        region: "us-east-1",
        ...(audience !== undefined && { audience }),
        roles: roles.map((each, index) => ({
          name: `role-${index}`,
          publish: false,
          ecr: { repositories: ["web"], ...("access" in each && { access: each.access }) },
          ...("trust" in each ? { trust: each.trust } : each),
          ...("accepts" in each &&
            Array.isArray(each.accepts) &&
            each.accepts.length > 0 && {
              acceptRisks: each.accepts.map((rule) => ({ rule, reason: "wanted" })),
            }),
        })),
      },
    ],
  };
}

/** The first value most of the time. */
function mostly<T>(usual: T, ...others: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof(
    { weight: 7, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );
}

const sentContext = fc.constantFrom(
  "ref:refs/heads/main",
  "ref:refs/heads/Main",
  "ref:refs/heads/develop",
  "ref:refs/heads/release/1",
  "ref:refs/tags/v1",
  "ref:refs/heads/gh-readonly-queue/main/pr-1-abc",
  "environment:prod",
  "environment:Prod",
  "environment:a%3Ab",
  "environment:a:b",
  "environment:*",
  "pull_request",
  "ref:main",
);

const token = fc
  .record({
    owner: mostly("acme", "Acme", "partner", "acme-evil", "outsider"),
    repository: mostly("web", "Web", "shop", "team-a", "*"),
    ids: fc.oneof(fc.constant(undefined), mostly([1, 2], [1, 3], [9, 2], [4, 7])),
    hasIdClaims: fc.boolean(),
    context: sentContext,
    aud: mostly("sts.amazonaws.com", "custom", "vault"),
    iss: mostly(ISSUER_URL, `${ISSUER_URL}/acme-corp`, "https://token.actions.evil.ghe.com"),
  })
  .map(({ owner, repository, ids, hasIdClaims, context: at, aud, iss }) => {
    const [ownerId, repositoryId] = ids ?? [];
    const named =
      ids === undefined ? `${owner}/${repository}` : `${owner}@${ownerId}/${repository}@${repositoryId}`;
    return {
      iss,
      aud,
      sub: `repo:${named}:${at}`,
      actor_id: "5",
      ...(hasIdClaims && {
        repository_owner_id: String(ownerId ?? 1),
        repository_id: String(repositoryId ?? 2),
      }),
    };
  });

/** Subjects, without a context, of owners that no file trusts. */
const otherOwnerSubjects = ["acme-evil", "evil", "acmee", "outsider", "evil-acme", "1"].flatMap((owner) =>
  ["", "@9"].flatMap((id) =>
    ["web", "Web", "shop", "team-a", "acme"].map((repository) => `repo:${owner}${id}/${repository}${id}`),
  ),
);

test("every proposed edit allows the token, and no token of another owner", () => {
  const seen = { files: 0, proposals: 0 };
  const { failed, counterexample, errorInstance } = fc.check(
    fc.property(file, token, ({ text, isOwnerKnown }, claims) => {
      if (!isValid(text)) return;
      seen.files++;
      const answer = explained(text, wholeToken(claims, ISSUER));
      const { edits = [], closest } = answer.denial ?? {};
      expect(answer.outcome === "allowed").toBe(allowingRoles(rolesOf(text), claims).length > 0);
      if (edits.length === 0) return;
      seen.proposals++;
      const yaml = parseDocument(text);
      for (const { path, value } of edits) yaml.setIn(path, yaml.createNode(value));
      const edited = String(yaml);
      const roles = rolesOf(edited);
      expect(allowingRoles(roles, claims)).toContain(closest?.role.name);
      const at = claims.sub.slice(claims.sub.indexOf(":", "repo:".length));
      const allowed = otherOwnerSubjects
        .flatMap((start) => [at, ":ref:refs/heads/main", ":environment:prod"].map((where) => start + where))
        .filter((sub) => allowingRoles(roles, { ...claims, sub }).length > 0);
      expect(allowed).toStrictEqual([]);
      expect(claims.sub).not.toMatch(/^repo:(?:acme-evil|outsider)[@/]/);
      // If the file has the owner's id, a token with another id is from another owner.
      if (isOwnerKnown) expect(claims.sub).not.toMatch(/^repo:acme@[94]\//i);
    }),
    { numRuns: RUNS },
  );

  expect({ failed, counterexample, errorInstance }).toStrictEqual({
    failed: false,
    counterexample: null,
    errorInstance: null,
  });
  // With few files or proposals the property would prove little.
  expect(seen.files).toBeGreaterThan(RUNS / 2);
  expect(seen.proposals).toBeGreaterThan(RUNS / 6);
}, 300_000);

function isValid(text: string): boolean {
  try {
    parsedFile(text, "access.yaml");
    return true;
  } catch (error) {
    if (error instanceof ConfigError) return false;
    throw error;
  }
}

interface CandidateRoles {
  readonly account: Account;
  readonly documents: readonly { readonly name: string; readonly document: ParsedPolicy }[];
}

function rolesOf(text: string): CandidateRoles {
  const [account] = parseConfig(text, "access.yaml").accounts;
  const documents = account.roles.map(({ name, trustPolicy }) => {
    const read = parsePolicy(trustPolicy, "trust");
    if ("problems" in read) throw new TypeError("unreadable");
    return { name, document: read };
  });
  return { account, documents };
}

/** The roles that allow a token, by the evaluation and the provider's audience. */
function allowingRoles(
  { account, documents }: CandidateRoles,
  claims: { readonly iss: string; readonly aud: string; readonly sub: string },
): readonly string[] {
  const request = requestContext(claims, claims.iss.slice("https://".length), account);
  return documents
    .filter(
      ({ document }) => claims.aud === account.audience && evaluate(document, request).outcome === "allowed",
    )
    .map(({ name }) => name);
}
