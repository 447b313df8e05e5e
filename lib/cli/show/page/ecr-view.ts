import type { Access, RoleAccess } from "../../../report/access";
import { type Group, groupsOf } from "../../../report/groups";
import { type Row, rowsOf } from "../../../report/row";
import { type Html, html, joined, NOTHING } from "./html";
import {
  code,
  conditionsHtml,
  contextHtml,
  labelled,
  mayBadges,
  noteLink,
  principalHtml,
  roleAnchor,
  rowData,
} from "./parts";
import { type View, viewOf } from "./view";

interface Reached {
  readonly role: RoleAccess;
  readonly name: string;
  readonly region: string;
}

/** By ECR repository. */
export function ecrView({ roles }: Access): View {
  const reached = roles.flatMap((role) =>
    role.registries.flatMap(({ region, host }) =>
      role.repositories.map((name) => [`${host}/${name}`, { role, name, region }] as const),
    ),
  );
  return viewOf({
    name: "ecr",
    title: "ECR repositories",
    lead: "Who can push to each of them or pull from it.",
    heads: ["ECR repository", "Can", "GitHub repositories, from", "Role"],
    groups: groupsOf(reached).map(groupHtml),
  });
}

function groupHtml({ name: uri, members, matchedBy }: Group<Reached>): Html {
  const titles = members
    .slice(0, 1)
    .map(
      ({ role, name, region }) =>
        html`<h3>${code(name)}</h3><p class="account">${role.account.name}, ${region}</p>`,
    );
  const links = matchedBy.map(
    (pattern) => html`<a href="#ecr/${pattern}">${pattern.slice(pattern.indexOf("/") + 1)}</a>`,
  );
  return html`<article class="group" id="ecr/${uri}">
<header>${titles}${
    links.length === 0 ? NOTHING : html`<p class="also">also reached as ${joined(links, ", ")}</p>`
  }</header>
<ul>${members.map(({ role }) => roleHtml(role))}</ul>
</article>
`;
}

function roleHtml(role: RoleAccess): Html {
  const contexts = role.grants.map(({ context }) => context);
  return html`<li class="row" ${rowData(role, contexts, role.risks)}>${labelled("columns", [
    ["Can", mayBadges(role)],
    ["GitHub repositories, from", html`<ul class="who">${rowsOf(role).map(rowItem)}</ul>`],
    ["Role", html`${roleAnchor(role)}<div>${noteLink(role.risks, role)}</div>`],
  ])}</li>
`;
}

function rowItem({ role, principals, context, conditions }: Row): Html {
  const names = joined(principals.map(principalHtml), ", ");
  return html`<li>${names} <span class="from">${contextHtml(context)}</span>${conditionsHtml(conditions, role)}</li>`;
}
