import { Document, isMap, isScalar, Scalar, type YAMLMap, YAMLSeq } from "yaml";

/** Plain values, and nodes from the functions below. */
export type Yaml = unknown;

/** A value with a comment after it. */
export function noted(value: string | number | boolean, comment: string): Yaml {
  const scalar = new Scalar(value);
  scalar.comment = ` ${comment}`;
  return scalar;
}

/** A map with comment lines above it. */
export function headed(map: Readonly<Record<string, Yaml>>, ...comment: readonly string[]): Yaml {
  const node = NODES.createNode(map);
  if (comment.length > 0) node.commentBefore = commentText(comment);
  return node;
}

/** A list on one line. */
export function inline(values: readonly string[]): Yaml {
  const list = new YAMLSeq();
  list.items = values.map((value) => new Scalar(value));
  list.flow = true;
  return list;
}

/** A block of several lines, or a plain string for one line. */
export function lines(texts: readonly string[]): Yaml {
  const text = texts.join("\n");
  if (texts.length < 2) return text;
  const scalar = new Scalar(`${text}\n`);
  scalar.type = "BLOCK_LITERAL";
  return scalar;
}

const NODES = new Document();

function commentText(lines: readonly string[]): string {
  return lines.map((line) => ` ${line}`).join("\n");
}

/** A document with comment lines above it, and blank lines between its keys and its jobs. */
export function yamlText(comment: readonly string[], parts: Readonly<Record<string, Yaml>>): string {
  const document = new Document(parts);
  document.commentBefore = commentText(comment);
  if (isMap(document.contents)) {
    spaced(document.contents, 2);
    const jobs = document.contents.get("jobs");
    if (isMap(jobs)) spaced(jobs, 1);
  }
  return document.toString({ lineWidth: 0, nullStr: "", flowCollectionPadding: false });
}

function spaced({ items }: YAMLMap, from: number): void {
  for (const { key } of items.slice(from)) if (isScalar(key)) key.spaceBefore = true;
}

/** A GitHub expression: `${{ text }}`. */
export function expression(text: string): string {
  return `\${{ ${text} }}`;
}

/** Escapes text so that GitHub evaluates nothing in it. */
export function unevaluated(text: string): string {
  return text.replaceAll(START, expression(`'${START}'`));
}

const START = `$${"{{"}`;
