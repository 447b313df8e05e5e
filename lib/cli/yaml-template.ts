import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import type { DocumentPath } from "../policy/document";
import type { Region } from "../policy/json-text";

/** The largest template that CloudFormation reads. */
const MAX_TEMPLATE_BYTES = 2 ** 20;

/** One mistake can give many errors. */
const MAX_PROBLEMS = 20;

/** A CloudFormation template in YAML. */
interface YamlTemplate {
  /** As the same template in JSON: `!Ref Name` is `{ Ref: "Name" }`. */
  readonly value: unknown;
  /** The regions of values. For a path that is not in the text, the region of the nearest value above it. */
  readonly regions: (paths: readonly DocumentPath[]) => readonly Region[];
}

/** Whether a text that is not JSON looks like a CloudFormation template. */
export function isYamlTemplate(text: string): boolean {
  return /^(?:AWSTemplateFormatVersion|Resources)[ \t]*:/m.test(text);
}

/** @returns the problems, if the text is not valid YAML. */
export function yamlTemplate(
  text: string,
):
  | YamlTemplate
  | { readonly problems: readonly { readonly start: Region["start"]; readonly message: string }[] } {
  const lines = new LineCounter();
  const positionOf = (offset: number): Region["start"] => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  if (Buffer.byteLength(text) > MAX_TEMPLATE_BYTES) {
    const message = "expected a CloudFormation template of at most 1 MiB, got more";
    return { problems: [{ start: { line: 1, column: 1 }, message }] };
  }
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    return {
      problems: document.errors.slice(0, MAX_PROBLEMS).map(({ pos, message }) => ({
        start: positionOf(pos[0]),
        message: `invalid YAML: ${message}`,
      })),
    };
  }
  const regionOf = (path: DocumentPath): Region => {
    const node = document.getIn(path, true);
    const range = isNode(node) ? node.range : undefined;
    if (range) return { start: positionOf(range[0]), end: positionOf(range[1]) };
    return path.length === 0 ? { start: positionOf(0), end: positionOf(0) } : regionOf(path.slice(0, -1));
  };
  return { value: jsonValue(document.contents), regions: (paths) => paths.map(regionOf) };
}

/** CloudFormation supports no aliases. */
function jsonValue(node: unknown): unknown {
  if (!isNode(node) || isAlias(node)) return null;
  const value = plainValue(node);
  const { tag } = node;
  if (tag === undefined || !/^![A-Za-z0-9]+$/.test(tag)) return value;
  const name = tag.slice(1);
  return { [name === "Ref" || name === "Condition" ? name : `Fn::${name}`]: value };
}

function plainValue(node: Node): unknown {
  if (isMap(node)) {
    return Object.fromEntries(
      node.items.map(({ key, value }) => [isScalar(key) ? String(key.value) : "", jsonValue(value)]),
    );
  }
  if (isSeq(node)) return node.items.map(jsonValue);
  return isScalar(node) ? node.value : null;
}
