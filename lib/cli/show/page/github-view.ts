import type { Access, Grant, RoleAccess } from "../../../report/access";
import { type Group, groupsOf } from "../../../report/groups";
import type { Principal } from "../../../report/source";
import { principalText } from "../../../report/words";
import { type Html, html, joined, NOTHING } from "./html";
import {
  accountHtml,
  code,
  codes,
  conditionsHtml,
  contextHtml,
  labelled,
  mayBadges,
  noteLink,
  roleAnchor,
  rowData,
} from "./parts";
import { type View, viewOf } from "./view";

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
    lead: "From where each of them is allowed. A row reaches all of its ECR repositories.",
    heads: ["GitHub repository", "From", "Can", "ECR repositories", "Account", "Role"],
    groups: [
      ...unnamed.map((group) => groupHtml(group, html`${group.name}`)),
      ...ofKind("repository").map((group) => groupHtml(group, code(group.name))),
    ],
  });
}

function groupHtml({ name, members, matchedBy }: Group<OwnGrant>, title: Html): Html {
  const links = matchedBy.map((pattern) => html`<a href="#github/${pattern}">${pattern}</a>`);
  return html`<article class="group" id="github/${name}">
<header><h3>${title}</h3>${links.length === 0 ? NOTHING : html`<p class="also">also allowed as ${joined(links, ", ")}</p>`}</header>
<ul>${members.map(grantHtml)}</ul>
</article>
`;
}

function grantHtml({ role, grant }: OwnGrant): Html {
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
