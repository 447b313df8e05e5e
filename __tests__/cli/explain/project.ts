import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder with these files, and a function that removes it. */
export function folderWith(files: Readonly<Record<string, string | Buffer>>): {
  readonly path: string;
  readonly remove: () => void;
} {
  const path = mkdtempSync(join(tmpdir(), "explain-"));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content);
  return { path, remove: () => rmSync(path, { recursive: true }) };
}

export const SIGNATURE = "bm9ib2R5LWlzLXRvLXNlZS10aGlzLXNpZ25hdHVyZQ";

/** A JWT with an invalid signature. */
export function jwt(claims: object): string {
  const [header, payload] = [{ alg: "RS256", kid: "k" }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString("base64url"),
  );
  return `${header}.${payload}.${SIGNATURE}`;
}

export const CLAIMS = {
  iss: "https://token.actions.githubusercontent.com",
  aud: "sts.amazonaws.com",
  sub: "repo:acme/web:environment:production",
  actor: "mona-the-hidden-actor",
  jti: "hidden-token-id",
  environment: "production",
  repository: "acme/web",
};
