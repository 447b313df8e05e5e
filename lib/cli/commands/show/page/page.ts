import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Access } from "../../../../report/access";
import type { SourceContext } from "../../../../report/source";
import { counted, numberText } from "../../../../report/words";
import { ownFolder } from "../../../own-package";
import { Html, html, MAY_WORDS, NOTHING, type View } from "./parts";
import { ecrView, githubView } from "./repository-views";
import { acceptedView, roleView, warningView } from "./role-views";

/** Files of the page. The package contains this folder too. */
const FOLDER = join(ownFolder(), "lib", "cli", "commands", "show", "page");
const STYLE = readFileSync(join(FOLDER, "page.css"), "utf8");
const SCRIPT = readFileSync(join(FOLDER, "browser.js"), "utf8");

/** The page loads and sends nothing, and runs no script but its own. */
const POLICY = [
  "default-src 'none'",
  `style-src '${hash(STYLE)}'`,
  `script-src '${hash(SCRIPT)}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** The access file that a page shows. */
export interface PageSource {
  /** As on the command line. */
  readonly path: string;
  readonly changedAt: Date;
}

/** One file with everything in it. */
export function accessPage(access: Access, source: PageSource): string {
  const views = [
    githubView(access),
    ecrView(access),
    roleView(access),
    warningView(access),
    acceptedView(access),
  ];
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Html(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Who can push and pull: ${source.path}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<header class="page">
<h1>Who can push and pull</h1>
<p class="lead">${sourceHtml(source)}, ${counted(accountCount(access), "AWS account")}, GitHub Actions on ${access.github.host}</p>
</header>
${controls(access, views)}
<main>
${views.map(({ content }) => content)}</main>
<footer><p>This page shows what the file allows. It does not show whether the file is deployed. With <code>push</code>, a workflow can replace images but cannot pull them. <code>*</code> matches any text. ${access.github.issuer} signs the tokens.</p></footer>
<script>${new Html(SCRIPT)}</script>
</body>
</html>
`;
  return page.markup;
}

/** `access.yaml of 2026-11-29 07:00 UTC` */
function sourceHtml({ path, changedAt }: PageSource): Html {
  const [date = "", time = ""] = changedAt.toISOString().split("T");
  const minute = time.slice(0, "hh:mm".length);
  return html`<code>${path}</code> of <time datetime="${date}T${minute}Z">${date} ${minute} UTC</time>`;
}

function accountCount({ roles }: Access): number {
  return new Set(roles.map(({ account }) => account.name)).size;
}

/** @see https://www.w3.org/TR/CSP3/#grammardef-hash-source */
function hash(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

type Choice = readonly [value: string, text: string];

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
function controls({ roles }: Access, views: readonly View[]): Html {
  const accounts = [...new Set(roles.map(({ account }) => account.name))].sort();
  return html`<div class="bar">
<nav aria-label="Views">${views.map(
    ({ name, title, count, detail }) =>
      html`<a href="#${name}">${title} <small>${numberText(count)}${detail === undefined ? NOTHING : html` (${detail})`}</small></a>`,
  )}</nav>
<form id="filter" role="search" aria-label="Filter" hidden>
<label class="search"><span>Search</span><input type="search" name="q" autocomplete="off" spellcheck="false" aria-keyshortcuts="/" placeholder="repository, branch, role, rule"><kbd aria-hidden="true">/</kbd></label>
${choice(
  "may",
  "Can",
  MAY_WORDS.map((word) => [word, word]),
)}
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
