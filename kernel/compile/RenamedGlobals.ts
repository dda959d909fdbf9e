const immutable = new Set(["undefined", "NaN", "Infinity", "globalThis"]);

/** Names that a cell may declare although the libraries around it need the global of that name (`performance`, `URL`, …):
 *  they are renamed in this cell and all later ones. */
export class RenamedGlobals {
  readonly #renamed = new Set<string>();

  constructor(
    private readonly globals: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(globalThis)),
  ) {}

  declare(name: string): void {
    if (this.globals.has(name) && !immutable.has(name)) this.#renamed.add(name);
  }

  /** What the name is called in the code that runs. */
  of(name: string): string {
    return this.#renamed.has(name) ? `${name}$` : name;
  }

  get any(): boolean {
    return this.#renamed.size > 0;
  }
}
