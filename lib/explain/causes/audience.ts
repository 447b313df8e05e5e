import { defaultAudience } from "../../policy/partition";
import { allowedValues } from "../../policy/rules/github-statement";
import { type Attempt, isMet } from "../attempt";
import type { Cause, CauseName } from "./cause";

/** The token is made for another service, or for none. */
export function audienceCauses({ asked, trusting }: Attempt): readonly Cause[] {
  const { role, token, isRefusedByProvider } = asked;
  const got = audiencesOf(token.claims.aud);
  const tested = trusting === undefined ? [] : allowedValues(trusting, "aud");
  const isOther = tested.length > 0 && !got.some((aud) => tested.some((value) => isMet(value, aud)));
  if (!isOther && !isRefusedByProvider) return [];
  const expected = isOther ? tested.map(({ text }) => text) : [role.audience];
  const shown = got.length === 0 ? undefined : got.join(", ");
  const name: CauseName = got.length === 0 ? "audience missing" : "audience";
  return [
    {
      name,
      cost: 4,
      words: audienceWords(got),
      advice: `ask GitHub for a token with the audience ${expected.join(" or ")}: aws-actions/configure-aws-credentials does by its input audience, a request of your own by &audience=${expected[0] ?? ""}`,
      difference: {
        claim: "aud",
        expected,
        got: shown,
        marks: shown === undefined ? [] : [{ start: 0, end: shown.length }],
      },
      repair: isAccountsFault(asked, got) ? "audience" : undefined,
    },
  ];
}

function audiencesOf(aud: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  return list.filter((each) => typeof each === "string");
}

function audienceWords([first]: readonly string[]): string {
  if (first === undefined) return "the token has no audience";
  if (/^https:\/\/[^/]+\/[^/]+$/.test(first)) {
    return "the token has the audience that GitHub takes where the request names none";
  }
  if (/^sts\.amazonaws\.com/.test(first)) return "the token is made for the STS of another AWS partition";
  return "the token is made for another service";
}

/** Whether the token is made for AWS as usual, and the account asks for another audience. */
function isAccountsFault({ role: { origin } }: Attempt["asked"], got: readonly string[]): boolean {
  return origin !== undefined && got.length === 1 && got[0] === defaultAudience(origin.account.partition);
}
