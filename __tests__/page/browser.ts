import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];

const QUIET = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** How long something may take that a test waits for. */
const PATIENCE_MS = 10_000;

/** A browser of the machine's own. */
export async function launchedBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: browserPath(), args: QUIET });
}

/** @throws Error where there is none: without a browser these tests say nothing. */
function browserPath(): string {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const paths = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const path = process.env.CHROME_PATH ?? paths.find((each) => existsSync(each));
  if (path !== undefined) return path;
  throw new Error(`no browser: put ${NAMES.join(", ")} on the PATH, or name one in CHROME_PATH`);
}

/** A page that is open, and what it did that it should not. */
export interface OpenPage {
  readonly page: Page;
  /** Lines on the console and errors of scripts. */
  readonly said: readonly string[];
  /** What it asked for besides itself. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/**
 * Opens a page from a file.
 * @param fragment the end of its address, with its `#`.
 */
export async function openPage(
  browser: Browser,
  html: string,
  { fragment = "", ...options }: BrowserContextOptions & { readonly fragment?: string } = {},
): Promise<OpenPage> {
  const folder = mkdtempSync(join(tmpdir(), "page-"));
  const path = join(folder, "access.html");
  writeFileSync(path, html);
  const address = pathToFileURL(path).href;
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const said: string[] = [];
  const asked: string[] = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(error.message));
  page.on("dialog", (dialog) => said.push(dialog.message()));
  page.on("request", (request) => {
    if (request.url().split("#")[0] !== address) asked.push(request.url());
  });
  await page.goto(`${address}${fragment}`);
  return {
    page,
    said,
    asked,
    close: async () => {
      await context.close();
      rmSync(folder, { recursive: true });
    },
  };
}
