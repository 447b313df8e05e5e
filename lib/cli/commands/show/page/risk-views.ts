import type { Access, RoleAccess, RoleRisk } from "../../../../report/access";
import {
  type AcceptedRisk,
  acceptedRisks,
  type UnacceptedRisk,
  unacceptedRisks,
} from "../../../../report/grouping";
import { numberText } from "../../../../report/words";
import { type Html, html, NOTHING } from "./html";
import { fixHtml, riskChip, roleAnchor, roleId, rowData, type View, viewOf, WARNING } from "./parts";

/** A rule that is violated, or another warning, with the roles that it is about. */
export function warningView(access: Access): View {
  const { roles, warnings } = access;
  const risks = unacceptedRisks(access);
  return viewOf({
    name: "warnings",
    title: "Warnings",
    detail: highText(risks),
    lead: "Rules that roles violate without an accepted risk, and other warnings.",
    heads: [],
    groups: [
      ...risks.map(ruleGroup),
      ...roles.flatMap((role) =>
        role.warnings.map((text, index) =>
          groupHtml(`warning/${roleId(role)}/${index}`, warningHtml(text), [roleRow(role, [])]),
        ),
      ),
      ...warnings.map((text, index) =>
        groupHtml(`warning/file/${index}`, warningHtml(text), [
          html`<li class="row" data-may="" data-from="" data-account="" data-risk="warning">The file</li>
`,
        ]),
      ),
    ],
  });
}

export function acceptedView(access: Access): View {
  const risks = acceptedRisks(access);
  return viewOf({
    name: "accepted",
    title: "Accepted risks",
    detail: highText(risks),
    lead: "Rules that roles violate on purpose, each with its reason.",
    heads: [],
    groups: risks.map(acceptedGroup),
  });
}

function highText(risks: readonly Pick<RoleRisk, "severity">[]): string | undefined {
  const count = risks.filter(({ severity }) => severity === "high").length;
  return count === 0 ? undefined : `${numberText(count)} high`;
}

function ruleGroup(risk: UnacceptedRisk): Html {
  const title = html`<h3>${riskChip({ ...risk, reason: undefined })}</h3><p>${risk.impact}. ${fixHtml(risk)}</p>`;
  const rows = risk.roles.map((role) =>
    roleRow(
      role,
      role.risks.filter(({ rule }) => rule === risk.rule),
    ),
  );
  return groupHtml(`rule/${risk.rule}`, title, rows);
}

function acceptedGroup({ role, ...risk }: AcceptedRisk): Html {
  const title = html`<h3>${riskChip({ ...risk, reason: undefined })}</h3><p>${risk.impact}.</p>`;
  const reason = html`<p>Accepted: <q>${risk.reason}</q></p>`;
  return groupHtml(`accepted/${risk.rule}/${roleId(role)}`, title, [roleRow(role, [risk], reason)]);
}

function warningHtml(text: string): Html {
  return html`<h3>${WARNING}</h3><p>${text}</p>`;
}

function groupHtml(id: string, title: Html, rows: readonly Html[]): Html {
  return html`<article class="group" id="${id}">
<header>${title}</header>
<ul>${rows}</ul>
</article>
`;
}

function roleRow(role: RoleAccess, risks: readonly RoleRisk[], more: Html = NOTHING): Html {
  const rules = risks.map(({ rule }) => rule);
  const contexts = role.grants
    .filter((grant) => risks.length === 0 || grant.rules.some((rule) => rules.includes(rule)))
    .map(({ context }) => context);
  return html`<li class="row" ${rowData(role, contexts, risks)}><p>${roleLink(role)}</p>${more}</li>
`;
}

function roleLink(role: RoleAccess): Html {
  return html`${roleAnchor(role)} in ${role.account.name}`;
}
