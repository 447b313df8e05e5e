import { arnScopeOf } from "../../policy/arn";
import { GITHUB_COM_ISSUER, isGithubIssuer } from "../../policy/github-issuer";
import { providerHost, WEB_IDENTITY_ACTION } from "../../policy/iam/evaluate";
import type { Attempt } from "../attempt";
import { scopeOf } from "../candidate-role";
import { type Cause, FAR } from "./cause";

/** The token is signed by another than the role trusts, or the role's provider is none of its own account. */
export function issuerCauses({ asked, statement }: Attempt): readonly Cause[] {
  const { federated } = statement.statement.principal;
  if (statement.statement.effect === "Deny" || statement.principal !== "fails") return [];
  const { issuerHost } = asked.token;
  const hosts = [...new Set(federated.flatMap((arn) => providerHost(arn) ?? []))];
  if (hosts.length === 0) return [principalCause()];
  if (hosts.includes(issuerHost)) return [providerCause(asked.role, federated)];
  const difference = {
    claim: "iss",
    expected: hosts.map((host) => `https://${host}`),
    got: `https://${issuerHost}`,
    marks: [{ start: 0, end: `https://${issuerHost}`.length }],
  };
  return [{ name: "issuer", difference, ...issuerWords(issuerHost, hosts) }];
}

type IssuerWords = Pick<Cause, "words" | "advice" | "cost" | "repair">;

function issuerWords(got: string, expected: readonly string[]): IssuerWords {
  const slug = slugOf(got);
  if (slug !== undefined && expected.includes(GITHUB_COM_ISSUER)) {
    return {
      cost: FAR,
      words: `the enterprise ${slug} puts its slug into the issuer of its tokens, and the role trusts github.com without it`,
      advice: `write enterprise: ${slug} under github, if that is your enterprise; in a trust policy of your own, put /${slug} behind the host in the provider's ARN and in every key`,
      repair: "enterprise",
    };
  }
  if (got === GITHUB_COM_ISSUER && expected.some((host) => slugOf(host) !== undefined)) {
    return {
      cost: FAR,
      words:
        "the token's issuer has no slug of an enterprise, and the role trusts an enterprise that has one",
      advice:
        "if the enterprise no longer puts its slug into the issuer, leave out github.enterprise; else the token is of an owner outside of the enterprise",
      repair: undefined,
    };
  }
  return {
    cost: 4 * FAR,
    words: isGithubIssuer(got)
      ? "the token is of another GitHub: an owner there is another one than the owner of the same name here"
      : "the token's issuer is no GitHub",
    advice: isGithubIssuer(got)
      ? "if your repositories are on that host, write it as github.host, which moves every role of the file there; else ask the right GitHub"
      : "ask GitHub for the token: a job with permissions: { id-token: write } gets one",
    repair: undefined,
  };
}

function slugOf(host: string): string | undefined {
  return host.startsWith(`${GITHUB_COM_ISSUER}/`) ? host.slice(GITHUB_COM_ISSUER.length + 1) : undefined;
}

function principalCause(): Cause {
  return {
    name: "principal",
    cost: 8 * FAR,
    words: "the statement trusts others than identity providers",
    advice: "add a statement that trusts the account's OIDC provider for GitHub",
    difference: undefined,
    repair: undefined,
  };
}

function providerCause(role: Attempt["asked"]["role"], federated: readonly string[]): Cause {
  const account = scopeOf(role)?.accountId ?? "";
  const others = [...new Set(federated.map((arn) => arnScopeOf(arn).accountId))].join(", ");
  return {
    name: "provider",
    cost: 2 * FAR,
    words: `the statement trusts a provider of the account ${others} or of another partition, and the role lies in ${account}`,
    advice: `name the provider of the role's own account and partition as Principal, ${account}`,
    difference: undefined,
    repair: undefined,
  };
}

/** The statement speaks of another action, or keeps the token out. */
export function statementCauses({ statement }: Attempt): readonly Cause[] {
  if (statement.statement.effect === "Deny") {
    const why = statement.conditions.find(({ outcome }) => outcome === "undetermined")?.why ?? "";
    return [
      {
        name: "denied",
        cost: FAR,
        words:
          statement.outcome === "undetermined"
            ? `whether a statement with the effect Deny keeps the token out cannot be said: ${why}`
            : "a statement with the effect Deny keeps the token out, whatever others allow",
        advice: "take the Deny out or make it narrower, if it is not meant for this token",
        difference: undefined,
        repair: undefined,
      },
    ];
  }
  if (statement.action !== "fails") return [];
  return [
    {
      name: "action",
      cost: FAR,
      words: `the statement does not allow ${WEB_IDENTITY_ACTION}`,
      advice: `write ${WEB_IDENTITY_ACTION} as its Action`,
      difference: undefined,
      repair: undefined,
    },
  ];
}
