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

const TIMEOUT_MS = 10_000;
const POLL_MS = 20;

/** Starts a browser that is installed on this machine. */
export async function launchedBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: browserPath(), args: QUIET });
}

/** @throws Error if there is none: without a browser these tests would prove nothing. */
function browserPath(): string {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const paths = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const path = process.env.CHROME_PATH ?? paths.find((each) => existsSync(each));
  if (path !== undefined) return path;
  throw new Error(`no browser: put ${NAMES.join(", ")} on the PATH, or name one in CHROME_PATH`);
}

/** An open page, and what it should not have done. */
export interface OpenPage {
  readonly page: Page;
  /** Messages on the console and errors of scripts. */
  readonly messages: readonly string[];
  /** Requests for anything but the page itself. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/**
 * Opens a page from a file.
 * @param fragment with its `#`.
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
  context.setDefaultTimeout(TIMEOUT_MS);
  const page = await context.newPage();
  const messages: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => messages.push(message.text()));
  page.on("pageerror", (error) => messages.push(error.message));
  page.on("dialog", (dialog) => messages.push(dialog.message()));
  page.on("request", (request) => {
    if (request.url().split("#")[0] !== address) requests.push(request.url());
  });
  await page.goto(`${address}${fragment}`);
  return {
    page,
    messages,
    requests,
    close: async () => {
      await context.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/**
 * Waits until an expression is true in the page. Playwright's own wait evaluates a text in the page, which the page's policy forbids.
 * @throws Error after a timeout.
 */
export async function until(page: Page, expression: string): Promise<void> {
  const end = Date.now() + TIMEOUT_MS;
  while (!(await page.evaluate<boolean>(expression))) {
    if (Date.now() > end) throw new Error(`never true in the page: ${expression}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
