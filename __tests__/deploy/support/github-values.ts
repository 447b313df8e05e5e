/** A secret or a variable that GitHub would hold for Actions. */
export interface GithubValue {
  readonly kind: "secret" | "variable";
  /** `owner/name`. */
  readonly repository: string;
  readonly name: string;
  readonly value: string;
}

export type GithubValueKey = Omit<GithubValue, "value">;

/** GitHub compares owners, repositories and names without case. */
function keyText({ repository, kind, name }: GithubValueKey): string {
  return `${repository} ${kind} ${name}`.toLowerCase();
}

/** What GitHub remembers, for all owners. */
export class GithubValues {
  readonly #values = new Map<string, GithubValue>();

  get(key: GithubValueKey): GithubValue | undefined {
    return this.#values.get(keyText(key));
  }

  put(value: GithubValue): void {
    this.#values.set(keyText(value), value);
  }

  /** False if there was none. */
  remove(key: GithubValueKey): boolean {
    return this.#values.delete(keyText(key));
  }

  /** Sorted by repository, kind and name. */
  all(): readonly GithubValue[] {
    return [...this.#values.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
  }
}
