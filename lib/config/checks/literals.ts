import type { Place } from "../place";
import { givenText, type Problem } from "../problem";

/** How CDKTF marks text, lists, maps and numbers that it fills in later. Written in the file, they would be taken for such marks. */
const CDKTF_TOKEN = /[$#&]\{TfToken\[|(?:String|Any) Map Token Value|e\+2[89][0-9]/;

/** Text that could not reach the JSON as it stands. */
export function literalProblems(file: Place): readonly Problem[] {
  if (typeof file.value === "string") return tokenProblems(file.value, file, false);
  if (typeof file.value !== "object" || file.value === null) return [];
  return Object.entries(file.value).flatMap(([key, value]) => {
    const place = { value, path: [...file.path, Array.isArray(file.value) ? Number(key) : key] };
    return [...tokenProblems(key, place, true), ...literalProblems(place)];
  });
}

function tokenProblems(text: string, { path }: Place, atKey: boolean): readonly Problem[] {
  // JavaScript keeps an object's ancestry under this key: what a file says there would be lost without a word.
  const isLost = atKey && text === "__proto__";
  if (!isLost && !CDKTF_TOKEN.test(text)) return [];
  return [
    {
      path,
      atKey,
      message: `is text that would be lost; allowed: any other text; given: ${givenText(text)}`,
    },
  ];
}
