/** Something that is made again and again. Calls while it is being made share the result of the making after it. */
export class Latest<T> {
  readonly #make: () => Promise<T>;
  #running: Promise<T> | undefined;
  #again = false;

  constructor(make: () => Promise<T>) {
    this.#make = make;
  }

  get(): Promise<T> {
    this.#again = this.#running !== undefined;
    this.#running ??= this.#untilCurrent().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #untilCurrent(): Promise<T> {
    for (;;) {
      this.#again = false;
      const made = await this.#make().then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      );
      if (this.#again) continue;
      if ("error" in made) throw made.error;
      return made.value;
    }
  }
}
