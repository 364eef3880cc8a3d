const { apply } = Reflect
const { toString: tagOf } = Object.prototype

/**
 * Writes what came of a call so that something arrives whatever it is: of an error that was thrown everything that can travel, and in
 * place of anything else that cannot travel the error that says so. `write` throws for what it cannot write; with `strict` false it
 * leaves such parts out. `unwritable` makes the error for a value of which nothing at all can be written.
 */
export function writeOutcome<T>(
  value: unknown,
  thrown: boolean,
  write: (value: unknown, strict: boolean) => T,
  unwritable: () => Error,
): { written: T; thrown: boolean; problem?: unknown } {
  try {
    return { written: write(value, true), thrown }
  } catch (problem) {
    if (thrown && isError(value)) {
      try {
        return { written: write(value, false), thrown }
      } catch {
        // Not even in part.
      }
    }
    return { written: writeProblem(problem, write, unwritable), thrown: true, problem }
  }
}

/** What a getter throws may be as odd as the value was. */
function writeProblem<T>(
  problem: unknown,
  write: (value: unknown, strict: boolean) => T,
  unwritable: () => Error,
): T {
  try {
    return write(problem, true)
  } catch {
    try {
      if (isError(problem)) return write(problem, false)
    } catch {
      // Not even in part.
    }
    return write(unwritable(), false)
  }
}

function isError(value: unknown): boolean {
  try {
    const tag = apply(tagOf, value, []) as string
    return tag === '[object Error]' || tag === '[object DOMException]'
  } catch {
    // A proxy may throw at every question.
    return false
  }
}
