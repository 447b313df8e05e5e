import { succeeded } from "../deploy/support/project";
import { folderIn, node, projects } from "./support/projects";

const { withCdktf, withoutCdktf } = projects();
const NAME = "cdktf-github-actions-ecr";

async function printed(project: string, program: string): Promise<unknown> {
  return JSON.parse(succeeded(await node(folderIn(project), "--input-type=module", "--eval", program)));
}

test.each([
  [NAME, "EcrRole"],
  [`${NAME}/policy`, "trustPolicy"],
])("every name of %s can be imported by an ES module", async (specifier, name) => {
  const program = `
    import { createRequire } from "node:module";
    import * as imported from "${specifier}";
    const required = createRequire(import.meta.url)("${specifier}");
    const names = Object.keys(required).sort();
    const isSame = (name) => imported[name] === required[name];
    console.log(JSON.stringify({ names, same: names.filter(isSame) }));`;
  const { names, same } = (await printed(withCdktf, program)) as Record<"names" | "same", readonly string[]>;
  expect(names).toContain(name);
  expect(same).toStrictEqual(names);
});

test("an ES module can import names", async () => {
  const program = `
    import { EcrRole, GithubOidcProvider } from "${NAME}";
    import { trustPolicy } from "${NAME}/policy";
    console.log(JSON.stringify([EcrRole, GithubOidcProvider, trustPolicy].map(({ name }) => name)));`;
  expect(await printed(withCdktf, program)).toStrictEqual(["EcrRole", "GithubOidcProvider", "trustPolicy"]);
});

test.each([
  ["beside CDKTF", withCdktf],
  ["without CDKTF", withoutCdktf],
])("the policies work %s and load no other module", async (_, project) => {
  const program = `
    import { createRequire } from "node:module";
    import { RULES } from "${NAME}/policy";
    const loaded = Object.keys(createRequire(import.meta.url).cache).filter((file) => !file.includes("/${NAME}/dist/policy/"));
    console.log(JSON.stringify([RULES[0].id, loaded]));`;
  expect(await printed(project, program)).toStrictEqual(["R01", []]);
});
