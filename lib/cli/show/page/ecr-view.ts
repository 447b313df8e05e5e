import type { Access, RoleAccess } from "../../../report/access";
import { type Group, groupsOf } from "../../../report/groups";
import { type Row, rowsOf } from "../../../report/row";
import { type Html, html, joined, NOTHING } from "./html";
import {
  code,
  conditionsHtml,
  fromHtml,
  labelled,
  mayBadges,
  noteLink,
  roleLink,
  rowData,
  whoHtml,
} from "./parts";
import { type View, viewOf } from "./view";

interface Reached {
  readonly role: RoleAccess;
  readonly name: string;
  readonly region: string;
}

/** What may be reached: ECR repository by ECR repository, by whom. */
export function ecrView({ roles }: Access): View {
  const reached = roles.flatMap((role) =>
    role.registries.flatMap(({ region, host }) =>
      role.repositories.map((name) => [`${host}/${name}`, { role, name, region }] as const),
    ),
  );
  return viewOf({
    name: "ecr",
    title: "ECR repositories",
    lead: "Who may push to each of them or pull from it.",
    heads: ["ECR repository", "May", "GitHub, from", "Role"],
    groups: groupsOf(reached).map(groupHtml),
  });
}

function groupHtml({ name: uri, members, coveredBy }: Group<Reached>): Html {
  const titles = members
    .slice(0, 1)
    .map(
      ({ role, name, region }) =>
        html`<h3>${code(name)}</h3><p class="registry">${role.account.name}, ${region}</p>`,
    );
  const links = coveredBy.map(
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
  const rows = rowsOf(role);
  const froms = role.grants.map(({ from }) => from);
  return html`<li class="row" ${rowData(role, froms, role.risks)}>${labelled("columns", [
    ["May", mayBadges(role)],
    ["GitHub, from", html`<ul class="who">${rows.map(whoItem)}</ul>`],
    ["Role", html`${roleLink(role)}<div>${noteLink(role.risks, role)}</div>`],
  ])}</li>
`;
}

function whoItem({ role, who, from, asked }: Row): Html {
  const names = joined(
    who.map((each) => whoHtml({ who: each })),
    ", ",
  );
  return html`<li>${names} <span class="from">${fromHtml(from)}</span>${conditionsHtml(asked, role)}</li>`;
}
