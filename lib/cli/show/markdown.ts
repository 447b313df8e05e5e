import type { Access } from "../../report/access";
import { acceptedRisks, openRisks } from "../../report/risk";
import { type Row, rolesText, roleText, rowsOf } from "../../report/row";
import { allAskedText, fromText, mayText, whoText } from "../../report/words";
import { lineText } from "../output/shown-text";

/** For a pull request: tables that GitHub renders, in which no text of the file's means anything to it. */
export function accessMarkdown(access: Access): string {
  const blocks = [
    "### Who may push and pull",
    table(["GitHub", "from", "may", "ECR", "role", "rules"], access.roles.flatMap(rowsOf).map(cells)),
    ...section("Accepted", ["rule", "role", "reason"], acceptedRows(access)),
    ...section("Worth a look", ["what", "where", "why", "to do"], openRows(access)),
  ];
  return `${blocks.join("\n\n")}\n`;
}

/**
 * A text of the file's as GitHub shows it as it stands: as code, in which it sees no mention, link or markup. A code span cannot hold
 * a backtick next to its ends, nor a table's cell a backslash before a bar, so that these are written as HTML, by their numbers.
 */
export function codeText(text: string): string {
  const shown = lineText(text);
  if (shown === "") return "";
  if (!/[`|\\]/.test(shown)) return `\`${shown}\``;
  const byNumber = shown.replace(/[!-/:-@[-`{-~]/g, (character) => `&#${character.codePointAt(0)};`);
  // GitHub would make a link of an address in it; a comment comes between.
  return `<code>${byNumber.replaceAll("&#64;", "&#64;<!-- -->")}</code>`;
}

function cells({ role, who, from, asked, rules }: Row): readonly string[] {
  const conditions = [
    ...(asked.length === 0 ? [] : [`if ${codeText(allAskedText(asked))}`]),
    ...role.exceptions.map((each) => `but not if ${codeText(allAskedText(each))}`),
  ];
  return [
    lines(who.map((each) => codeText(whoText(each)))),
    lines([codeText(fromText(from)), ...conditions]),
    mayText(role.may),
    lines([
      ...role.repositories.map(codeText),
      `in ${role.registries.map(({ region }) => region).join(", ")}`,
    ]),
    codeText(roleText(role)),
    lines(
      role.risks
        .filter(({ rule }) => rules.includes(rule))
        .map(
          ({ rule, severity, reason }) => `${rule} ${severity}${reason === undefined ? "" : ", accepted"}`,
        ),
    ),
  ];
}

function acceptedRows(access: Access): readonly (readonly string[])[] {
  return acceptedRisks(access).map(({ rule, severity, role, reason }) => [
    `${rule} ${severity}`,
    codeText(roleText(role)),
    codeText(reason),
  ]);
}

function openRows(access: Access): readonly (readonly string[])[] {
  return [
    ...openRisks(access).map(({ rule, severity, roles, why, mend }) => [
      `${rule} ${severity}`,
      codeText(rolesText(roles)),
      codeText(why),
      codeText(mend),
    ]),
    ...access.roles.flatMap((role) =>
      role.warnings.map((warning) => ["warning", codeText(roleText(role)), codeText(warning), ""]),
    ),
    ...access.warnings.map((warning) => ["warning", "the file", codeText(warning), ""]),
  ];
}

function section(
  title: string,
  heads: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  return rows.length === 0 ? [] : [`#### ${title}`, table(heads, rows)];
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  return [heads, heads.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

/** Several lines of a cell. */
function lines(texts: readonly string[]): string {
  return texts.join("<br>");
}
