import { defaultAudience } from "../../policy/partition";
import { allowedValues } from "../../policy/rules/github-statement";
import { type Attempt, valueMatches } from "../compare";
import type { Cause } from "./cause";

/** The token is for another service, or has no audience. */
export function audienceCauses({ roleDecision, githubStatement }: Attempt): readonly Cause[] {
  const { role, token, isDeniedByProvider } = roleDecision;
  const got = audiencesOf(token.claims.aud);
  const tested = githubStatement === undefined ? [] : allowedValues(githubStatement, "aud");
  const isOther = tested.length > 0 && !got.some((aud) => tested.some((value) => valueMatches(value, aud)));
  if (!isOther && !isDeniedByProvider) return [];
  const expected = isOther ? tested.map(({ text }) => text) : [role.audience];
  const shown = got.length === 0 ? undefined : got.join(", ");
  const expecting = `${isOther ? "the role's trust policy" : "the OIDC provider"} expects the audience ${expected.join(" or ")}`;
  return [
    {
      code: got.length === 0 ? "no-audience" : "audience",
      cost: 4,
      message: `${expecting}; ${gotText(got)}`,
      fix: `request the audience ${expected.join(" or ")}: set the input audience of aws-actions/configure-aws-credentials, or add &audience=${expected[0] ?? ""} to your own request`,
      difference: {
        claim: "aud",
        expected,
        got: shown,
        marks: shown === undefined ? [] : [{ start: 0, end: shown.length }],
      },
      editKind: isUsualAudience(roleDecision, got) ? "audience" : undefined,
    },
  ];
}

function audiencesOf(aud: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  return list.filter((each) => typeof each === "string");
}

function gotText(got: readonly string[]): string {
  const [first] = got;
  if (first === undefined) return "the token has no audience";
  const shown = got.join(", ");
  if (/^https:\/\/[^/]+\/[^/]+$/.test(first)) return `the token has GitHub's default audience, ${shown}`;
  if (/^sts\.amazonaws\.com/.test(first)) {
    return `the token has the audience of another AWS partition, ${shown}`;
  }
  return `the token has ${shown}`;
}

/** Whether the token has the default audience of the partition, and the account expects another one. */
function isUsualAudience({ role: { origin } }: Attempt["roleDecision"], got: readonly string[]): boolean {
  return origin !== undefined && got.length === 1 && got[0] === defaultAudience(origin.account.partition);
}
