import { accessList, type EcrAccess } from "../../../../policy/ecr-access";
import { type RoleAccess, type RoleRisk, reachesOf } from "../../../../report/access";
import type { GrantCondition, Principal, SourceContext } from "../../../../report/source";
import { conditionsText, fixText, principalText, riskTitle } from "../../../../report/words";
import { lineText } from "../../../output";

/** Markup. Only `html` and this folder make it, so that text from the file is never markup. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

export type HtmlValue = string | number | Html | readonly Html[];

/** Markup with values put in: text is escaped, for elements and for attributes in quotes. */
export function html(markup: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(markup.reduce((text, part, index) => text + markupOf(values[index - 1] ?? "") + part));
}

export const NOTHING = html``;

export function joined(parts: readonly Html[], between: string): Html {
  return new Html(parts.map(({ markup }) => markup).join(between));
}

function markupOf(value: HtmlValue): string {
  if (value instanceof Html) return value.markup;
  if (typeof value === "object") return value.map(({ markup }) => markup).join("");
  return escaped(lineText(String(value)));
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}

/** A tab of the page. */
export interface View {
  readonly name: string;
  readonly title: string;
  /** The number of groups. */
  readonly count: number;
  /** Shown behind the number: `1 high`. */
  readonly detail: string | undefined;
  readonly content: Html;
}

interface ViewParts extends Pick<View, "name" | "title"> {
  readonly detail?: string | undefined;
  readonly lead: string;
  /** Titles of the columns; empty for a view without columns. */
  readonly heads: readonly string[];
  readonly groups: readonly Html[];
}

export function viewOf({ name, title, detail, lead, heads, groups }: ViewParts): View {
  const content = html`<section class="view" id="${name}" aria-labelledby="${name}-title">
<div class="title"><h2 id="${name}-title">${title}</h2>
<p class="lead">${lead}</p></div>
${headsHtml(heads)}${groups}<p class="empty"${groups.length === 0 ? NOTHING : html` hidden`}>${groups.length === 0 ? "None." : "Nothing matches the filter."}</p>
</section>
`;
  return { name, title, count: groups.length, detail, content };
}

/** For the eye only: each value has its own label for screen readers. */
function headsHtml([first, ...others]: readonly string[]): Html {
  if (first === undefined) return NOTHING;
  const spans = others.map((head) => html`<span>${head}</span>`);
  return html`<div class="heads" aria-hidden="true"><span>${first}</span><div class="columns">${spans}</div></div>
`;
}

/** Labelled values. On a wide screen the labels of columns are shown once, above the columns. */
export function labelled(
  kind: "columns" | "facts",
  values: readonly (readonly [label: string, value: HtmlValue])[],
): Html {
  return html`<dl class="${kind}">${values.map(
    ([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`,
  )}</dl>`;
}

export function code(text: string): Html {
  return html`<code>${text}</code>`;
}

export function codes(texts: readonly string[]): Html {
  return joined(texts.map(code), ", ");
}

/** The badges of a role, and the choices of the filter. A word is also a class in page.css. */
const MAY: Readonly<Record<EcrAccess, readonly string[]>> = {
  push: ["push"],
  pull: ["pull"],
  "push-pull": ["push", "pull"],
  read: ["read"],
};

function mayWords(role: RoleAccess): readonly string[] {
  return [...new Set(reachesOf(role).flatMap(({ may }) => accessList(may).flatMap((each) => MAY[each])))];
}

export const MAY_WORDS: readonly string[] = [...new Set(Object.values(MAY).flat())];

export function mayBadges(role: RoleAccess): Html {
  return joined(
    mayWords(role).map((word) => html`<span class="may ${word}">${word}</span>`),
    " ",
  );
}

export function principalHtml(principal: Principal): Html {
  return principal.kind === "repository" ? code(principal.name) : html`${principalText(principal)}`;
}

export function contextHtml(context: SourceContext): Html {
  switch (context.kind) {
    case "branch":
      return html`branch ${code(context.pattern)}`;
    case "tag":
      return html`tag ${code(context.pattern)}`;
    case "environment":
      return html`environment ${code(context.name)}`;
    case "pullRequest":
      return html`pull requests`;
    case "mergeQueue":
      return html`merge queue of ${code(context.branch)}`;
    case "any":
      return html`any context`;
    case "subject":
      return html`subject ${code(context.subject)}`;
  }
}

/** Further conditions that have to match, and those that deny. */
export function conditionsHtml(
  conditions: readonly GrantCondition[],
  { exceptions }: Pick<RoleAccess, "exceptions">,
): Html {
  const own =
    conditions.length === 0 ? NOTHING : html`<p class="if">if ${code(conditionsText(conditions))}</p>`;
  return html`${own}${exceptions.map(
    (each) => html`<p class="if">but not if ${code(conditionsText(each))}</p>`,
  )}`;
}

export function roleId({ account, name }: RoleAccess): string {
  return `role/${account.name}/${name}`;
}

/** For a place that shows the account by itself. */
export function roleAnchor(role: RoleAccess): Html {
  return html`<a href="#${roleId(role)}">${role.name}</a>`;
}

export function riskChip(risk: Pick<RoleRisk, "rule" | "name" | "severity" | "reason">): Html {
  return risk.reason === undefined
    ? html`<span class="chip ${risk.severity}">${riskTitle(risk)}</span>`
    : html`<span class="chip accepted ${risk.severity}">${riskTitle(risk)}, accepted</span>`;
}

export const WARNING = html`<span class="chip medium">warning</span>`;

export function chips(risks: readonly RoleRisk[], { warnings }: Pick<RoleAccess, "warnings">): Html {
  return joined([...risks.map(riskChip), ...(warnings.length === 0 ? [] : [WARNING])], " ");
}

/** The chips of a row. The script unfolds the notes of the role below them; without it, they lead to the role. */
export function noteLink(risks: readonly RoleRisk[], role: RoleAccess): Html {
  if (risks.length + role.warnings.length === 0) return NOTHING;
  return html`<a class="why" href="#${roleId(role)}">${chips(risks, role)}</a>`;
}

export function fixHtml(risk: Pick<RoleRisk, "rule" | "fix">): Html {
  return html`<b>Fix:</b> ${fixText(risk)}`;
}

/** What the filters of the script look at. */
export function rowData(
  role: RoleAccess,
  contexts: readonly SourceContext[],
  risks: readonly RoleRisk[],
): Html {
  const states = [
    ...risks.map(({ severity }) => severity),
    ...(risks.some(({ reason }) => reason !== undefined) ? ["accepted"] : []),
    ...(risks.some(({ reason }) => reason === undefined) || role.warnings.length > 0 ? ["warning"] : []),
  ];
  const list = (values: readonly string[]) => [...new Set(values)].join(" ");
  return html`data-may="${list(mayWords(role))}" data-from="${list(contexts.map(({ kind }) => kind))}" data-account="${role.account.name}" data-risk="${states.length === 0 ? "none" : list(states)}"`;
}
