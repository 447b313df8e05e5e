/** A page for each thing that a reader looks for, by the file that a name comes from. */
import { Comment, Converter, DeclarationReflection, ReflectionKind } from "typedoc";

/** In the order of the contents; of several that fit, the first counts. */
const PAGES = [
  {
    name: "Constructs",
    about: "For CDKTF apps of your own.",
    files: /^lib\/constructs\//,
  },
  {
    name: "Subjects",
    about: "Whom a role trusts: repositories, contexts, claims, and who signs their tokens.",
    files: /^lib\/policy\/(?:claims|github-|job-token|subject|trust-(?!policy))/,
  },
  {
    name: "Rules and evaluation",
    about: "Which tokens a trust policy lets in, and what is wrong with it.",
    files: /^lib\/policy\/(?:evaluation|rules)\//,
  },
  {
    name: "Policy",
    about: "The documents as plain objects, ARNs, limits, and the lists of actions.",
    files: /^lib\/policy\//,
  },
  {
    name: "Workflow",
    about: "GitHub Actions workflows that use a role.",
    files: /^lib\/workflow\//,
  },
  {
    name: "Config and app",
    about: "access.yaml with every default filled in, and the CDKTF app that is made of it.",
    files: /^lib\/(?:config|stacks)\//,
  },
];

export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    const names = [...(project.children ?? [])];
    const pageOf = new Map(names.map((name) => [name, PAGES.find(({ files }) => files.test(fileOf(name)))]));
    for (const name of names) {
      if (pageOf.get(name) === undefined) throw new Error(`no page is for ${name.name} of ${fileOf(name)}`);
      project.removeChild(name);
    }
    for (const page of PAGES) {
      const own = names.filter((name) => pageOf.get(name) === page);
      if (own.length > 0) addPage(project, page, own);
    }
  });
  // A link may name what stands on another page.
  app.converter.addUnknownSymbolResolver(({ symbolReference }, { project }) => {
    const [{ path: asked } = {}] = symbolReference?.path ?? [];
    const pages = project.children ?? [];
    const target = pages.flatMap(({ children = [] }) => children).find(({ name }) => name === asked);
    return target && { target };
  });
}

function fileOf(name) {
  return name.project.getSymbolIdFromReflection(name)?.packagePath ?? "";
}

function addPage(project, { name, about }, children) {
  const page = new DeclarationReflection(name, ReflectionKind.Module, project);
  page.comment = new Comment([{ kind: "text", text: about }]);
  project.registerReflection(page, undefined, undefined);
  project.addChild(page);
  for (const child of children) {
    child.parent = page;
    page.addChild(child);
  }
}
