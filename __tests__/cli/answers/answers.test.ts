import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkedRole, ownersOf } from "../../../lib/cli/commands/check/report";
import { roleOfPolicy } from "../../../lib/explain/candidates";
import { explainToken } from "../../../lib/explain/explain";
import { tokenOfSubject, wholeToken } from "../../../lib/explain/token";
import { NOW } from "../../explain/explained";
import { found } from "../../inventory/fixture";
import { AUD, type JsonMap, statementWith, TESTED_AUD } from "../../policy/rules/document";
import { ISSUER } from "../../support/github";

type Conditions = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A trust policy and a token, and what explain and check answer. */
interface Case {
  readonly title: string;
  /** Statements for the OIDC provider of github.com. In keys and values, `HOST` is its issuer. A key in lower case without a colon is a claim of it. */
  readonly statements: readonly (JsonMap & { readonly Condition?: Conditions })[];
  readonly version?: string;
  readonly token: JsonMap & { readonly sub: string };
  /** Whether the token has no other claims than those given. Otherwise, they are not known. */
  readonly isWhole?: true;
  readonly outcome: string;
  /** The first cause. */
  readonly cause?: string;
  readonly fix?: string;
  /** By rule, and what it expects. */
  readonly findings: readonly string[];
}

const CASES: readonly Case[] = JSON.parse(readFileSync(join(__dirname, "answers.json"), "utf8"));

test.each(CASES.map((each) => [each.title, each] as const))(
  "%s",
  (_, { outcome, cause, fix, findings, ...given }) => {
    expect(answersTo(given)).toStrictEqual({
      outcome,
      ...(cause !== undefined && { cause }),
      ...(fix !== undefined && { fix }),
      findings,
    });
  },
);

function answersTo({
  statements,
  version = "2012-10-17",
  token,
  isWhole,
}: Pick<Case, "statements" | "version" | "token" | "isWhole">): object {
  const { roles } = found({
    Version: version,
    Statement: statements.map(({ Condition = {}, ...own }) =>
      statementWith(
        own.Effect === "Deny" || "Principal" in own ? renamed(Condition) : withAudience(renamed(Condition)),
        own,
      ),
    ),
  });
  const { sub, aud = "sts.amazonaws.com", ...claims } = token;
  const { outcome, denial } = explainToken(
    roles.map(({ name, document, account }) => roleOfPolicy(name, document, account)),
    isWhole === true
      ? wholeToken({ iss: `https://${ISSUER}`, sub, aud, ...claims }, ISSUER)
      : tokenOfSubject(sub, String(aud), ISSUER),
    undefined,
    NOW,
  );
  const [cause] = denial?.causes ?? [];
  return {
    outcome,
    ...(cause !== undefined && { cause: cause.code, fix: cause.fix }),
    findings: roles
      .flatMap((role) => checkedRole(role, ownersOf([])).findings)
      .map(
        ({ rule, given, expected }) =>
          `${rule.id} ${given}${expected === undefined ? "" : ` -> ${expected}`}`,
      ),
  };
}

function renamed(conditions: Conditions): Conditions {
  return Object.fromEntries(
    Object.entries(conditions).map(([operator, own]) => [
      operator,
      Object.fromEntries(Object.entries(own).map(([key, value]) => [keyOf(key), value])),
    ]),
  );
}

/** With a condition on the audience, if there is none. */
function withAudience({ StringEquals, ...others }: Conditions): Conditions {
  const hasAudience = [StringEquals ?? {}, ...Object.values(others)].some((keys) => AUD in keys);
  return hasAudience
    ? { ...(StringEquals !== undefined && { StringEquals }), ...others }
    : { StringEquals: { ...TESTED_AUD, ...StringEquals }, ...others };
}

function keyOf(key: string): string {
  return /^[a-z_]+$/.test(key) ? `${ISSUER}:${key}` : key.replace("HOST", ISSUER);
}
