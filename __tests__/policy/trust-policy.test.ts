import fc from "fast-check";
import { ENVIRONMENT, OWNER, REF_PATTERN, REPOSITORY_PATTERN } from "../../lib/policy/github-names";
import type { NonEmpty } from "../../lib/policy/non-empty";
import type { PolicyDocument, TrustStatement } from "../../lib/policy/policy-document";
import { type Context, subjectPatterns, type TrustEntry } from "../../lib/policy/subject";
import type { TextRule } from "../../lib/policy/text-rule";
import { trustPolicy } from "../../lib/policy/trust-policy";
import { isLetIn } from "./string-like";

const PROVIDER_ARN = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com";
const AUDIENCE = "sts.amazonaws.com";

/** The seed's document, to the letter. */
const SEED = {
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: {
        Federated: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com",
      },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: {
          "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
        },
        StringLike: {
          "token.actions.githubusercontent.com:sub": "repo:acme/web:ref:refs/heads/main",
        },
      },
    },
  ],
};

const WEB_MAIN: TrustEntry = {
  owner: "acme",
  repository: "web",
  context: { kind: "branch", pattern: "main" },
};

describe("the document", () => {
  test("is the seed's, to the letter and in its order", () => {
    const document = policyFor(WEB_MAIN);

    expect(document).toStrictEqual(SEED);
    expect(JSON.stringify(document)).toBe(JSON.stringify(SEED));
  });

  test("is the seed's for all repositories of the owner, with * for the name", () => {
    const document = policyFor({ ...WEB_MAIN, repository: "*" });

    expect(JSON.stringify(document)).toBe(JSON.stringify(SEED).replace("acme/web", "acme/*"));
  });

  test("keeps several subjects as a list in one statement, and takes audience and provider as given", () => {
    const document = trustPolicy({
      providerArn: "arn:aws-cn:iam::210987654321:oidc-provider/token.actions.githubusercontent.com",
      audience: "sts.amazonaws.com.cn",
      subjects: ["repo:acme/web:pull_request", "repo:acme/api:environment:prod"],
    });

    expect(document).toStrictEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: {
            Federated: "arn:aws-cn:iam::210987654321:oidc-provider/token.actions.githubusercontent.com",
          },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: {
            StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com.cn" },
            StringLike: {
              "token.actions.githubusercontent.com:sub": [
                "repo:acme/web:pull_request",
                "repo:acme/api:environment:prod",
              ],
            },
          },
        },
      ],
    });
  });
});

const branch = (pattern: string): Context => ({ kind: "branch", pattern });
const tag = (pattern: string): Context => ({ kind: "tag", pattern });
const environment = (name: string): Context => ({ kind: "environment", name });
const pullRequest: Context = { kind: "pullRequest" };

describe("a token is let in", () => {
  test.each<[string, Context, string]>([
    ["web", branch("main"), "repo:acme/web:ref:refs/heads/main"],
    ["*", branch("main"), "repo:acme/web:ref:refs/heads/main"],
    ["team-*", branch("main"), "repo:acme/team-blue:ref:refs/heads/main"],
    ["web", branch("release/*"), "repo:acme/web:ref:refs/heads/release/2/x"],
    ["web", branch(`a\${b}$c`), `repo:acme/web:ref:refs/heads/a\${b}$c`],
    ["web", tag("v*"), "repo:acme/web:ref:refs/tags/v1.0"],
    ["web", pullRequest, "repo:acme/web:pull_request"],
    ["web", environment("prod"), "repo:acme/web:environment:prod"],
    ["web", environment("Production:V1"), "repo:acme/web:environment:Production%3AV1"],
    ["web", environment(`a*b?\${c}`), `repo:acme/web:environment:a*b?\${c}`],
    ["web", environment("x:ref:refs/heads/main"), "repo:acme/web:environment:x%3Aref%3Arefs/heads/main"],
  ])("of %s with %j when it says %s", (repository, context, sub) => {
    expect(isLetIn(policyFor({ owner: "acme", repository, context }), { aud: AUDIENCE, sub })).toBe(true);
  });

  test("for any one of several entries", () => {
    const policy = policyFor(WEB_MAIN, { ...WEB_MAIN, context: tag("v*") });

    expect(isLetIn(policy, { aud: AUDIENCE, sub: "repo:acme/web:ref:refs/heads/main" })).toBe(true);
    expect(isLetIn(policy, { aud: AUDIENCE, sub: "repo:acme/web:ref:refs/tags/v2" })).toBe(true);
  });
});

describe("a token is kept out", () => {
  test.each([
    ["another branch", "repo:acme/web:ref:refs/heads/dev"],
    ["a branch that begins like it", "repo:acme/web:ref:refs/heads/main2"],
    ["a branch that ends like it", "repo:acme/web:ref:refs/heads/x/main"],
    ["a branch in another case", "repo:acme/web:ref:refs/heads/Main"],
    ["a tag of the same name", "repo:acme/web:ref:refs/tags/main"],
    ["a pull request", "repo:acme/web:pull_request"],
    ["an environment", "repo:acme/web:environment:main"],
    ["an environment with forged text", "repo:acme/web:environment:x%3Aref%3Arefs/heads/main"],
    ["an environment with forged text of an old server", "repo:acme/web:environment:x:ref:refs/heads/main"],
    ["a merge queue", "repo:acme/web:ref:refs/heads/gh-readonly-queue/main/pr-1-abc"],
    ["a repository that begins like it", "repo:acme/web-evil:ref:refs/heads/main"],
    ["a repository that ends like it", "repo:acme/my-web:ref:refs/heads/main"],
    ["a repository in another case", "repo:acme/Web:ref:refs/heads/main"],
    ["an owner that begins like it", "repo:acme-evil/web:ref:refs/heads/main"],
    ["an owner that ends like it", "repo:evil-acme/web:ref:refs/heads/main"],
    ["an owner in another case", "repo:Acme/web:ref:refs/heads/main"],
    ["the immutable format", "repo:acme@1/web@2:ref:refs/heads/main"],
    ["a repository with an id", "repo:acme/web@123:ref:refs/heads/main"],
    ["an owner with an id", "repo:acme@123/web:ref:refs/heads/main"],
    ["the hyphen format", "repo:acme-1/web-2:ref:refs/heads/main"],
    ["text before it", "x:repo:acme/web:ref:refs/heads/main"],
    ["text after it", "repo:acme/web:ref:refs/heads/main:job_workflow_ref:x"],
    ["nothing", ""],
  ])("rejects %s for acme/web and branch main", (_, sub) => {
    expect(isLetIn(policyFor(WEB_MAIN), { aud: AUDIENCE, sub })).toBe(false);
  });

  test.each<[string, string, Context, string]>([
    ["another owner", "*", branch("*"), "repo:acme-evil/web:ref:refs/heads/main"],
    ["an owner with the name in the repository", "*", branch("*"), "repo:evil/acme:ref:refs/heads/main"],
    ["the immutable format", "*", branch("*"), "repo:acme@1/web@2:ref:refs/heads/main"],
    ["a tag", "*", branch("*"), "repo:acme/web:ref:refs/tags/v1"],
    ["a branch", "*", tag("*"), "repo:acme/web:ref:refs/heads/main"],
    ["a pull request", "*", branch("*"), "repo:acme/web:pull_request"],
    ["an environment", "*", branch("*"), "repo:acme/web:environment:prod"],
    [
      "an environment with forged text",
      "*",
      branch("main"),
      "repo:acme/web:environment:x%3Aref%3Arefs/heads/main",
    ],
    ["a repository outside the pattern", "team-*", branch("main"), "repo:acme/web:ref:refs/heads/main"],
    ["a branch outside the pattern", "web", branch("release/*"), "repo:acme/web:ref:refs/heads/main"],
    ["a tag outside the pattern", "web", tag("v*"), "repo:acme/web:ref:refs/tags/1.0"],
    ["what * would match", "web", environment("prod*"), "repo:acme/web:environment:production"],
    ["what ? would match", "web", environment("prod?"), "repo:acme/web:environment:prod1"],
    ["what a variable would say", "web", environment(`\${aws:x}`), "repo:acme/web:environment:acme"],
    ["the raw colon", "web", environment("a:b"), "repo:acme/web:environment:a:b"],
    ["a branch of the environment's name", "web", environment("main"), "repo:acme/web:ref:refs/heads/main"],
    ["a branch of that name", "web", pullRequest, "repo:acme/web:ref:refs/heads/pull_request"],
  ])("rejects %s for acme/%s with %j", (_, repository, context, sub) => {
    expect(isLetIn(policyFor({ owner: "acme", repository, context }), { aud: AUDIENCE, sub })).toBe(false);
  });

  test.each(["", "https://github.com/acme", "STS.amazonaws.com", "sts.amazonaws.com.cn", "sts.amazonaws.co"])(
    "rejects the audience %p",
    (aud) => {
      expect(isLetIn(policyFor(WEB_MAIN), { aud, sub: "repo:acme/web:ref:refs/heads/main" })).toBe(false);
    },
  );
});

describe("for any entry that the file may hold", () => {
  const owner = texts("abyzAZ09-_", OWNER);
  const repository = texts("abyzAZ09-_.", REPOSITORY_PATTERN);
  const ref = texts(`abyzAZ09-_./\${}@%+é`, REF_PATTERN);
  const environmentName = texts(`ab *?\${}:/%@é`, ENVIRONMENT);
  const context = contexts(ref);
  const entry: fc.Arbitrary<TrustEntry> = fc.record({ owner, repository, context });
  const withWildcards: fc.Arbitrary<TrustEntry> = fc.record({
    owner,
    repository: texts("ab-*", REPOSITORY_PATTERN),
    context: contexts(texts("ab/$*", REF_PATTERN)),
  });

  test("its own subject is let in", () => {
    holds(fc.property(entry, (trusted) => isTokenOf(trusted, trusted)));
  });

  test("rejects every other text, where the entry has no wildcards", () => {
    holds(
      fc.property(entry, fc.nat(), fc.nat(3), fc.string({ maxLength: 3 }), (trusted, at, cut, put) => {
        const own = tokenSubject(trusted);
        const from = at % (own.length + 1);
        const sub = `${own.slice(0, from)}${put}${own.slice(from + cut)}`;
        return isLetIn(policyFor(trusted), { aud: AUDIENCE, sub }) === (sub === own);
      }),
    );
  });

  test("rejects every other owner, repository and context, where the entry has no wildcards", () => {
    const lookAlike = fc.constantFrom("", "-evil", "a", "@1", "%3A");
    holds(
      fc.property(entry, entry, lookAlike, fc.constantFrom(...PARTS), (trusted, stranger, more, parts) => {
        const token = {
          owner: parts.owner ? stranger.owner : `${trusted.owner}${more}`,
          repository: parts.repository ? stranger.repository : `${trusted.repository}${more}`,
          context: parts.context ? stranger.context : trusted.context,
        };
        return isTokenOf(token, trusted) === (tokenSubject(token) === tokenSubject(trusted));
      }),
    );
  });

  test("rejects every other owner, whatever wildcards there are", () => {
    const lookAlike = fc.constantFrom("-evil", "a", "@1", "_x");
    holds(
      fc.property(withWildcards, entry, lookAlike, fc.boolean(), (trusted, stranger, more, isAlike) => {
        const token = { ...stranger, owner: isAlike ? `${trusted.owner}${more}` : stranger.owner };
        return token.owner === trusted.owner || !isTokenOf(token, trusted);
      }),
    );
  });

  test("rejects every other kind of context, whatever wildcards there are", () => {
    holds(
      fc.property(withWildcards, repository, context, (trusted, name, of) => {
        fc.pre(of.kind !== trusted.context.kind);
        return !isTokenOf({ owner: trusted.owner, repository: name, context: of }, trusted);
      }),
    );
  });

  function contexts(pattern: fc.Arbitrary<string>): fc.Arbitrary<Context> {
    return fc.oneof(
      pattern.map(branch),
      pattern.map(tag),
      environmentName.map(environment),
      fc.constant(pullRequest),
    );
  }
});

/** Which parts of a token are a stranger's. */
const PARTS = [
  { owner: true, repository: true, context: true },
  { owner: true, repository: false, context: false },
  { owner: false, repository: true, context: false },
  { owner: false, repository: false, context: true },
  { owner: false, repository: false, context: false },
] as const;

function holds<Values>(property: fc.IProperty<Values>): void {
  expect(fc.check(property, { numRuns: 1_000 })).toMatchObject({ failed: false, counterexample: null });
}

/** Texts of some characters that a rule of the file allows. */
function texts(characters: string, { pattern }: TextRule): fc.Arbitrary<string> {
  return fc
    .string({ unit: fc.constantFrom(...characters), minLength: 1, maxLength: 12 })
    .filter((text) => pattern.test(text));
}

function policyFor(first: TrustEntry, ...others: readonly TrustEntry[]): PolicyDocument<TrustStatement> {
  const entries: NonEmpty<TrustEntry> = [first, ...others];
  return trustPolicy({ providerArn: PROVIDER_ARN, audience: AUDIENCE, subjects: subjectPatterns(entries) });
}

/** What GitHub writes into `sub`: names as they are, a colon within the environment's name encoded. */
function tokenSubject({ owner, repository, context }: TrustEntry): string {
  const named = `repo:${owner}/${repository}`;
  switch (context.kind) {
    case "environment":
      return `${named}:environment:${context.name.split(":").join("%3A")}`;
    case "pullRequest":
      return `${named}:pull_request`;
    case "branch":
      return `${named}:ref:refs/heads/${context.pattern}`;
    case "tag":
      return `${named}:ref:refs/tags/${context.pattern}`;
  }
}

function isTokenOf(token: TrustEntry, trusted: TrustEntry): boolean {
  return isLetIn(policyFor(trusted), { aud: AUDIENCE, sub: tokenSubject(token) });
}
