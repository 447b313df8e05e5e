import { stringify } from "yaml";
import type { Difference } from "../../explanation/causes/cause";
import type { PlacedEdit, Refusal } from "../../explanation/explanation";
import type { Colours } from "./colours";
import { MAX_LISTED, roleName, shown, statementName } from "./shown";

/** The nearest role, what differs, why, and what to change. */
export function refusalText(refusal: Refusal, { strong, bad }: Colours): string {
  const { role, statement, differences, causes } = refusal;
  const [first, ...others] = causes;
  return [
    strong(`nearest: role ${roleName(role)}, ${statementName(statement.statement)}`),
    ...differences.flatMap((difference) => differenceLines(difference, bad)),
    ...(first === undefined ? [] : [`cause: ${shown(first.words)}`]),
    ...others.map(({ words }) => `also:  ${shown(words)}`),
    ...mendLines(refusal),
  ].join("\n");
}

function differenceLines(
  { claim, expected, got, marks }: Difference,
  bad: Colours["bad"],
): readonly string[] {
  const [first = "", ...others] = expected;
  return [
    `  ${claim}`,
    `    expected  ${shown(first)}`,
    ...others.slice(0, MAX_LISTED).map((value) => `           or ${shown(value)}`),
    `    got       ${got === undefined ? "nothing" : shown(got)}`,
    ...(got === undefined || marks.length === 0 ? [] : [`              ${bad(markLine(got, marks))}`]),
  ];
}

/** `^` below each character that differs; a character outside of the first plane is one, as it is on a terminal. */
export function markLine(text: string, marks: Difference["marks"]): string {
  let at = 0;
  const line = Array.from(text, (character) => {
    const start = at;
    at += character.length;
    return marks.some((mark) => mark.start <= start && start < mark.end) ? "^" : " ";
  });
  return line.join("").trimEnd();
}

function mendLines({ causes, edits, refusedFor }: Refusal): readonly string[] {
  const isEdited = edits.length > 0;
  return [
    ...causes.map(({ advice, place }) => {
      const at = place === undefined || isEdited ? "" : `${place.position} ${place.path}: `;
      return `mend:  ${at}${shown(advice)}`;
    }),
    ...edits.map((edit) => `       ${editText(edit)}`),
    ...refusedFor.map((problem) => `note:  the file itself cannot be mended so, because ${shown(problem)}`),
  ];
}

function editText({ place, value }: PlacedEdit): string {
  const text = stringify(value, { collectionStyle: "flow", lineWidth: 0 }).trimEnd();
  return `${place.position} ${place.path}: ${shown(text)}`;
}
