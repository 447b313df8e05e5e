import type { Access } from "../../../report/access";
import { acceptedRisks, type Row, rowsOf, unacceptedRisks } from "../../../report/grouping";
import {
  canText,
  conditionsText,
  contextText,
  fixText,
  principalText,
  riskTitle,
  rolesText,
  roleText,
} from "../../../report/words";
import { lineText } from "../../output";

/** For a pull request: tables that GitHub renders. Text from the file is never markup. */
export function accessMarkdown(access: Access): string {
  const blocks = [
    "### Who can push and pull",
    "Every GitHub repository of a row can reach every ECR repository of that row.",
    table(["role", "can", "GitHub repositories", "from", "rules"], access.roles.flatMap(rowsOf).map(cells)),
    ...section("Accepted risks", ["rule", "role", "reason"], acceptedRows(access)),
    ...section("Warnings", ["warning", "where", "what", "fix"], warningRows(access)),
  ];
  return `${blocks.join("\n\n")}\n`;
}

/**
 * Text as code: GitHub finds no mention, link or markup in it. A code span cannot contain a backtick at its ends, and a table cell
 * cannot contain a backslash before a bar. Such text is written as HTML character references.
 */
export function codeText(text: string): string {
  const shown = lineText(text);
  if (shown === "") return "";
  if (!/[`|\\]/.test(shown)) return `\`${shown}\``;
  const byNumber = shown.replace(/[!-/:-@[-`{-~]/g, (character) => `&#${character.codePointAt(0)};`);
  // GitHub makes a link of an email address, unless a comment divides it.
  return `<code>${byNumber.replaceAll("&#64;", "&#64;<!-- -->")}</code>`;
}

function cells({ role, principals, context, conditions, rules }: Row): readonly string[] {
  const regions = role.registries.map(({ region }) => region).join(", ");
  return [
    codeText(roleText(role)),
    `${canText(role.may)} ${list(role.repositories)} in ${regions}`,
    list(principals.map(principalText)),
    lines([
      codeText(contextText(context)),
      ...(conditions.length === 0 ? [] : [`if ${codeText(conditionsText(conditions))}`]),
      ...role.exceptions.map((each) => `but not if ${codeText(conditionsText(each))}`),
    ]),
    lines(
      role.risks
        .filter(({ rule }) => rules.includes(rule))
        .map((risk) => `${riskTitle(risk)}${risk.reason === undefined ? "" : ", accepted"}`),
    ),
  ];
}

function acceptedRows(access: Access): readonly (readonly string[])[] {
  return acceptedRisks(access).map((risk) => [
    riskTitle(risk),
    codeText(roleText(risk.role)),
    codeText(risk.reason),
  ]);
}

function warningRows(access: Access): readonly (readonly string[])[] {
  return [
    ...unacceptedRisks(access).map((risk) => [
      riskTitle(risk),
      codeText(rolesText(risk.roles)),
      codeText(risk.impact),
      codeText(fixText(risk)),
    ]),
    ...access.roles.flatMap((role) =>
      role.warnings.map((warning) => ["", codeText(roleText(role)), codeText(warning), ""]),
    ),
    ...access.warnings.map((warning) => ["", "the file", codeText(warning), ""]),
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

function list(texts: readonly string[]): string {
  return texts.map(codeText).join(", ");
}

/** Several lines in a cell. */
function lines(texts: readonly string[]): string {
  return texts.join("<br>");
}
