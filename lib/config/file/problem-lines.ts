import { type Problem, pathText } from "../problem";
import type { YamlFile } from "./yaml-file";

/** The lines of problems, in the order of the file: place, path, message, and the other place if there is one. */
export function problemLines(problems: readonly Problem[], file: YamlFile, name: string): readonly string[] {
  const placeText = ({ line, column }: ReturnType<YamlFile["position"]>) => `${name}:${line}:${column}`;
  const lines = problems
    .map((problem) => ({ problem, position: file.position(problem) }))
    .sort((a, b) => a.position.line - b.position.line || a.position.column - b.position.column)
    .map(({ problem: { path, message, other }, position }) => {
      const line = `${placeText(position)} ${path.length === 0 ? "" : `${pathText(path)}: `}${message}`;
      return other === undefined
        ? line
        : `${line}. The other: ${placeText(file.position({ path: other }))} ${pathText(other)}`;
    });
  return [...new Set(lines)];
}
