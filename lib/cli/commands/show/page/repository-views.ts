import type { Access, Grant, RoleAccess } from "../../../../report/access";
import { type Group, groupsOf, type Row, rowsOf } from "../../../../report/grouping";
import type { Principal } from "../../../../report/source";
import { principalText } from "../../../../report/words";
import { type Html, html, joined, NOTHING } from "./html";
import {
  code,
  codes,
  conditionsHtml,
  contextHtml,
  labelled,
  mayBadges,
  noteLink,
  principalHtml,
  roleAnchor,
  rowData,
  type View,
  viewOf,
} from "./parts";

interface OwnGrant {
  readonly role: RoleAccess;
  readonly grant: Grant;
}

/** By principal. Those that are not named repositories come first: they deserve the first look. */
export function githubView({ roles }: Access): View {
  const all = roles.flatMap((role) => role.grants.map((grant) => ({ role, grant })));
  const ofKind = (kind: Principal["kind"]) =>
    groupsOf(
      all
        .filter(({ grant }) => grant.principal.kind === kind)
        .map((own) => [principalText(own.grant.principal), own] as const),
    );
  const unnamed = [...ofKind("others"), ...ofKind("any"), ...ofKind("subject")];
  return viewOf({
    name: "github",
    title: "GitHub repositories",
    lead: "What each GitHub repository can push or pull. A row applies to all of its ECR repositories.",
    heads: ["GitHub repository", "From", "Can", "ECR repositories", "Account", "Role"],
    groups: [
      ...unnamed.map((group) => githubGroup(group, html`${group.name}`)),
      ...ofKind("repository").map((group) => githubGroup(group, code(group.name))),
    ],
  });
}

function githubGroup({ name, members, matchedBy }: Group<OwnGrant>, title: Html): Html {
  const links = matchedBy.map((pattern) => html`<a href="#github/${pattern}">${pattern}</a>`);
  return html`<article class="group" id="github/${name}">
<header><h3>${title}</h3>${links.length === 0 ? NOTHING : html`<p class="also">also allowed as ${joined(links, ", ")}</p>`}</header>
<ul>${members.map(githubRow)}</ul>
</article>
`;
}

function githubRow({ role, grant }: OwnGrant): Html {
  const risks = role.risks.filter(({ rule }) => grant.rules.includes(rule));
  const regions = role.registries.map(({ region }) => region).join(", ");
  return html`<li class="row" ${rowData(role, [grant.context], risks)}>${labelled("columns", [
    ["From", html`${contextHtml(grant.context)}${conditionsHtml(grant.conditions, role)}`],
    ["Can", mayBadges(role)],
    ["ECR repositories", html`${codes(role.repositories)} <small>${regions}</small>`],
    ["Account", accountHtml(role)],
    ["Role", roleAnchor(role)],
  ])}${noteLink(risks, role)}</li>
`;
}

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
    lead: "Who can push to or pull from each ECR repository.",
    heads: ["ECR repository", "Can", "GitHub repositories, from", "Role"],
    groups: groupsOf(reached).map(ecrGroup),
  });
}

function ecrGroup({ name: uri, members, matchedBy }: Group<Reached>): Html {
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
<ul>${members.map(({ role }) => ecrRow(role))}</ul>
</article>
`;
}

function ecrRow(role: RoleAccess): Html {
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

function accountHtml({ account: { name, id } }: RoleAccess): Html {
  return html`${name}${name === id ? NOTHING : html` <small>${id}</small>`}`;
}
