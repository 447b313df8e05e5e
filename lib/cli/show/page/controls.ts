import type { Access } from "../../../report/access";
import type { SourceContext } from "../../../report/source";
import { numberText } from "../../../report/words";
import { type Html, html, NOTHING } from "./html";
import type { View } from "./view";

type Choice = readonly [value: string, text: string];

const MAY: readonly Choice[] = [
  ["push", "push"],
  ["pull", "pull"],
];

const FROM: Readonly<Record<SourceContext["kind"], string>> = {
  branch: "branch",
  tag: "tag",
  environment: "environment",
  pullRequest: "pull requests",
  mergeQueue: "merge queue",
  any: "any context",
  subject: "another subject",
};

const RISK: readonly Choice[] = [
  ["warning", "warning"],
  ["accepted", "accepted"],
  ["high", "high"],
  ["medium", "medium"],
  ["low", "low"],
  ["none", "none"],
];

/** Tabs, search and filters. The filters need the script and are hidden until it runs. */
export function controls({ roles }: Access, views: readonly View[]): Html {
  const accounts = [...new Set(roles.map(({ account }) => account.name))].sort();
  return html`<div class="bar">
<nav aria-label="Views">${views.map(
    ({ name, title, count, detail }) =>
      html`<a href="#${name}">${title} <small>${numberText(count)}${detail === undefined ? NOTHING : html` (${detail})`}</small></a>`,
  )}</nav>
<form id="filter" role="search" aria-label="Filter" hidden>
<label class="search"><span>Search</span><input type="search" name="q" autocomplete="off" spellcheck="false" aria-keyshortcuts="/" placeholder="repository, branch, role, rule"><kbd aria-hidden="true">/</kbd></label>
${choice("may", "Can", MAY)}
${choice("from", "From", Object.entries(FROM))}
${choice(
  "account",
  "Account",
  accounts.map((name) => [name, name]),
)}
${choice("risk", "Risk", RISK)}
<button type="reset">Reset</button>
<p id="count" role="status"></p>
</form>
</div>`;
}

function choice(name: string, label: string, choices: readonly Choice[]): Html {
  return html`<label><span>${label}</span><select name="${name}"><option value="">all</option>${choices.map(
    ([value, text]) => html`<option value="${value}">${text}</option>`,
  )}</select></label>`;
}
