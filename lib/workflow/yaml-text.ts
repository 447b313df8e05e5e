import { Document, isMap, isScalar, Scalar, type YAMLMap, YAMLSeq } from "yaml";

/** What YAML can be made of: plain values, and those that the functions below make. */
export type Yaml = unknown;

/** A value with a comment behind it. */
export function noted(value: string, comment: string): Yaml {
  const scalar = new Scalar(value);
  scalar.comment = ` ${comment}`;
  return scalar;
}

/** A map with a comment above it, a line each. */
export function headed(map: Readonly<Record<string, Yaml>>, ...comment: readonly string[]): Yaml {
  const node = NODES.createNode(map);
  if (comment.length > 0) node.commentBefore = comment.map((line) => ` ${line}`).join("\n");
  return node;
}

/** A list on one line. */
export function inline(values: readonly string[]): Yaml {
  const list = new YAMLSeq();
  list.items = values.map((value) => new Scalar(value));
  list.flow = true;
  return list;
}

/** Text as it stands: on a line of its own each, or on one where there is one. */
export function lines(texts: readonly string[]): Yaml {
  const text = texts.join("\n");
  if (texts.length < 2) return text;
  const scalar = new Scalar(`${text}\n`);
  scalar.type = "BLOCK_LITERAL";
  return scalar;
}

const NODES = new Document();

/** A document, a blank line between its parts and between its jobs. */
export function yamlText(comment: string, parts: Readonly<Record<string, Yaml>>): string {
  const document = new Document(parts);
  document.commentBefore = ` ${comment}`;
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
