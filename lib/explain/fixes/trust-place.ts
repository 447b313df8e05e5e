import type { Path } from "../../config/problem";
import { sharedClaims, trustedSubjects } from "../../policy/trust-policy";
import type { Cause } from "../causes/cause";
import type { Attempt } from "../compare";

/** The place in the file that the statement comes from. */
export type TrustPlace =
  /** An entry that names a repository. */
  | { readonly kind: "entry"; readonly path: Path }
  /** An entry with the key subject. */
  | { readonly kind: "subject"; readonly path: Path }
  /** A part of a custom trust policy. */
  | { readonly kind: "document"; readonly path: Path };

/** Undefined for a role of a policy file. */
export function trustPlace({ roleDecision: { role }, statement, expected }: Attempt): TrustPlace | undefined {
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

/** The place in the file that a cause is about. */
export function causePath({ code }: Cause, attempt: Attempt): Path | undefined {
  const { origin } = attempt.roleDecision.role;
  if (origin === undefined) return undefined;
  switch (code) {
    case "enterprise-in-issuer":
    case "no-enterprise-in-issuer":
    case "other-enterprise-in-issuer":
      return ["github", "enterprise"];
    case "issuer":
    case "other-github-host":
      return ["github", "host"];
    case "audience":
    case "no-audience":
      return [...origin.path.slice(0, 2), "audience"];
    default:
      return trustPlace(attempt)?.path;
  }
}
