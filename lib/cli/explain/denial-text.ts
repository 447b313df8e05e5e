import { stringify } from "yaml";
import type { Difference } from "../../explain/causes/cause";
import type { Denial, PlacedEdit } from "../../explain/explain";
import { escapeControlChars } from "../output/escape";
import { listed } from "../output/listed";
import type { Paint } from "../output/paint";
import { roleName, statementName } from "./names";

/** The closest role, what differs, the causes, and what to change. */
export function denialText(denial: Denial, paint: Paint): string {
  const { role, statement, differences, causes } = denial;
  const [first, ...others] = causes;
  return [
    paint("strong", `closest role: ${roleName(role)}, ${statementName(statement.statement)}`),
    ...differences.flatMap((difference) => differenceLines(difference, paint)),
    ...(first === undefined ? [] : [`cause: ${escapeControlChars(first.message)}`]),
    ...others.map(({ message }) => `also:  ${escapeControlChars(message)}`),
    ...fixLines(denial),
  ].join("\n");
}

function differenceLines({ claim, expected, got, marks }: Difference, paint: Paint): readonly string[] {
  const [first = "", ...others] = expected;
  return [
    `  ${claim}`,
    `    expected  ${escapeControlChars(first)}`,
    ...listed(others, (value) => `           or ${escapeControlChars(value)}`, "           "),
    `    got       ${got === undefined ? "nothing" : escapeControlChars(got)}`,
    ...(got === undefined || marks.length === 0
      ? []
      : [`              ${paint("bad", markLine(got, marks))}`]),
  ];
}

/** `^` below each character that differs, as the terminal shows it. */
export function markLine(text: string, marks: Difference["marks"]): string {
  let at = 0;
  const line = Array.from(text, (character) => {
    const start = at;
    at += character.length;
    const isMarked = marks.some((mark) => mark.start <= start && start < mark.end);
    return (isMarked ? "^" : " ").repeat(Array.from(escapeControlChars(character)).length);
  });
  return line.join("").trimEnd();
}

/** Edits have their own places, so the places of the causes are shown only without edits. */
function fixLines({ causes, edits, editsRejectedBecause }: Denial): readonly string[] {
  const isEdited = edits.length > 0;
  return [
    ...causes.flatMap(({ fix, place }) => [
      `fix:   ${escapeControlChars(fix)}`,
      ...(place === undefined || isEdited ? [] : [`       see ${place.position} ${place.path}`]),
    ]),
    ...edits.map((edit) => `       ${editText(edit)}`),
    ...editsRejectedBecause.map(
      (problem) => `note:  an edit of the file was tried and rejected: ${escapeControlChars(problem)}`,
    ),
  ];
}

function editText({ place, value }: PlacedEdit): string {
  const text = stringify(value, { collectionStyle: "flow", lineWidth: 0 }).trimEnd();
  return `${place.position} ${place.path}: ${escapeControlChars(text)}`;
}
