import type { ArnScope } from "../arn";
import { CONDITION_CLAIMS } from "../claims";
import { GITHUB_COM_ISSUER } from "../github-issuer";

/** The claims of a token, as its JSON says them. */
export type TokenClaims = Readonly<Record<string, unknown>>;

/** What IAM knows when a token asks for a role. */
export interface RequestContext {
  /** Who signed the token, without `https://`. */
  readonly issuerHost: string;
  /** The account whose role is asked for; without it, a provider of any account is taken for the token's. */
  readonly account: ArnScope | undefined;
  /** Condition keys in lower case, with their values. A key of the issuer's that is missing here is missing in the request. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
  /** Keys of the issuer for which it is not known whether AWS sets them. */
  readonly unsupportedKeys: ReadonlySet<string>;
  /** Keys of the issuer whose claims the token may have, although they are not given. */
  readonly unknownClaims: ReadonlySet<string>;
}

/**
 * The request that a token makes: of its claims, those that AWS makes condition keys of. It documents `aud` and `sub` for every
 * issuer, and the further ones for github.com.
 * @param issuer who signed the token, with `https://`, as the claim `iss` has it, or without. The signature is the caller's to verify.
 * @param account whose role is asked for; without it, a provider of any account is taken for the token's.
 * @param unknownClaims claims that the token may also have, if it is not known completely.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 */
export function requestContext(
  claims: TokenClaims,
  issuer: string,
  account?: ArnScope,
  unknownClaims: readonly string[] = [],
): RequestContext {
  const issuerHost = issuer.replace(/^https:\/\//, "");
  const keyOf = (claim: string) => `${issuerHost}:${claim}`.toLowerCase();
  const keys = new Map<string, readonly string[]>();
  const unsupportedKeys = new Set<string>();
  for (const claim of CONDITION_CLAIMS) {
    const key = keyOf(claim);
    const values = textsOf(claims[claim]);
    if (issuerHost !== GITHUB_COM_ISSUER && !EVERYWHERE.includes(claim)) unsupportedKeys.add(key);
    else if (values.length > 0) keys.set(key, values);
  }
  return { issuerHost, account, keys, unsupportedKeys, unknownClaims: new Set(unknownClaims.map(keyOf)) };
}

const EVERYWHERE = ["aud", "sub", "amr"];

function textsOf(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.flatMap((element) =>
    typeof element === "string" || typeof element === "number" || typeof element === "boolean"
      ? String(element)
      : [],
  );
}
