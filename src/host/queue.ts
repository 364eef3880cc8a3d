/** Work of one kind, one after the other. */
export class Queue {
  #last: Promise<unknown> = Promise.resolve()

  /** Runs after everything that was given before has ended, well or badly. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const run = this.#last.then(work, work)
    this.#last = run.catch(() => {})
    return run
  }
}
