import {
  type Access,
  type Grant,
  type PublishedValues,
  type Reach,
  type RoleAccess,
  type RoleRisk,
  reachesOf,
} from "../../../../report/access";
import { type EcrRepositoryAccess, settingTexts } from "../../../../report/ecr-repositories";
import {
  type AcceptedRisk,
  acceptedRisks,
  type Group,
  groupsOf,
  type Row,
  rowsOf,
  type UnacceptedRisk,
  unacceptedRisks,
} from "../../../../report/grouping";
import type { Principal } from "../../../../report/source";
import { counted, numberText, placesText, principalText, signedText } from "../../../../report/words";
import {
  chips,
  code,
  codes,
  conditionsHtml,
  contextHtml,
  fixHtml,
  Html,
  html,
  joined,
  labelled,
  mayBadges,
  NOTHING,
  noteLink,
  principalHtml,
  riskChip,
  roleAnchor,
  roleId,
  rowData,
  type View,
  viewOf,
  WARNING,
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

const SECONDS_IN_MINUTE = 60;

/** By role, in full. */
export function roleView({ roles }: Access): View {
  return viewOf({
    name: "roles",
    title: "Roles",
    lead: "Each IAM role with its subjects, its warnings and its trust policy.",
    heads: [],
    groups: roles.map(roleHtml),
  });
}

function roleHtml(role: RoleAccess): Html {
  const contexts = role.grants.map(({ context }) => context);
  return html`<article class="group row card" id="${roleId(role)}" ${rowData(role, contexts, role.risks)}>
<header><h3>${role.name} in ${role.account.name}</h3> ${mayBadges(role)} ${chips(role.risks, role)}
<p class="arn">${code(role.arn)}</p>${role.description === undefined ? NOTHING : html`<p>${role.description}</p>`}</header>
${labelled("facts", [
  ["Account", account(role)],
  ["Allows", html`<ul>${rowsOf(role).map(rowHtml)}</ul>${conditionsHtml([], role)}`],
  ["ECR repositories", reach(role)],
  ["Session", session(role)],
  [
    "Permissions boundary",
    role.permissionsBoundaryArn === undefined ? "none" : code(role.permissionsBoundaryArn),
  ],
  ["Policies", codes(role.policies)],
  ["Values in GitHub", role.values === undefined ? "none" : values(role.values)],
])}
${notes(role.risks, role)}<details class="more"><summary>Trust policy</summary><pre>${json(role.trustPolicy)}</pre></details>
</article>
`;
}

function rowHtml({ principals, context, conditions, subjects }: Row): Html {
  const names = joined(principals.map(principalHtml), ", ");
  const list = subjects.map((subject) => html`<p class="subject">${code(subject)}</p>`);
  return html`<li>${names} <span class="from">${contextHtml(context)}</span>${list}${conditionsHtml(conditions, NO_EXCEPTIONS)}</li>`;
}

/** The exceptions of the role are shown once, below its grants. */
const NO_EXCEPTIONS = { exceptions: [] };

function reach(role: RoleAccess): Html {
  return joined(
    reachesOf(role).map(
      ({ registries, repositories }) =>
        html`${codes(repositories)} <span class="from">in ${codes(registries.map(({ host }) => host))}</span>`,
    ),
    "; ",
  );
}

function session({ maxSessionSeconds }: RoleAccess): string {
  const minutes = Math.floor(maxSessionSeconds / SECONDS_IN_MINUTE);
  const seconds = maxSessionSeconds % SECONDS_IN_MINUTE;
  return `at most ${counted(minutes, "minute")}${seconds === 0 ? "" : `, ${counted(seconds, "second")}`}`;
}

function account({ account: { id, name, audience, oidcProvider } }: RoleAccess): Html {
  const named = name === id ? NOTHING : html`${name}, `;
  return html`${named}${code(id)}; audience ${code(audience)}, OIDC provider: ${oidcProvider}`;
}

function values({ places, values: byName }: PublishedValues): Html {
  const list = Object.entries(byName).map(([name, value]) => html`${code(name)} = ${code(value)}`);
  return html`${places.join(", ")}: ${joined(list, ", ")}`;
}

/** `html` would put a text on one line. */
function json(document: object): Html {
  const lines = JSON.stringify(document, undefined, 2).split("\n");
  return joined(
    lines.map((line) => new Html(line.slice(0, line.search(/\S/)) + html`${line}`.markup)),
    "\n",
  );
}

/** Each risk and warning in full, with the fix or the reason for which it is accepted. */
function notes(risks: readonly RoleRisk[], { warnings }: Pick<RoleAccess, "warnings">): Html {
  if (risks.length + warnings.length === 0) return NOTHING;
  return html`<ul class="risks">${risks.map(
    (risk) =>
      html`<li>${riskChip(risk)} ${riskText(risk)} <span class="given">Found: ${codes(risk.given)}</span></li>`,
  )}${warnings.map((warning) => html`<li>${WARNING} ${warning}</li>`)}</ul>
`;
}

function riskText(risk: RoleRisk): Html {
  return html`${risk.impact}. ${
    risk.reason === undefined ? fixHtml(risk) : html`<b>Accepted:</b> <q>${risk.reason}</q>`
  }`;
}

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
