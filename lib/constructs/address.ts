import { createHash } from "node:crypto";
import { Token } from "cdktf";
import type { NonEmpty } from "../policy/non-empty";

/** Id of the child whose Terraform address is that of its construct. */
export const RESOURCE = "Resource";

const HASH_CHARACTERS = 8;
const HASHED = new RegExp(`_[0-9a-f]{${HASH_CHARACTERS}}$`);
const PLAIN_FIRST = /^[A-Za-z][A-Za-z0-9-]*$/;
const PLAIN_MIDDLE = /^[A-Za-z0-9-]+$/;
const PLAIN_LAST = /^[A-Za-z0-9_-]+$/;

/**
 * Name of a resource in Terraform, from names of the file: joined with `_` if that is unambiguous. If another list of names could give the
 * same address, a hash of the names is appended. So addresses never depend on other entries of the file.
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

/** Like `address`, but leaves out CDKTF tokens: the id of the scope tells such constructs apart. */
export function addressWithoutTokens(names: readonly string[], ...last: NonEmpty<string>): string {
  const [first = "", ...others] = [...names.filter((name) => !Token.isUnresolved(name)), ...last];
  return address(first, ...others);
}
