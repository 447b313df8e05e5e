import { pathText } from "../../lib/config/problem";
import { parsedFile } from "../../lib/config/read";
import { candidatesOf } from "../../lib/explain/candidates";
import { type Explanation, explainToken } from "../../lib/explain/explain";
import { type Token, wholeToken } from "../../lib/explain/token";
import { NAME } from "../config/access-file";
import { ISSUER } from "../support/github";

/** A time at which the tokens of the tests are valid, in seconds since 1970. */
export const NOW = 1_793_534_400;

/** Whether the roles of a file allow a token. */
export function explained(text: string, token: Token, now = NOW): Explanation {
  const file = parsedFile(text, NAME);
  const roles = candidatesOf(file.config, file.context.lintContext);
  return explainToken(roles, token, { name: NAME, file }, now);
}

export const ISSUER_URL = `https://${ISSUER}`;

/** A token with a subject and, unless others are given, the usual claims. */
export function tokenWith(sub: string, claims: object = {}): Token {
  return wholeToken({ iss: ISSUER_URL, aud: "sts.amazonaws.com", ...claims, sub }, "none");
}

/** The edits of an answer, each as `place: value`. */
export function editTexts({ denial }: Explanation): readonly string[] {
  return (denial?.edits ?? []).map(
    ({ place, path, value }) =>
      `${place.position.slice(NAME.length + 1)} ${pathText(path)}: ${JSON.stringify(value)}`,
  );
}

/** The expected values, the token's, and a `^` for each character that differs. */
export function marked({ denial }: Explanation, claim = "sub"): readonly string[] {
  const found = denial?.differences.find((difference) => difference.claim === claim);
  const got = found?.got ?? "";
  const below = Array.from(got, (_, at) =>
    found?.marks.some(({ start, end }) => start <= at && at < end) ? "^" : " ",
  ).join("");
  return [...(found?.expected ?? []), got, below.trimEnd()];
}
