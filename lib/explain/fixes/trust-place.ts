import type { Path } from "../../config/problem";
import { sharedClaims, trustedSubjects } from "../../policy/trust-policy";
import type { Attempt } from "../attempt";
import type { Cause } from "../causes/cause";

/** Where the file says what the token was compared with. */
export type TrustPlace =
  /** An entry that names a repository. */
  | { readonly kind: "entry"; readonly path: Path }
  /** An entry that holds a whole subject. */
  | { readonly kind: "subject"; readonly path: Path }
  /** A value, or a part, of a trust policy of the user's own. */
  | { readonly kind: "document"; readonly path: Path };

/** Nothing for a trust policy that no file holds. */
export function trustPlace({ asked: { role }, statement, expected }: Attempt): TrustPlace | undefined {
  if (role.origin === undefined) return undefined;
  const { path, role: own, issuerHost } = role.origin;
  const { trust } = own;
  if (trust.kind === "document") {
    const inside = expected?.value.path ?? statement.statement.path;
    return { kind: "document", path: [...path, "trustPolicy", ...inside] };
  }
  const shared = sharedClaims(trust.entries)[Number(statement.statement.path[1])] ?? trust.entries;
  const text = expected?.value.text;
  const entry =
    shared.find((each) => trustedSubjects({ entries: [each], issuerHost }).some((one) => one === text)) ??
    shared[0];
  return {
    kind: entry.kind === "subject" ? "subject" : "entry",
    path: [...path, "trust", entry.source],
  };
}

/** Where the file says what a cause is about. */
export function causePath({ name }: Cause, comparison: Attempt): Path | undefined {
  const { origin } = comparison.asked.role;
  if (origin === undefined) return undefined;
  switch (name) {
    case "issuer":
      return ["github", "host"];
    case "audience":
    case "audience missing":
      return [...origin.path.slice(0, 2), "audience"];
    default:
      return trustPlace(comparison)?.path;
  }
}
