import type { Access, RiskTaken, RoleAccess } from "../../../report/access";
import { type Group, groupsOf } from "../../../report/groups";
import { type Html, html, NOTHING } from "./html";
import { roleLink, rowData, ruleId } from "./parts";
import { type View, viewOf } from "./view";

interface OwnRisk {
  readonly role: RoleAccess;
  readonly risk: RiskTaken;
}

/** Rule by rule: who breaks it, and why that is accepted. */
export function riskView({ roles }: Access): View {
  const taken = roles.flatMap((role) => role.risks.map((risk) => [risk.rule, { role, risk }] as const));
  return viewOf({
    name: "risks",
    title: "Risks",
    lead: "The rules that are broken, and why that is accepted where somebody has said so.",
    heads: [],
    groups: groupsOf(taken).map(groupHtml),
  });
}

function groupHtml({ name, members }: Group<OwnRisk>): Html {
  const facts = members
    .slice(0, 1)
    .map(
      ({ risk: { severity, why, mend } }) =>
        html`<h3>${name} <span class="chip ${severity}">${severity}</span></h3><p>${why}. <b>To do:</b> ${mend}.</p>`,
    );
  return html`<article class="group" id="${ruleId(name)}">
<header>${facts}</header>
<ul>${members.map(riskHtml)}</ul>
</article>
`;
}

function riskHtml({ role, risk }: OwnRisk): Html {
  const froms = role.grants.filter(({ rules }) => rules.includes(risk.rule)).map(({ from }) => from);
  const accepted = risk.reason === undefined ? NOTHING : html`<p>accepted: <q>${risk.reason}</q></p>`;
  return html`<li class="row" ${rowData(role, froms, [risk])}><p>${roleLink(role)}</p>${accepted}</li>
`;
}
