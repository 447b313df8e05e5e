import { type Access, type Grant, type Reach, type RoleAccess, reachesOf } from "../../../../report/access";
import { type EcrRepositoryAccess, settingTexts } from "../../../../report/ecr-repositories";
import { type Group, groupsOf, type Row, rowsOf } from "../../../../report/grouping";
import type { Principal } from "../../../../report/source";
import { placesText, principalText, signedText } from "../../../../report/words";
import {
  code,
  codes,
  conditionsHtml,
  contextHtml,
  type Html,
  html,
  joined,
  labelled,
  mayBadges,
  NOTHING,
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
  return html`<li class="row" ${rowData(role, [grant.context], risks)}>${labelled("columns", [
    ["From", html`${contextHtml(grant.context)}${conditionsHtml(grant.conditions, role)}`],
    ["Can", mayBadges(role)],
    [
      "ECR repositories",
      joined(
        reachesOf(role).map((each) => reachHtml(role, each)),
        "<br>",
      ),
    ],
    ["Account", accountHtml(role)],
    ["Role", roleAnchor(role)],
  ])}${noteLink(risks, role)}</li>
`;
}

function reachHtml(role: RoleAccess, { repositories, registries, signingProfileArns }: Reach): Html {
  return html`${codes(repositories)} <small>${placesText(role, registries)}${signedText(signingProfileArns)}</small>`;
}

/** A role that reaches an ECR repository, or the repository's entry in the registry of its account. */
type Reached =
  | { readonly role: RoleAccess; readonly entry?: never; readonly name: string; readonly region: string }
  | {
      readonly entry: EcrRepositoryAccess;
      readonly role?: never;
      readonly name: string;
      readonly region: string;
    };

/** By ECR repository. */
export function ecrView({ roles, ecrRepositories }: Access): View {
  const reached = roles.flatMap((role) =>
    reachesOf(role).flatMap(({ may, registries, repositories }) => {
      const { furtherEcr: _, ...alone } = { ...role, may };
      return registries.flatMap(({ region, host }) =>
        repositories.map((name): readonly [string, Reached] => [
          `${host}/${name}`,
          { role: alone, name, region },
        ]),
      );
    }),
  );
  const listed = ecrRepositories.flatMap((entry) =>
    entry.uris.map((uri, index): readonly [string, Reached] => [
      uri,
      { entry, name: entry.name, region: entry.regions[index] ?? "" },
    ]),
  );
  return viewOf({
    name: "ecr",
    title: "ECR repositories",
    lead: "Who can push to or pull from each ECR repository.",
    heads: ["ECR repository", "Can", "GitHub repositories, from", "Role"],
    groups: groupsOf([...listed, ...reached]).map(ecrGroup),
  });
}

function ecrGroup({ name: uri, members, matchedBy }: Group<Reached>): Html {
  const titles = members
    .slice(0, 1)
    .map(
      ({ role, entry, name, region }) =>
        html`<h3>${code(name)}</h3><p class="account">${(role ?? entry).account.name}, ${region}</p>`,
    );
  const entries = members.flatMap(({ entry }) => entry ?? []);
  const reaching = members.flatMap(({ role }) => role ?? []);
  const links = matchedBy.map(
    (pattern) => html`<a href="#ecr/${pattern}">${pattern.slice(pattern.indexOf("/") + 1)}</a>`,
  );
  return html`<article class="group" id="ecr/${uri}">
<header>${titles}${
    links.length === 0 ? NOTHING : html`<p class="also">also reached as ${joined(links, ", ")}</p>`
  }${entries.map(settingsHtml)}</header>
<ul>${reaching.map(ecrRow)}${reaching.length > 0 ? NOTHING : entries.map(unreachedRow)}</ul>
</article>
`;
}

/** The settings of a repository of the file, and who outside of the account can use it. */
function settingsHtml(entry: EcrRepositoryAccess): Html {
  const texts = [
    ...settingTexts(entry),
    ...(entry.others.length === 0 ? [] : [`used by ${entry.others.join(", ")}`]),
  ];
  return html`<p class="also">${texts.join(" · ")}</p>`;
}

/** The filter hides a group without rows. */
function unreachedRow({ account }: EcrRepositoryAccess): Html {
  return html`<li class="row" data-may="" data-from="" data-account="${account.name}" data-risk="none">No role names this ECR repository.</li>
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
