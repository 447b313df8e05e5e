import type { Access, RiskTaken, RoleAccess } from "../../report/access";
import { acceptedRisks, openRisks } from "../../report/risk";
import { type Row, reachText, rolesText, roleText, rowsOf } from "../../report/row";
import { allAskedText, counted, fromText, mayText, whoText } from "../../report/words";
import { type Paint, paintOf } from "../output/paint";
import { lineText } from "../output/shown-text";
import type { Terminal } from "../output/terminal";
import { wrapped } from "./display-width";
import { type Cell, type CellLine, tableLines } from "./table";

const HEADS = ["GITHUB", "FROM", "MAY", "ECR", "ROLE", "RULES"];

/** For people: a table for each account, then what is accepted and what deserves a look. */
export function accessText(access: Access, terminal: Terminal): string {
  const paint = paintOf(terminal);
  const blocks = [
    ...accountsOf(access).map((roles) => accountBlock(roles, terminal, paint)),
    notesBlock("Accepted", acceptedNotes(access), terminal, paint),
    notesBlock("Worth a look", openNotes(access), terminal, paint),
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

function accountsOf({ roles }: Access): readonly (readonly RoleAccess[])[] {
  const accounts = new Map<string, RoleAccess[]>();
  for (const role of roles) {
    const { name } = role.account;
    accounts.set(name, [...(accounts.get(name) ?? []), role]);
  }
  return [...accounts.values()];
}

function accountBlock(roles: readonly RoleAccess[], { columns }: Terminal, paint: Paint): string {
  const [{ account } = { account: { name: "", id: "" } }] = roles;
  const id = account.name === account.id ? "" : ` ${account.id}`;
  const title = `${paint("strong", account.name)}${id}, ${counted(roles.length, "role")}`;
  return [title, "", ...tableLines(HEADS, roles.flatMap(rowsOf).map(cells), columns, paint)].join("\n");
}

function cells({ role, who, from, asked, rules }: Row): readonly Cell[] {
  const except = role.exceptions.map((each) => plain(`but not if ${allAskedText(each)}`));
  return [
    who.map((each) => plain(whoText(each))),
    [plain(fromText(from)), ...(asked.length === 0 ? [] : [plain(`if ${allAskedText(asked)}`)]), ...except],
    [plain(mayText(role.may))],
    [plain(reachText(role))],
    [plain(role.name)],
    role.risks
      .filter(({ rule }) => rules.includes(rule))
      .map(({ rule, severity, reason }) =>
        reason === undefined
          ? { text: `${rule} ${severity}`, style: severity }
          : { text: `${rule} accepted`, style: "muted" },
      ),
  ];
}

function plain(text: string): CellLine {
  return { text: lineText(text) };
}

/** What is said about something. */
interface Note {
  readonly risk?: Pick<RiskTaken, "rule" | "severity">;
  readonly about: string;
  readonly texts: readonly string[];
}

function acceptedNotes(access: Access): readonly Note[] {
  return acceptedRisks(access).map((risk) => ({ risk, about: roleText(risk.role), texts: [risk.reason] }));
}

function openNotes(access: Access): readonly Note[] {
  return [
    ...openRisks(access).map((risk) => ({
      risk,
      about: rolesText(risk.roles),
      texts: [risk.why, `to do: ${risk.mend}`],
    })),
    ...access.roles.flatMap((role) =>
      role.warnings.map((text) => ({ about: roleText(role), texts: [text] })),
    ),
    ...access.warnings.map((text) => ({ about: "the file", texts: [text] })),
  ];
}

function notesBlock(title: string, notes: readonly Note[], { columns }: Terminal, paint: Paint): string {
  if (notes.length === 0) return "";
  const indented = (text: string, indent: string) =>
    wrapped(lineText(text), columns - indent.length).map((line) => `${indent}${line}`);
  return [
    paint("strong", title),
    ...notes.flatMap(({ risk, about, texts }) => {
      const start = risk === undefined ? "" : `${risk.rule} ${risk.severity}`;
      const lines = indented(risk === undefined ? about : `${start}, ${about}`, "  ");
      return [
        ...lines.map((line) =>
          risk === undefined ? line : line.replace(start, paint(risk.severity, start)),
        ),
        ...texts.flatMap((text) => indented(text, "    ")),
      ];
    }),
  ].join("\n");
}
