import { isPattern } from "../policy/github-names";
import { type Image, imageName } from "./images";
import { canMove } from "./immutable-tags";
import type { WorkflowRequest } from "./request";
import type { RefName, Trigger } from "./trigger";
import { expression } from "./yaml-text";

/** An image tag, as the workflow writes it. */
export interface ImageTag {
  /** Literal, or a GitHub expression. It is empty in runs that `on` excludes. */
  readonly text: string;
  /** For messages, such as `release-*` for the branches `release/*`. */
  readonly label: string;
  /** The runs that push it: those of branches, of git tags, or both. */
  readonly on: readonly RefType[];
  /** Whether a tag, once pushed, always belongs to the same commit. Other tags move to the newest image. */
  readonly isFixed: boolean;
  /** Whether its text can only be a valid image tag. Others are made valid when the workflow runs. */
  readonly isValid: boolean;
}

type RefType = "branch" | "tag";

/** Names for tags that most workflows use. */
const TAG_NAMES = ["commit", "git-tag", "branch", "latest"] as const;

type TagName = (typeof TAG_NAMES)[number];

/** Expressions whose value never changes in a run and its repetitions, and is a valid part of an image tag. */
const FIXED = /\$\{\{\s*github\.(?:sha|run_id|run_number|run_attempt)\s*\}\}/;
const OF_RUN = /\$\{\{\s*github\.run_/;
const REF_NAME = /^\$\{\{\s*github\.ref_name\s*\}\}$/;
const ANY_EXPRESSION = /\$\{\{[^}]*\}\}/;
/** Texts that people write: more than one line, or any length. */
const FREE_TEXT = /\b(?:message|body|title|description)\b/;

/**
 * The tags of an image. Default: the commit, and the git tag if one starts the run.
 * @param isReusable a reusable workflow runs on any ref of its caller.
 */
export function imageTags(tags: WorkflowRequest["tags"], trigger: Trigger): readonly ImageTag[] {
  const named = tags.length > 0 ? tags : trigger.tags.length > 0 ? ["commit", "git-tag"] : ["commit"];
  return named.flatMap((text) => {
    if (isTagName(text)) return namedTag(text, trigger);
    return REF_NAME.test(text) ? refTags(trigger) : writtenTag(text, trigger);
  });
}

/** `github.ref_name` is the name of a branch or of a git tag. */
function refTags(trigger: Trigger): readonly ImageTag[] {
  return refTypes(trigger).map((ref) => namedTag(ref === "tag" ? "git-tag" : ref, trigger));
}

/** The tags of images that are pulled. Default: `latest`. */
export function pulledTags(tags: WorkflowRequest["tags"]): readonly string[] {
  const texts: Readonly<Record<TagName, string>> = {
    commit: expression("github.sha"),
    "git-tag": expression("github.ref_name"),
    branch: expression("github.ref_name"),
    latest: "latest",
  };
  return (tags.length > 0 ? tags : ["latest"]).map((text) => (isTagName(text) ? texts[text] : text));
}

function isTagName(text: string): text is TagName {
  return TAG_NAMES.some((name) => name === text);
}

function namedTag(name: TagName, trigger: Trigger): ImageTag {
  const refs = refTypes(trigger);
  switch (name) {
    case "commit":
      return { text: expression("github.sha"), label: "commit", on: refs, isFixed: true, isValid: true };
    case "git-tag":
      return {
        text: onRuns("tag", "github.ref_name", trigger),
        label: namesText(trigger.tags),
        on: ["tag"],
        isFixed: true,
        isValid: !trigger.isReusable && trigger.tags.every(isImageTag),
      };
    case "branch":
      return {
        text: onRuns("branch", "github.ref_name", trigger),
        label: namesText(trigger.branches),
        on: ["branch"],
        isFixed: false,
        isValid: !trigger.isReusable && !hasOwnRefs(trigger) && trigger.branches.every(isImageTag),
      };
    case "latest":
      // A git tag can be set on an older commit, which must not become the latest.
      return refs.includes("branch")
        ? { ...LATEST, text: onRuns("branch", "'latest'", trigger), on: ["branch"] }
        : { ...LATEST, text: "latest", on: refs };
  }
}

const LATEST = { label: "latest", isFixed: false, isValid: true } as const;

function namesText(names: readonly RefName[]): string {
  return names.map(({ pattern }) => pattern.replace(/[^\w.*-]/g, "-")).join(", ") || "*";
}

function writtenTag(text: string, trigger: Trigger): ImageTag {
  const isFixed = FIXED.test(text);
  const others = text.replaceAll(new RegExp(FIXED, "g"), "");
  return { text, label: text, on: refTypes(trigger), isFixed, isValid: !ANY_EXPRESSION.test(others) };
}

/** The kinds of refs that the runs of a trigger have. */
function refTypes({ isReusable, branches, tags, event }: Trigger): readonly RefType[] {
  const hasBranches = isReusable || event === "pull_request" || branches.length > 0;
  return [
    ...(hasBranches ? (["branch"] as const) : []),
    ...(isReusable || tags.length > 0 ? (["tag"] as const) : []),
  ];
}

/** A value in runs of one kind of ref, and nothing in others. */
function onRuns(ref: RefType, value: string, trigger: Trigger): string {
  if (refTypes(trigger).length === 1) return value.startsWith("'") ? value.slice(1, -1) : expression(value);
  return expression(`github.ref_type == '${ref}' && ${value} || ''`);
}

/** Whether the runs have refs of their own, `5/merge` or `gh-readonly-queue/…`, and not their branches. */
function hasOwnRefs({ event }: Trigger): boolean {
  return event === "pull_request" || event === "merge_group";
}

function isImageTag({ pattern }: RefName): boolean {
  return !isPattern(pattern) && /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/.test(pattern);
}

/** The tag that shows whether the image of a commit exists: fixed, and pushed by every run. */
export function keyTag(tags: readonly ImageTag[], trigger: Trigger): ImageTag | undefined {
  return tags.find((tag) => tag.isFixed && isOnEveryRun(tag, trigger));
}

/** Whether a tag belongs to one run, so that a later run of the same commit does not find it. */
export function isOfRun({ text }: ImageTag): boolean {
  return OF_RUN.test(text);
}

export function isOnEveryRun({ on, isValid }: ImageTag, trigger: Trigger): boolean {
  return isValid && refTypes(trigger).every((ref) => on.includes(ref));
}

/** Tags that cannot be image tags, that leave runs without a tag, or that ECR does not let move. */
export function tagProblems(
  { tags, platforms, wording }: Pick<WorkflowRequest, "tags" | "platforms" | "wording">,
  trigger: Trigger,
  images: readonly Pick<Image, "repository" | "inputs" | "tagMutability">[],
): readonly string[] {
  const option = wording.option("tags");
  const written = imageTags(tags, trigger);
  const free = tags.filter((text) => ANY_EXPRESSION.test(text) && FREE_TEXT.test(text));
  const fixedIn = (label: string) =>
    images.filter(({ tagMutability }) =>
      label.split(", ").some((name) => canMove(name, tagMutability) === false),
    );
  const untagged = refTypes(trigger).filter((ref) => !written.some(({ on }) => on.includes(ref)));
  return [
    ...free.map(
      (text) =>
        `${option}: expected an expression for one short value (such as ${expression("github.run_number")}), got free text, ${JSON.stringify(text)}`,
    ),
    ...written
      .filter(({ isFixed, label }) => !isFixed && fixedIn(label).length > 0)
      .map(
        ({ label }) =>
          `${option}: the tag ${label} moves to each new image, but the tags of ${fixedIn(label).map(imageName).join(", ")} are immutable. Add ${label} to immutableTags.except, or use ${wording.options({ tags: "commit" })}`,
      ),
    ...untagged.map(
      (ref) =>
        `${option}: runs of a ${ref === "tag" ? "git tag" : "branch"} have no image tag. Add ${wording.options({ tags: "commit" })}`,
    ),
    ...(platforms.length > 1 && untagged.length === 0 && !written.some((tag) => isOnEveryRun(tag, trigger))
      ? [
          `${option}: several platforms need an image tag that every run has. Add ${wording.options({ tags: "commit" })}`,
        ]
      : []),
  ];
}
