import { createHash } from "node:crypto";
import { Token } from "cdktf";
import type { NonEmpty } from "../policy/non-empty";

/** Child of a construct that takes the construct's own address. */
export const RESOURCE = "Resource";

const HASH_CHARACTERS = 8;
const HASHED = new RegExp(`_[0-9a-f]{${HASH_CHARACTERS}}$`);
const PLAIN_FIRST = /^[A-Za-z][A-Za-z0-9-]*$/;
const PLAIN_MIDDLE = /^[A-Za-z0-9-]+$/;
const PLAIN_LAST = /^[A-Za-z0-9_-]+$/;

/**
 * The name of a resource in Terraform, made from names of the file: the names with `_` between them where that says which names
 * they were. Where another list of names would read the same, a hash of the names is added, so that the two stay apart and
 * neither ever moves because of the other.
 */
export function address(first: string, ...others: readonly string[]): string {
  const names = [first, ...others];
  const plain = names.join("_");
  const isPlain =
    (others.length === 0 ? /^[A-Za-z][A-Za-z0-9_-]*$/ : PLAIN_FIRST).test(first) &&
    others.slice(0, -1).every((name) => PLAIN_MIDDLE.test(name)) &&
    others.slice(-1).every((name) => PLAIN_LAST.test(name)) &&
    !HASHED.test(plain) &&
    plain !== RESOURCE &&
    !(plain in {});
  if (isPlain) return plain;
  const readable = plain.replace(/[^A-Za-z0-9_-]/g, "_").replace(/^(?![A-Za-z])/, "_");
  const hash = createHash("sha256").update(JSON.stringify(names)).digest("hex").slice(0, HASH_CHARACTERS);
  return `${readable}_${hash}`;
}

/** The same, of names of which some may be tokens. Those are left out: the id of the construct around stands for them. */
export function addressWithoutTokens(names: readonly string[], ...last: NonEmpty<string>): string {
  const [first = "", ...others] = [...names.filter((name) => !Token.isUnresolved(name)), ...last];
  return address(first, ...others);
}
