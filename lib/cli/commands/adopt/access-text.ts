import { type EditValue, flowText, scalarText } from "../../../config/editing/edit";
import { type Path, pathText } from "../../../config/problem";

/** Comments by the path of the key or the element that they stand before, without `#`. */
export type Comments = ReadonlyMap<string, readonly string[]>;

/** Longer collections take a line for each element. */
const MAX_FLOW_CHARACTERS = 90;
const STEP = "  ";

/** The text of an access.yaml with this value. */
export function accessText(value: EditValue, header: readonly string[], comments: Comments): string {
  const lines = [...header.map(comment), ...collectionLines(value, [], comments)];
  return lines.map((line) => `${line}\n`).join("");
}

function comment(text: string): string {
  return text === "" ? "#" : `# ${text}`;
}

type Collection = readonly EditValue[] | { readonly [key: string]: EditValue };

function isCollection(value: EditValue): value is Collection {
  return typeof value === "object";
}

function isList(value: EditValue): value is readonly EditValue[] {
  return Array.isArray(value);
}

/** The lines of a value as a block, without an indent. */
function collectionLines(value: EditValue, path: Path, comments: Comments): readonly string[] {
  if (!isCollection(value)) return [scalarText(value)];
  if (isList(value)) {
    return value.flatMap((element, index) => {
      const own = [...path, index];
      const [first = "", ...others] = isFlow(element, own, comments)
        ? [flowText(element)]
        : collectionLines(element, own, comments);
      return [...commentsAt(own, comments), `- ${first}`, ...others.map(indented)];
    });
  }
  return Object.entries(value).flatMap(([key, child]) => {
    const own = [...path, key];
    const lead = `${scalarText(key)}:`;
    const lines = isFlow(child, own, comments)
      ? [`${lead} ${flowText(child)}`]
      : [lead, ...collectionLines(child, own, comments).map(indented)];
    return [...commentsAt(own, comments), ...lines];
  });
}

function indented(line: string): string {
  return `${STEP}${line}`;
}

function commentsAt(path: Path, comments: Comments): readonly string[] {
  return (comments.get(pathText(path)) ?? []).map(comment);
}

/** The values of these paths are always blocks, like every list of maps. */
const BLOCKS = /^(?:github|accounts(?:\[\d+\](?:\.roles(?:\[\d+\])?|\.ecr)?)?)$/;

/** Whether a value stands on one line. */
function isFlow(value: EditValue, path: Path, comments: Comments): boolean {
  if (!isCollection(value)) return true;
  const text = pathText(path);
  if (BLOCKS.test(text)) return Object.keys(value).length === 0;
  if ([...comments.keys()].some((key) => key.startsWith(`${text}.`) || key.startsWith(`${text}[`)))
    return false;
  if (isList(value) && value.some((element) => isCollection(element) && !isList(element))) return false;
  return flowText(value).length <= MAX_FLOW_CHARACTERS;
}
