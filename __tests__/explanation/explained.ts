import { parsedFile } from "../../lib/config/load";
import { pathText } from "../../lib/config/problem";
import { rolesOfFile } from "../../lib/explanation/asked-role";
import { type Explanation, explanation } from "../../lib/explanation/explanation";
import { type PresentedToken, wholeToken } from "../../lib/explanation/presented-token";
import { NAME } from "../config/access-file";

/** Noon of a day on which the tokens of the tests are good. */
export const NOW = 1_793_534_400;

/** What the roles of a file answer a token. */
export function explained(text: string, token: PresentedToken, now = NOW): Explanation {
  const file = parsedFile(text, NAME);
  const roles = rolesOfFile(file.config, file.surroundings.surroundings.ids);
  return explanation(roles, token, { name: NAME, file }, now);
}

export const ISSUER = "https://token.actions.githubusercontent.com";

/** A token with a subject and, unless others are given, the usual claims. */
export function tokenWith(sub: string, claims: object = {}): PresentedToken {
  return wholeToken({ iss: ISSUER, aud: "sts.amazonaws.com", ...claims, sub }, "none");
}

/** The edits of an answer, each as `place: value`. */
export function editTexts({ refusal }: Explanation): readonly string[] {
  return (refusal?.edits ?? []).map(
    ({ place, path, value }) =>
      `${place.position.slice(NAME.length + 1)} ${pathText(path)}: ${JSON.stringify(value)}`,
  );
}

/** The subject, and below it what differs: a `^` for each character. */
export function marked({ refusal }: Explanation, claim = "sub"): readonly string[] {
  const found = refusal?.differences.find((difference) => difference.claim === claim);
  const got = found?.got ?? "";
  const below = Array.from(got, (_, at) =>
    found?.marks.some(({ start, end }) => start <= at && at < end) ? "^" : " ",
  ).join("");
  return [...(found?.expected ?? []), got, below.trimEnd()];
}
