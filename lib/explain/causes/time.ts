import type { TokenClaims } from "../../policy/iam/request-context";
import type { Cause } from "./cause";

/**
 * A token outside its validity. AWS answers it with errors of their own (ExpiredTokenException, InvalidIdentityToken), so this comes
 * after what the trust policy says.
 * @param now seconds since 1970.
 */
export function timeCauses({ exp, nbf }: TokenClaims, now: number): readonly Cause[] {
  if (typeof exp === "number" && exp <= now) {
    return [
      {
        code: "expired",
        cost: 0,
        message: `the token expired at ${dateText(exp)}, so AWS denies it, whatever the trust policy says`,
        fix: "request a new token in the job. A token is valid for a few minutes",
        difference: undefined,
        editKind: undefined,
      },
    ];
  }
  if (typeof nbf === "number" && nbf > now) {
    return [
      {
        code: "not-yet-valid",
        cost: 0,
        message: `the token is not valid before ${dateText(nbf)}`,
        fix: "wait until then, or correct the clock of this machine",
        difference: undefined,
        editKind: undefined,
      },
    ];
  }
  return [];
}

/** The last second that a JavaScript date can have. */
const LAST_SECOND = 8_640_000_000_000;

function dateText(seconds: number): string {
  return Math.abs(seconds) > LAST_SECOND ? `${seconds} s after 1970` : new Date(seconds * 1000).toISOString();
}
