import type { PolicyDocument, TrustStatement } from "../../lib/policy/policy-document";

/** One piece of a pattern: an escape, a policy variable, or a character. */
const PIECE = /\$\{([*?$])\}|\$\{[^}]*\}|[\s\S]/gu;

/**
 * What IAM's StringLike answers: `*` is any run of characters, `?` exactly one, both cross `/`, `:` and `@`.
 * @throws Error for a policy variable, of which no document of ours has one.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars
 */
export function isStringLike(value: string, pattern: string): boolean {
  const source = pattern.replace(PIECE, (piece: string, escaped: string | undefined) => {
    if (escaped !== undefined) return literally(escaped);
    if (piece.length > 1 && piece.startsWith("$")) throw new Error(`a policy variable: ${piece}`);
    if (piece === "*") return ".*";
    return piece === "?" ? "." : literally(piece);
  });
  return new RegExp(`^${source}$`, "su").test(value);
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

/** The claims of a token that a trust policy asks for. */
export interface Claims {
  readonly aud: string;
  readonly sub: string;
}

const ISSUER = "token.actions.githubusercontent.com";

/** What IAM answers a token: statements are alternatives, so are the values of a key; keys and operators all must hold. */
export function isLetIn(policy: PolicyDocument<TrustStatement>, { aud, sub }: Claims): boolean {
  const claims: Readonly<Record<string, string>> = { [`${ISSUER}:aud`]: aud, [`${ISSUER}:sub`]: sub };
  return policy.Statement.some(
    ({ Condition: { StringEquals, StringLike } }) =>
      Object.entries(StringEquals).every(([key, value]) => claims[key] === value) &&
      Object.entries(StringLike).every(([key, patterns]) => {
        const claim = claims[key];
        return claim !== undefined && [patterns].flat().some((pattern) => isStringLike(claim, pattern));
      }),
  );
}
