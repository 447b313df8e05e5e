import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

type Files = Readonly<Record<string, string | Buffer>>;

/** A temporary folder. */
export interface TestFolder {
  readonly path: string;
  /** @returns the path of the file. */
  readonly write: (name: string, content: string | Buffer) => string;
  readonly read: (name: string) => string;
}

/** A new folder with these files for each test of the file or of the `describe` block that calls this. */
export function folderOfEachTest(files: Files = {}): TestFolder {
  const { folder, open, close } = laterFolder(files);
  beforeEach(open);
  afterEach(close);
  return folder;
}

/** A folder with these files for all tests of the file or of the `describe` block that calls this. */
export function folderOfAllTests(files: Files = {}): TestFolder {
  const { folder, open, close } = laterFolder(files);
  beforeAll(open);
  afterAll(close);
  return folder;
}

/** A temporary folder with these files, and a function that removes it. */
export function folderWith(files: Files): TestFolder & { readonly remove: () => void } {
  const { folder, open, close } = laterFolder(files);
  open();
  return { ...folder, path: folder.path, remove: close };
}

/** A folder that is created by `open`. */
function laterFolder(files: Files) {
  let path = "";
  const write = (name: string, content: string | Buffer) => {
    const file = join(path, name);
    writeFileSync(file, content);
    return file;
  };
  return {
    folder: {
      get path() {
        return path;
      },
      write,
      read: (name: string) => readFileSync(join(path, name), "utf8"),
    },
    open: () => {
      path = mkdtempSync(join(tmpdir(), "test-"));
      for (const [name, content] of Object.entries(files)) write(name, content);
    },
    close: () => rmSync(path, { recursive: true }),
  };
}
