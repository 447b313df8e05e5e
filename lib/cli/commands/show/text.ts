import type { Access, RoleAccess, RoleRisk } from "../../../report/access";
import { type EcrRepositoryAccess, pullText, pushText, settingTexts } from "../../../report/ecr-repositories";
import { acceptedRisks, type Row, rowsOf, sharedWarnings, unacceptedRisks } from "../../../report/grouping";
import {
  conditionsText,
  contextText,
  counted,
  fixText,
  principalText,
  reachText,
  riskTitle,
  rolesText,
  roleText,
} from "../../../report/words";
import { lineText, type Paint, paintOf, type Terminal } from "../../output";
import { type Cell, type CellLine, tableLines, wrapped } from "./table";

const HEADS = ["GITHUB REPOSITORY", "FROM", "RULES"];
const INDENT = "  ";

/** A table for each account, then the accepted risks and the warnings. */
export function accessText(access: Access, terminal: Terminal): string {
  const paint = paintOf(terminal);
  const blocks = [
    ...accountsOf(access).map((roles) => accountBlock(roles, terminal, paint)),
    ...registriesOf(access).map((repositories) => registryBlock(repositories, terminal, paint)),
    notesBlock("Accepted risks", acceptedNotes(access), terminal, paint),
    notesBlock("Warnings", warningNotes(access), terminal, paint),
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

/** Every principal of a role reaches every ECR repository of the role, so these are in the role's title and not in the rows. */
function accountBlock(roles: readonly RoleAccess[], { columns }: Terminal, paint: Paint): string {
  const [{ account } = { account: { name: "", id: "" } }] = roles;
  const id = account.name === account.id ? "" : ` ${account.id}`;
  const title = `${paint("strong", account.name)}${id}, ${counted(roles.length, "role")}`;
  const groups = roles.map((role) => ({
    title: titleLines(role, columns, paint),
    rows: rowsOf(role).map(cells),
  }));
  const table = tableLines(
    HEADS,
    groups.map(({ rows }) => rows),
    columns - INDENT.length,
    paint,
  );
  const indented = (lines: readonly string[]) => lines.map((line) => `${INDENT}${line}`.trimEnd());
  return [
    title,
    "",
    ...indented(table.head),
    ...groups.flatMap(({ title: own }, index) => ["", ...own, ...indented(table.groups[index] ?? [])]),
  ].join("\n");
}

function registriesOf({ ecrRepositories }: Access): readonly (readonly EcrRepositoryAccess[])[] {
  const byAccount = new Map<string, EcrRepositoryAccess[]>();
  for (const repository of ecrRepositories) {
    const { name } = repository.account;
    byAccount.set(name, [...(byAccount.get(name) ?? []), repository]);
  }
  return [...byAccount.values()];
}

const REGISTRY_HEADS = ["ECR REPOSITORY", "SETTINGS", "CAN PUSH", "CAN PULL"];

/** The ECR repositories of an account. */
function registryBlock(
  repositories: readonly EcrRepositoryAccess[],
  { columns }: Terminal,
  paint: Paint,
): string {
  const [{ account } = { account: { name: "" } }] = repositories;
  const table = tableLines(
    REGISTRY_HEADS,
    [repositories.map(repositoryCells)],
    columns - INDENT.length,
    paint,
  );
  const title = `${paint("strong", account.name)}, ${counted(repositories.length, "ECR repository", "ECR repositories")} in the file`;
  return [
    title,
    "",
    ...[...table.head, ...table.groups.flat()].map((line) => `${INDENT}${line}`.trimEnd()),
  ].join("\n");
}

function repositoryCells(repository: EcrRepositoryAccess): readonly Cell[] {
  return [
    [plain(repository.name), ...repository.regions.map((text) => ({ text, style: "muted" as const }))],
    settingTexts(repository).map(plain),
    [plain(pushText(repository))],
    [plain(pullText(repository))],
  ];
}

function titleLines(role: RoleAccess, columns: number, paint: Paint): readonly string[] {
  const name = lineText(role.name);
  const [first = "", ...others] = wrapped(`${name} can ${lineText(reachText(role))}`, columns);
  return [first.startsWith(name) ? paint("strong", name) + first.slice(name.length) : first, ...others];
}

function cells({ role, principals, context, conditions, rules }: Row): readonly Cell[] {
  const except = role.exceptions.map((each) => plain(`but not if ${conditionsText(each)}`));
  return [
    [plain(principals.map(principalText).join(", "))],
    [
      plain(contextText(context)),
      ...(conditions.length === 0 ? [] : [plain(`if ${conditionsText(conditions)}`)]),
      ...except,
    ],
    role.risks
      .filter(({ rule }) => rules.includes(rule))
      .map((risk) =>
        risk.reason === undefined
          ? { text: riskTitle(risk), style: risk.severity }
          : { text: `${riskTitle(risk)}, accepted`, style: "muted" },
      ),
  ];
}

function plain(text: string): CellLine {
  return { text: lineText(text) };
}

interface Note {
  readonly risk?: Pick<RoleRisk, "rule" | "name" | "severity">;
  readonly about: string;
  readonly texts: readonly string[];
}

function acceptedNotes(access: Access): readonly Note[] {
  return acceptedRisks(access).map((risk) => ({ risk, about: roleText(risk.role), texts: [risk.reason] }));
}

function warningNotes(access: Access): readonly Note[] {
  return [
    ...unacceptedRisks(access).map((risk) => ({
      risk,
      about: rolesText(risk.roles),
      texts: [risk.impact, `fix: ${fixText(risk)}`],
    })),
    ...sharedWarnings(access).map(({ text, roles }) => ({ about: rolesText(roles), texts: [text] })),
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
      const start = risk === undefined ? "" : riskTitle(risk);
      const lines = indented(risk === undefined ? about : `${start}: ${about}`, INDENT);
      return [
        ...lines.map((line) =>
          risk === undefined ? line : line.replace(start, paint(risk.severity, start)),
        ),
        ...texts.flatMap((text) => indented(text, `${INDENT}${INDENT}`)),
      ];
    }),
  ].join("\n");
}
