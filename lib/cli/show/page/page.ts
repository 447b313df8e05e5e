import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Access } from "../../../report/access";
import { counted } from "../../../report/words";
import { controls } from "./controls";
import { ecrView } from "./ecr-view";
import { githubView } from "./github-view";
import { Html, html } from "./html";
import { acceptedView, warningView } from "./risk-views";
import { roleView } from "./role-view";

const STYLE = readFileSync(join(__dirname, "page.css"), "utf8");
const SCRIPT = readFileSync(join(__dirname, "browser.js"), "utf8");

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
