import { isServerIssuer } from "../../policy/github-issuer";
import { OWNER, REPOSITORY_OF_OWNER } from "../../policy/github-names";
import { EMPTY, type Glob, globText, plainText } from "../../policy/iam/glob";
import type { ConditionValue } from "../../policy/rules/github-statement";
import { parseContext, type SubjectParts, segmentsOf } from "../../policy/subject/parse";
import { type Attempt, globMatches } from "../compare";
import { subjectOf } from "../token";
import { type Cause, type CauseText, FAR, wholeDifference } from "./cause";

/** The token's subject comes from a subject template, or GitHub does not send such a subject. */
export function subjectFormatCauses(attempt: Attempt): readonly Cause[] {
  const { roleDecision, expected, got } = attempt;
  if (expected === undefined) return [];
  const sub = subjectOf(roleDecision.token);
  const difference = wholeDifference("sub", [expected.value.text], sub);
  if (isTemplate(sub, got)) return [templateCause(sub, expected.value, difference)];
  if (isPrefixInOtherCase(attempt)) {
    return [
      {
        code: "prefix-case",
        cost: 1,
        message: `the role's trust policy expects a subject that begins with ${globText(expected.parts?.key.text ?? EMPTY)}:; the token has repo: in lower case`,
        fix: "write repo: in lower case",
        difference: { ...difference, marks: [got?.key ?? { start: 0, end: 0 }] },
        editKind: "context-spelling",
      },
    ];
  }
  if (isWithoutRef(got))
    return [
      { ...NO_REF, difference: { ...difference, marks: got?.context === undefined ? [] : [got.context] } },
    ];
  const wrong =
    got === undefined ? "a subject begins with repo:" : wrongPart(got, roleDecision.token.issuerHost);
  if (wrong === undefined) return [];
  return [
    {
      code: "invalid-subject",
      cost: 1,
      message: `GitHub does not send this subject: ${wrong}`,
      fix: "copy the subject from a real token: repo:OWNER/REPOSITORY: and then ref:refs/heads/BRANCH, ref:refs/tags/TAG, environment:NAME or pull_request",
      difference: undefined,
      editKind: undefined,
    },
  ];
}

const NO_REF: CauseText = {
  code: "no-ref",
  cost: 6,
  message: "the run has no ref, as for a deployment of a commit, so its subject names no branch and no tag",
  fix: "create the deployment for a branch or a tag, or name an environment in the job and trust it",
  editKind: undefined,
};

/** Whether the subject ends with an empty ref. GitHub does not document what it sends then. */
export function isWithoutRef(got: SubjectParts | undefined): boolean {
  return got?.context?.text === "ref:";
}

/** Another template than the one that the role's subjects come from, or another value in the same template. */
function templateCause(
  sub: string,
  { pattern, isCaseless }: ConditionValue,
  difference: NonNullable<Cause["difference"]>,
): Cause {
  const wanted = segmentsOf(pattern);
  const sent = segmentsOf(plainText(sub));
  const keys = (segments: readonly string[]) => segments.map((segment) => segment.split(":")[0]).join(" ");
  const at = sent.findIndex((segment, index) => !globMatches(wanted[index] ?? EMPTY, segment, isCaseless));
  const part = sent[at];
  if (keys(wanted) !== keys(sent) || part === undefined) {
    return {
      code: "subject-template",
      cost: FAR,
      message:
        "the token's subject comes from a subject template; the role's trust policy expects a subject of another form",
      fix: "add the template to github.subjectTemplates, or trust the whole subject with an entry subject. Or reset the template on GitHub",
      difference,
      editKind: undefined,
    };
  }
  const start = sent.slice(0, at).reduce((sum, segment) => sum + segment.length + 1, 0);
  return {
    code: "template-value",
    cost: 3,
    message: `the role's trust policy expects ${globText(wanted[at] ?? EMPTY)} in the subject; the token has ${part}`,
    fix: `change the trust entry that ${part.split(":")[0]} comes from, if this token should be allowed`,
    difference: { ...difference, marks: [{ start, end: start + part.length }] },
    editKind: undefined,
  };
}

function isPrefixInOtherCase({ expected, got }: Attempt): boolean {
  const key = expected?.parts?.key.text;
  return (
    key !== undefined && key !== "repo" && got?.key.text === "repo" && expected?.value.isCaseless === false
  );
}

/** Whether the subject begins with a key of a template, or has one after its context. */
export function isTemplate(sub: string, got: SubjectParts | undefined): boolean {
  return segmentsOf(got === undefined ? plainText(`:${sub}`) : (got.context?.text ?? EMPTY)).length > 1;
}

/** What GitHub does not write, or undefined for a valid subject. */
function wrongPart(got: SubjectParts, issuerHost: string): string | undefined {
  const { key, owner, ownerId, repository, repositoryId, context } = got;
  if (key.text !== "repo") return "a subject begins with repo: in lower case";
  if (repository === undefined) return "the repository is missing";
  if (!OWNER.pattern.test(owner.text)) return "the owner is not a valid GitHub name";
  if (!REPOSITORY_OF_OWNER.pattern.test(repository.text)) return "the repository is not a valid GitHub name";
  const ids = [ownerId, repositoryId].filter((id) => id !== undefined);
  if (ids.length === 1) return "either owner and repository both have an id, or neither has one";
  if (ids.some(({ text }) => !/^[1-9][0-9]*$/.test(text))) return "an id is a number";
  if (context === undefined || context.text === "") return "the context after the repository is missing";
  return wrongContext(context.text, issuerHost);
}

function wrongContext(context: Glob, issuerHost: string): string | undefined {
  const { kind, name } = parseContext(context);
  if (/^ref:(?!refs\/)|^refs\//.test(context)) return "a branch is written ref:refs/heads/BRANCH";
  if (kind === "unknown" || kind === "any") {
    return /^ref:refs\/pull\//.test(context) ? undefined : "it does not end with a known context";
  }
  if (kind === "branch" && name.startsWith("refs/heads/")) return "refs/heads/ occurs twice";
  if (kind === "environment" && !isServerIssuer(issuerHost) && name.includes(":")) {
    return "a colon in an environment name is written %3A";
  }
  const isRef = kind === "branch" || kind === "tag" || kind === "mergeQueue";
  return isRef && /[*?[\\^~\s]/.test(name)
    ? "a branch or tag name contains no wildcard and no space"
    : undefined;
}

/** Whether GitHub can send the token's subject. The file is edited for such a subject only. */
export function isSendable(attempt: Attempt): boolean {
  const { got, roleDecision } = attempt;
  return (
    got !== undefined &&
    !isTemplate(subjectOf(roleDecision.token), got) &&
    wrongPart(got, roleDecision.token.issuerHost) === undefined
  );
}
