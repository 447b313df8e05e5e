import { Token } from "cdktf";
import { type Path, type Problem, pathText } from "../config/problem";
import { isPattern, isSameName, OWNER } from "../policy/github-names";
import type { WrittenRepositoryEntry } from "../policy/subject/types";
import { givenText } from "../policy/text-rule";
import type { DeferredId, Samples } from "./deferred";
import { Field } from "./field";
import type { EnvironmentOfApp, RepositoryTrustProps, TrustProps } from "./role-props";

type About = "ownerId" | "ownerFormat" | "id" | "format" | "template";

/** A property of an owner or a repository, with the path of the first entry that has it. */
interface Fact {
  readonly about: About;
  readonly name: string;
  readonly value: unknown;
  readonly path: Path;
}

const BY_NAME = "name";

/**
 * The entries of trust as the checks of access.yaml read them, with samples of ids: `trust`, and `github` with the ids, formats, templates and
 * environments.
 */
export class TrustInput {
  readonly entries: readonly object[];
  readonly problems: Problem[] = [];
  /** The owners of the repositories. */
  readonly repositoryOwners: string[] = [];
  /** By repository and name. */
  private readonly protectedEnvironments = new Map<string, object>();
  private readonly facts = new Map<string, Fact>();
  private readonly ids = new Map<string, DeferredId>();
  private readonly samples: Samples;

  constructor(trust: readonly TrustProps[], samples: Samples) {
    this.samples = samples;
    this.entries = trust.map((entry, index) =>
      entry.repository === undefined ? entry : this.repositoryEntry(entry, ["trust", index]),
    );
  }

  /**
   * The ids of a checked entry.
   * @param read takes the number of an id, or what is written to the policy.
   */
  idsOf<Id extends number | string>(
    { owner, repository, ids }: WrittenRepositoryEntry,
    read: (id: DeferredId) => Id,
  ): { readonly owner: Id; readonly repository: Id | "any" } | undefined {
    if (ids === undefined) return undefined;
    return {
      owner: read(this.idOf("ownerId", owner)),
      repository: ids.repository === "any" ? "any" : read(this.repositoryId(owner, repository)),
    };
  }

  repositoryId(owner: string, repository: string): DeferredId {
    return this.idOf("id", `${owner}/${repository}`);
  }

  /** @throws TypeError for a missing id, which the checks reject before. */
  private idOf(about: "ownerId" | "id", name: string): DeferredId {
    const id = this.ids.get(factKey(about, name));
    if (id === undefined) throw new TypeError("an id is missing");
    return id;
  }

  private repositoryEntry(entry: RepositoryTrustProps, path: Path): object {
    const { repository, ids, subjectFormat = "immutable", template, ...rest } = entry;
    const [owner = "", name, ...more] = String(repository).split("/");
    if (name === undefined || more.length > 0 || !OWNER.pattern.test(owner)) {
      const message = `expected a GitHub repository (OWNER/NAME, where OWNER is ${OWNER.allowed}, and * is a wildcard in NAME), got ${givenText(repository)}`;
      this.problems.push({ path: [...path, "repository"], message });
      return { ...rest, owner: "owner", repository: "name" };
    }
    if (Object.hasOwn(rest, "owner")) {
      const message = "expected no owner beside repository, which contains the owner";
      this.problems.push({ path: [...path, "owner"], message });
    }
    if (!this.repositoryOwners.some((known) => isSameName(known, owner))) this.repositoryOwners.push(owner);
    const full = `${owner}/${name}`;
    const format = ids === undefined ? BY_NAME : subjectFormat;
    this.fact(isPattern(name) ? "ownerFormat" : "format", isPattern(name) ? owner : full, format, [
      ...path,
      ids === undefined ? "repository" : "ids",
    ]);
    if (template !== undefined) this.fact("template", full, template, [...path, "template"]);
    if (ids !== undefined) this.idFacts(ids, owner, name, [...path, "ids"]);
    return {
      ...rest,
      ...this.environmentOf(entry.environment, owner, name, path),
      owner: new Field(owner, [...path, "repository"]),
      repository: name,
    };
  }

  /** The name of an environment. For a construct, it is known whether it is protected. */
  private environmentOf(
    environment: string | EnvironmentOfApp | undefined,
    owner: string,
    repository: string,
    path: Path,
  ): { environment?: string } {
    if (typeof environment !== "object" || environment === null) return {};
    const { name, repositoryName, isProtected } = environment;
    if (!Token.isUnresolved(repositoryName) && !isSameName(repositoryName, repository)) {
      const message = `expected an environment of ${repository}, got one of ${givenText(repositoryName)}`;
      this.problems.push({ path: [...path, "environment"], message });
    } else if (isProtected && !isPattern(repository)) {
      const full = `${owner}/${repository}`;
      const fact = { name, repositories: [full], protectedElsewhere: true };
      this.protectedEnvironments.set(`${full}:${name}`, new Field(fact, [...path, "environment"]));
    }
    return { environment: name };
  }

  private idFacts(
    ids: NonNullable<RepositoryTrustProps["ids"]>,
    owner: string,
    name: string,
    path: Path,
  ): void {
    this.idFact("ownerId", owner, ids.owner, [...path, "owner"]);
    const place = [...path, "repository"];
    if (isPattern(name) !== (ids.repository === undefined)) {
      const message = isPattern(name)
        ? "expected no repository id beside a pattern, because each repository has its own"
        : "missing. Expected the id of the repository";
      this.problems.push({ path: place, message });
    } else if (ids.repository !== undefined) {
      this.idFact("id", `${owner}/${name}`, ids.repository, place);
    }
  }

  private idFact(about: "ownerId" | "id", name: string, given: number | string, path: Path): void {
    const id = this.samples.githubId(given);
    this.fact(about, name, id, path);
    const key = factKey(about, name);
    if (!this.ids.has(key)) this.ids.set(key, id);
  }

  /** All entries of a repository must agree. */
  private fact(about: About, name: string, value: unknown, path: Path): void {
    const key = factKey(about, name);
    const known = this.facts.get(key);
    if (known === undefined) this.facts.set(key, { about, name, value, path });
    else if (JSON.stringify(known.value) !== JSON.stringify(value)) {
      const message = `expected the same ids, subjectFormat and template in every entry for ${name}, got others than at ${pathText(known.path)}`;
      this.problems.push({ path, message });
    }
  }

  /** The keys of `github` except owner, host and enterprise. */
  get github() {
    const owners: Record<string, Field> = {};
    const repositories: Record<string, Field> = {};
    const subjectTemplates: Field[] = [];
    for (const [key, { about, name, value, path }] of this.facts) {
      switch (about) {
        case "ownerId":
          addFact(owners, name, "id", this.ids.get(key)?.sample, path);
          break;
        case "ownerFormat":
          if (value !== BY_NAME) addFact(owners, name, "subject", value, path);
          break;
        case "id":
          addFact(repositories, name, "id", this.ids.get(key)?.sample, path);
          break;
        case "format":
          if (this.isExplicit(name, value)) addFact(repositories, name, "subject", value, path);
          break;
        case "template":
          subjectTemplates.push(templateField(name, value, path));
      }
    }
    return {
      owners,
      repositories,
      ...(subjectTemplates.length > 0 && { subjectTemplates }),
      ...(this.protectedEnvironments.size > 0 && { environments: [...this.protectedEnvironments.values()] }),
    };
  }

  /** Whether the format differs from the default, which is that of the owner. */
  private isExplicit(repository: string, format: unknown): boolean {
    const [owner = ""] = repository.split("/");
    return (
      format !== BY_NAME || (this.facts.get(factKey("ownerFormat", owner))?.value ?? BY_NAME) !== BY_NAME
    );
  }
}

/** GitHub ignores the case of names. */
function factKey(about: About, name: string): string {
  return `${about} ${name.toLowerCase()}`;
}

/** Adds a fact to those of an owner or a repository. They have the path of the id, or of the first fact. */
function addFact(
  facts: Record<string, Field>,
  name: string,
  about: "id" | "subject",
  value: unknown,
  path: Path,
): void {
  const known = facts[name];
  const own = about === "id" ? path : (known?.path ?? path);
  facts[name] = new Field({ ...Object(known?.value), [about]: new Field(value, path) }, own);
}

function templateField(repository: string, claims: unknown, path: Path): Field {
  const named = new Field(repository, [...path.slice(0, -1), "repository"]);
  return new Field({ repositories: [named], claims: new Field(claims, path) }, path);
}
