import type { Access, Grant, RoleAccess } from "../../../report/access";
import { type Group, groupsOf } from "../../../report/groups";
import type { Who } from "../../../report/source";
import { whoText } from "../../../report/words";
import { type Html, html, joined, NOTHING } from "./html";
import {
  code,
  codes,
  conditionsHtml,
  fromHtml,
  labelled,
  mayBadges,
  noteLink,
  roleLink,
  rowData,
} from "./parts";
import { type View, viewOf } from "./view";

interface OwnGrant {
  readonly role: RoleAccess;
  readonly grant: Grant;
}

/** Who is let in: first whoever is not named, then repository by repository. */
export function githubView({ roles }: Access): View {
  const all = roles.flatMap((role) => role.grants.map((grant) => ({ role, grant })));
  const ofKind = (kind: Who["kind"]) =>
    groupsOf(
      all.filter(({ grant }) => grant.who.kind === kind).map((own) => [whoText(own.grant.who), own] as const),
    );
  const unnamed = [...ofKind("others"), ...ofKind("any"), ...ofKind("subject")];
  return viewOf({
    name: "github",
    title: "GitHub repositories",
    lead: "Who is let in, from where, and what it may reach.",
    heads: ["GitHub repository", "From", "May", "ECR repositories", "Role"],
    groups: [
      ...unnamed.map((group) => groupHtml(group, html`${group.name}`)),
      ...ofKind("repository").map((group) => groupHtml(group, code(group.name))),
    ],
  });
}

function groupHtml({ name, members, coveredBy }: Group<OwnGrant>, title: Html): Html {
  const links = coveredBy.map((pattern) => html`<a href="#github/${pattern}">${pattern}</a>`);
  return html`<article class="group" id="github/${name}">
<header><h3>${title}</h3>${links.length === 0 ? NOTHING : html`<p class="also">also let in as ${joined(links, ", ")}</p>`}</header>
<ul>${members.map(grantHtml)}</ul>
</article>
`;
}

function grantHtml({ role, grant }: OwnGrant): Html {
  const risks = role.risks.filter(({ rule }) => grant.rules.includes(rule));
  const regions = role.registries.map(({ region }) => region).join(", ");
  return html`<li class="row" ${rowData(role, [grant.from], risks)}>${labelled("columns", [
    ["From", html`${fromHtml(grant.from)}${conditionsHtml(grant.asked, role)}`],
    ["May", mayBadges(role)],
    ["ECR repositories", html`${codes(role.repositories)} <small>${regions}</small>`],
    ["Role", roleLink(role)],
  ])}${noteLink(risks, role)}</li>
`;
}
