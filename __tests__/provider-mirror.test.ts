import { spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { arch, platform } from "node:os";
import { dirname, join } from "node:path";
import { folderWith } from "./support/folder";

const SCRIPT = join(__dirname, "..", ".ci", "provider-mirror");
const PLATFORM = `${platform()}_${arch() === "x64" ? "amd64" : arch()}`;
const AWS = "registry.terraform.io/hashicorp/aws";
const PROVIDER = "terraform-provider-aws_v6.25.0_x5";

/** What the script prints for a folder with these files, and its exit code. `FILE -> TARGET` is a symbolic link. */
function mirrorIn(files: readonly string[]): readonly [string, number | null] {
  const { path: root, remove } = folderWith({});
  try {
    for (const line of files) {
      const [file = "", target] = line.split(" -> ").map((name) => join(root, name));
      mkdirSync(dirname(file), { recursive: true });
      if (target === undefined) writeFileSync(file, "");
      else symlinkSync(target, file);
    }
    const { stdout, status } = spawnSync("bash", [SCRIPT, root], { encoding: "utf8" });
    return [stdout.trim().replace(`${root}/`, ""), status];
  } finally {
    remove();
  }
}

test.each([
  ["an unpacked provider", `mirror/${AWS}/6.25.0/${PLATFORM}/${PROVIDER}`],
  ["a packed provider", `mirror/${AWS}/terraform-provider-aws_6.25.0_${PLATFORM}.zip`],
])("a mirror with %s is found", (_, file) => {
  expect(mirrorIn([file])).toStrictEqual(["mirror", 0]);
});

const INCOMPLETE: readonly (readonly [string, readonly string[]])[] = [
  ["no files", []],
  [
    "another provider",
    [`m/registry.terraform.io/integrations/github/6.13.0/${PLATFORM}/terraform-provider-github_v6.13.0`],
  ],
  ["another platform", [`m/${AWS}/6.25.0/plan9_amd64/${PROVIDER}`]],
  ["another platform, packed", [`m/${AWS}/terraform-provider-aws_6.25.0_plan9_amd64.zip`]],
  ["an index alone", [`m/${AWS}/index.json`]],
  [
    "a link to the provider",
    [`cache/${PROVIDER}`, `m/${AWS}/6.25.0/${PLATFORM}/${PROVIDER} -> cache/${PROVIDER}`],
  ],
  ["a link to its folder", [`cache/${PROVIDER}`, `m/${AWS}/6.25.0/${PLATFORM} -> cache`]],
  ["a link that leads nowhere", [`m/${AWS}/6.25.0/${PLATFORM} -> gone`]],
  [
    "what Terraform installed for one stack",
    [`stack/.terraform/providers/${AWS}/6.25.0/${PLATFORM}/${PROVIDER}`],
  ],
];

test.each(INCOMPLETE)("a folder with %s is no mirror", (_, files) => {
  expect(mirrorIn(files)).toStrictEqual(["", 1]);
});

test("a complete mirror is found behind those that are not", () => {
  const files = INCOMPLETE.flatMap(([, names], index) =>
    names.map((name) =>
      name
        .split(" -> ")
        .map((part) => `${index}/${part}`)
        .join(" -> "),
    ),
  );
  expect(mirrorIn([...files, `z/${AWS}/6.25.0/${PLATFORM}/${PROVIDER}`])).toStrictEqual(["z", 0]);
});
