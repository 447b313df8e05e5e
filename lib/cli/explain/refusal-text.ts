import { stringify } from "yaml";
import type { Difference } from "../../explain/causes/cause";
import type { Denial, PlacedEdit } from "../../explain/explanation";
import { listed } from "../output/listed";
import type { Paint } from "../output/paint";
import { shownText } from "../output/shown-text";
import { roleName, statementName } from "./names";

/** The nearest role, what differs, why, and what to change. */
export function refusalText(refusal: Denial, paint: Paint): string {
  const { role, statement, differences, causes } = refusal;
  const [first, ...others] = causes;
  return [
    paint("strong", `nearest: role ${roleName(role)}, ${statementName(statement.statement)}`),
    ...differences.flatMap((difference) => differenceLines(difference, paint)),
    ...(first === undefined ? [] : [`cause: ${shownText(first.words)}`]),
    ...others.map(({ words }) => `also:  ${shownText(words)}`),
    ...mendLines(refusal),
  ].join("\n");
}

function differenceLines({ claim, expected, got, marks }: Difference, paint: Paint): readonly string[] {
  const [first = "", ...others] = expected;
  return [
    `  ${claim}`,
    `    expected  ${shownText(first)}`,
    ...listed(others, (value) => `           or ${shownText(value)}`, "           "),
    `    got       ${got === undefined ? "nothing" : shownText(got)}`,
    ...(got === undefined || marks.length === 0
      ? []
      : [`              ${paint("bad", markLine(got, marks))}`]),
  ];
}

/** `^` below each character that differs, as it is shown. */
export function markLine(text: string, marks: Difference["marks"]): string {
  let at = 0;
  const line = Array.from(text, (character) => {
    const start = at;
    at += character.length;
    const isMarked = marks.some((mark) => mark.start <= start && start < mark.end);
    return (isMarked ? "^" : " ").repeat(Array.from(shownText(character)).length);
  });
  return line.join("").trimEnd();
}

function mendLines({ causes, edits, rejectedBecause }: Denial): readonly string[] {
  const isEdited = edits.length > 0;
  return [
    ...causes.map(({ advice, place }) => {
      const at = place === undefined || isEdited ? "" : `${place.position} ${place.path}: `;
      return `mend:  ${at}${shownText(advice)}`;
    }),
    ...edits.map((edit) => `       ${editText(edit)}`),
    ...rejectedBecause.map(
      (problem) => `note:  the file itself cannot be mended so, because ${shownText(problem)}`,
    ),
  ];
}

function editText({ place, value }: PlacedEdit): string {
  const text = stringify(value, { collectionStyle: "flow", lineWidth: 0 }).trimEnd();
  return `${place.position} ${place.path}: ${shownText(text)}`;
}
