import type { TokenClaims } from "../../policy/iam/request-context";
import type { Cause } from "./cause";

/** STS lets clocks differ by some minutes; a token of GitHub's is good for a few, too. */
const ADVICE = "ask GitHub for a new token: one is good for minutes, and a job may ask again at any time";

/**
 * A token at the wrong time. AWS refuses it with a message of its own (ExpiredTokenException, InvalidIdentityToken), so that it is named
 * behind what the trust policy says.
 * @param now seconds since 1970.
 */
export function timeCauses({ exp, nbf }: TokenClaims, now: number): readonly Cause[] {
  if (typeof exp === "number" && exp <= now) {
    return [
      {
        name: "expired",
        cost: 0,
        words: `the token expired ${dateText(exp)}: AWS would refuse it by now, whatever the trust policy says`,
        advice: ADVICE,
        difference: undefined,
        repair: undefined,
      },
    ];
  }
  if (typeof nbf === "number" && nbf > now) {
    return [
      {
        name: "not yet valid",
        cost: 0,
        words: `the token is not valid before ${dateText(nbf)}`,
        advice: "wait, or set the clock of this machine",
        difference: undefined,
        repair: undefined,
      },
    ];
  }
  return [];
}

/** The last second that a date can have in JavaScript. */
const LAST_SECOND = 8_640_000_000_000;

function dateText(seconds: number): string {
  return Math.abs(seconds) > LAST_SECOND ? `${seconds} s after 1970` : new Date(seconds * 1000).toISOString();
}
