import { isServerIssuer } from "../../policy/github-issuer";
import { OWNER, REPOSITORY_OF_OWNER } from "../../policy/github-names";
import { plainText } from "../../policy/iam/glob";
import type { ConditionValue } from "../../policy/rules/github-statement";
import { NEXT_SEGMENT } from "../../policy/rules/subject-facts";
import { type Attempt, isCovered } from "../attempt";
import { subjectContext } from "../context";
import { subjectOf } from "../presented-token";
import type { SubjectParts } from "../subject-parts";
import { type Cause, FAR } from "./cause";

/** The token's subject is not of the form that GitHub writes without a template. */
export function formCauses(comparison: Attempt): readonly Cause[] {
  const { asked, expected, got } = comparison;
  if (expected === undefined) return [];
  const sub = subjectOf(asked.token);
  const difference = {
    claim: "sub",
    expected: [expected.value.text],
    got: sub,
    marks: [{ start: 0, end: sub.length }],
  };
  if (isTemplate(sub, got)) return [templateCause(sub, expected.value, difference)];
  if (isOtherKey(comparison)) {
    return [
      {
        name: "key casing",
        cost: 1,
        words:
          "the subject that the role asks for does not begin with repo: in lower case, as GitHub writes it",
        advice: "write repo: in lower case",
        difference: { ...difference, marks: [got?.key ?? { start: 0, end: 0 }] },
        repair: "context's spelling",
      },
    ];
  }
  const wrong = got === undefined ? "it does not begin with repo:" : wrongPart(got, asked.token.issuerHost);
  if (wrong === undefined) return [];
  return [
    {
      name: "no such subject",
      cost: 1,
      words: `GitHub sends no such subject: ${wrong}`,
      advice:
        "take the subject from a token as it is: repo:OWNER/REPOSITORY: and behind it ref:refs/heads/BRANCH, ref:refs/tags/TAG, environment:NAME or pull_request",
      difference: undefined,
      repair: undefined,
    },
  ];
}

/** Another template than the role's subject is made by, or another value in the same. */
function templateCause(
  sub: string,
  { pattern, isCaseless }: ConditionValue,
  difference: NonNullable<Cause["difference"]>,
): Cause {
  const wanted = pattern.split(NEXT_SEGMENT);
  const sent = sub.split(NEXT_SEGMENT);
  const keys = (segments: readonly string[]) => segments.map((segment) => segment.split(":")[0]).join(" ");
  const at = sent.findIndex(
    (segment, index) => !isCovered(wanted[index] ?? "", plainText(segment), isCaseless),
  );
  const part = sent[at];
  if (keys(wanted) !== keys(sent) || part === undefined) {
    return {
      name: "template",
      cost: FAR,
      words:
        "the subject is made by a template of the repository or its organization, and the role's is not, or by another",
      advice:
        "set the template in github.subjectTemplates, from which the role's subjects follow, or trust the whole subject by an entry with subject; or take the template back on GitHub",
      difference,
      repair: undefined,
    };
  }
  const start = sent.slice(0, at).reduce((sum, segment) => sum + segment.length + 1, 0);
  return {
    name: "template",
    cost: 3,
    words: `the subject has ${part} where the role asks for another ${part.split(":")[0]}`,
    advice: "change the entry of trust from which this part of the subject follows",
    difference: { ...difference, marks: [{ start, end: start + part.length }] },
    repair: undefined,
  };
}

function isOtherKey({ expected, got }: Attempt): boolean {
  const key = expected?.parts?.key.text;
  return (
    key !== undefined && key !== "repo" && got?.key.text === "repo" && expected?.value.isCaseless === false
  );
}

/** Whether the subject begins, or goes on behind its context, with a key that only a template puts there. */
export function isTemplate(sub: string, got: SubjectParts | undefined): boolean {
  return (got === undefined ? `:${sub}` : (got.context?.text ?? "")).split(NEXT_SEGMENT).length > 1;
}

/** What GitHub would not write, in words. */
function wrongPart(got: SubjectParts, issuerHost: string): string | undefined {
  const { key, owner, ownerId, repository, repositoryId, context } = got;
  if (key.text !== "repo") return "it begins with repo: in lower case";
  if (repository === undefined) return "the repository is missing";
  if (!OWNER.pattern.test(owner.text)) return "the owner is none that GitHub allows";
  if (!REPOSITORY_OF_OWNER.pattern.test(repository.text)) return "the repository is none that GitHub allows";
  const ids = [ownerId, repositoryId].filter((id) => id !== undefined);
  if (ids.length === 1) return "owner and repository have an id both, or neither has";
  if (ids.some(({ text }) => !/^[1-9][0-9]*$/.test(text))) return "an id is a number";
  if (context === undefined || context.text === "") return "the context behind the repository is missing";
  return wrongContext(context.text, issuerHost);
}

function wrongContext(context: string, issuerHost: string): string | undefined {
  const { kind, name } = subjectContext(context);
  if (/^ref:(?!refs\/)|^refs\//.test(context)) return "a branch is written ref:refs/heads/BRANCH";
  if (kind === "unknown" || kind === "any") {
    return /^ref:refs\/pull\//.test(context) ? undefined : "its end is no context";
  }
  if (kind === "branch" && name.startsWith("refs/heads/")) return "refs/heads/ stands in it twice";
  if (kind === "environment" && !isServerIssuer(issuerHost) && name.includes(":")) {
    return "a : in the name of an environment is written %3A";
  }
  const isRef = kind === "branch" || kind === "tag" || kind === "merge queue";
  return isRef && /[*?[\\^~\s]/.test(name) ? "a branch or tag holds no wildcard and no space" : undefined;
}

/** Whether a token of GitHub's can have the subject, so that the file may be mended for it. */
export function isSendable(comparison: Attempt): boolean {
  const { got, asked } = comparison;
  return (
    got !== undefined &&
    !isTemplate(subjectOf(asked.token), got) &&
    wrongPart(got, asked.token.issuerHost) === undefined
  );
}
