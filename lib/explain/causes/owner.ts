import { hasWildcard } from "../../policy/iam/glob";
import { type Attempt, isCovered } from "../attempt";
import type { SubjectParts } from "../subject-parts";
import { type Cause, type CauseName, type CauseRest, FAR } from "./cause";
import { expectedIds, sentIds } from "./ids";

/** Another owner, or the owner by another name or id. */
export function ownerCauses(comparison: Attempt): readonly Cause[] {
  const { expected, got } = comparison;
  const parts = expected?.parts;
  if (expected === undefined || parts === undefined || got === undefined) return [];
  const isSame = isCovered(parts.owner.text, got.owner.text, expected.value.isCaseless);
  const own = expectedIds(comparison).owner;
  const sent = sentIds(comparison).owner;
  const areAlike = own !== undefined && own === sent;
  if (isSame && (own === undefined || sent === undefined || areAlike)) return [];
  const cause = (name: CauseName, rest: CauseRest, marked = got.owner): readonly Cause[] => [
    {
      name,
      ...rest,
      difference: {
        claim: "sub",
        expected: [expected.value.text],
        got: subjectText(comparison),
        marks: [marked],
      },
    },
  ];
  const isRespelled = !isSame && isCovered(parts.owner.text, got.owner.text, true);
  const isOtherId = own !== undefined && sent !== undefined && !areAlike;
  if ((isSame || isRespelled) && isOtherId) {
    return cause("owner id", takenName(got, own), got.ownerId ?? got.owner);
  }
  if (isRespelled) return cause("owner casing", respelled(got));
  if (areAlike) return cause("owner renamed", renamed(got, parts));
  return isFork(got, parts) ? cause("fork", fork(got)) : cause("other owner", stranger(got));
}

/** The token's subject as it was given. */
export function subjectText({ asked }: Attempt): string {
  return String(asked.token.claims.sub);
}

function isFork(got: SubjectParts, { repository }: SubjectParts): boolean {
  const name = repository?.text;
  return (
    name !== undefined && !hasWildcard(name) && name.toLowerCase() === got.repository?.text.toLowerCase()
  );
}

function takenName({ owner, ownerId }: SubjectParts, own: string | undefined): CauseRest {
  const sent = ownerId === undefined ? "by the token's claims" : ownerId.text;
  return {
    cost: 3 * FAR,
    words: `the owner has the trusted name ${owner.text} and another id (${sent}, not ${own}): somebody else has the name now`,
    advice: `none is proposed, because the token may be a stranger's; if the id in the file is wrong, gh api users/${owner.text} --jq .id prints the right one`,
    repair: undefined,
  };
}

function renamed({ owner }: SubjectParts, parts: SubjectParts): CauseRest {
  return {
    cost: 2,
    words: `the owner is called ${owner.text} now, and was ${parts.owner.text}: the ids agree, the names do not`,
    advice: `write ${owner.text} for ${parts.owner.text}, everywhere in the file, once gh api users/${owner.text} --jq .id prints the id that the file has; nothing here can tell that the token is not forged`,
    repair: undefined,
  };
}

function respelled({ owner }: SubjectParts): CauseRest {
  return {
    cost: 1,
    words: "the owner is written in another casing, and a subject is compared with case",
    advice: `write ${owner.text} as GitHub does, everywhere in the file (gh api users/${owner.text} --jq .login prints it)`,
    repair: "owner's spelling",
  };
}

function fork({ owner }: SubjectParts): CauseRest {
  return {
    cost: 2 * FAR,
    words: `the token is of ${owner.text}'s repository of the same name, a fork or a copy: its code is whatever ${owner.text} writes`,
    advice:
      "none is proposed, because the role trusts another owner; let the workflow run in the trusted repository, after review",
    repair: undefined,
  };
}

function stranger({ owner }: SubjectParts): CauseRest {
  return {
    cost: 3 * FAR,
    words: `the token is of another owner, ${owner.text}`,
    advice:
      "none is proposed, because no role is to trust another owner without a decision; if it is to, write an entry of trust with owner",
    repair: undefined,
  };
}
