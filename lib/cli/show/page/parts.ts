import type { EcrAccess } from "../../../policy/ecr-actions";
import type { Grant, RiskTaken, RoleAccess } from "../../../report/access";
import type { From } from "../../../report/source";
import type { Asked } from "../../../report/trust-group";
import { allAskedText, whoText } from "../../../report/words";
import { type Html, type HtmlValue, html, joined, NOTHING } from "./html";

/** Labelled values. Those of columns have their labels in the columns' heads, where there is room for columns. */
export function labelled(
  kind: "columns" | "facts" | "numbers",
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

const MAY: Readonly<Record<EcrAccess, Html>> = {
  push: html`<span class="may push">push</span>`,
  pull: html`<span class="may pull">pull</span>`,
  "push-pull": html`<span class="may push">push</span> <span class="may pull">pull</span>`,
};

export function mayBadges({ may }: RoleAccess): Html {
  return MAY[may];
}

export function whoHtml({ who }: Pick<Grant, "who">): Html {
  return who.kind === "repository" ? code(who.name) : html`${whoText(who)}`;
}

export function fromHtml(from: From): Html {
  switch (from.kind) {
    case "branch":
      return html`branch ${code(from.pattern)}`;
    case "tag":
      return html`tag ${code(from.pattern)}`;
    case "environment":
      return html`environment ${code(from.name)}`;
    case "pullRequest":
      return html`pull requests`;
    case "mergeQueue":
      return html`merge queue of ${code(from.branch)}`;
    case "any":
      return html`any context`;
    case "subject":
      return html`subject ${code(from.subject)}`;
  }
}

/** What has to hold besides, and what must not. */
export function conditionsHtml(
  asked: readonly Asked[],
  { exceptions }: Pick<RoleAccess, "exceptions">,
): Html {
  return html`${asked.length === 0 ? NOTHING : html`<p class="if">if ${code(allAskedText(asked))}</p>`}${exceptions.map(
    (each) => html`<p class="if">but not if ${code(allAskedText(each))}</p>`,
  )}`;
}

export function roleId({ account, name }: RoleAccess): string {
  return `role/${account.name}/${name}`;
}

export function roleLink(role: RoleAccess): Html {
  return html`<a href="#${roleId(role)}">${role.name}</a> <small>${role.account.name}</small>`;
}

export function ruleId(rule: string): string {
  return `rule/${rule}`;
}

export function riskChip({ rule, severity, reason }: RiskTaken): Html {
  return reason === undefined
    ? html`<span class="chip ${severity}">${rule} ${severity}</span>`
    : html`<span class="chip accepted ${severity}">${rule} ${severity}, accepted</span>`;
}

const WARNING = html`<span class="chip medium">warning</span>`;

export function chips(risks: readonly RiskTaken[], { warnings }: Pick<RoleAccess, "warnings">): Html {
  return joined([...risks.map(riskChip), ...(warnings.length === 0 ? [] : [WARNING])], " ");
}

/** What is wrong, in short. The page's script unfolds it from the role, to which it leads without one. */
export function noteLink(risks: readonly RiskTaken[], role: RoleAccess): Html {
  if (risks.length + role.warnings.length === 0) return NOTHING;
  return html`<a class="why" href="#${roleId(role)}">${chips(risks, role)}</a>`;
}

/** What is wrong, in full, with what to change or why it is accepted. */
export function notes(risks: readonly RiskTaken[], { warnings }: Pick<RoleAccess, "warnings">): Html {
  if (risks.length + warnings.length === 0) return NOTHING;
  return html`<ul class="risks">${risks.map(
    (risk) =>
      html`<li>${riskChip(risk)} ${riskText(risk)} <span class="given">Given: ${codes(risk.given)}</span></li>`,
  )}${warnings.map((warning) => html`<li>${WARNING} ${warning}.</li>`)}</ul>
`;
}

function riskText({ why, mend, reason }: RiskTaken): Html {
  const todo = html` <b>To do:</b> ${mend}.`;
  return html`${why}.${reason === undefined ? todo : html` <b>Accepted:</b> <q>${reason}</q>`}`;
}

/** By what the page's script filters a row. */
export function rowData(role: RoleAccess, froms: readonly From[], risks: readonly RiskTaken[]): Html {
  const states = [
    ...risks.map(({ severity }) => severity),
    ...(risks.some(({ reason }) => reason !== undefined) ? ["accepted"] : []),
    ...(risks.some(({ reason }) => reason === undefined) || role.warnings.length > 0 ? ["open"] : []),
  ];
  const list = (values: readonly string[]) => [...new Set(values)].join(" ");
  return html`data-may="${role.may.replace("-", " ")}" data-from="${list(froms.map(({ kind }) => kind))}" data-account="${role.account.name}" data-risk="${states.length === 0 ? "none" : list(states)}"`;
}
