import { CefrigError } from './errors.js'

/**
 * Refuses options that a method does not know and names the nearest right one.
 * `where` starts the message, as `page.goto()`; `within` is the option whose own options these are. Errors: UNKNOWN_OPTION, BAD_ARGUMENT when `options` is no object.
 */
export function checkOptionNames(
  where: string,
  options: unknown,
  known: readonly string[],
  within = '',
): void {
  if (options === undefined) return
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    const given = options === null ? 'null' : Array.isArray(options) ? 'an array' : `a ${typeof options}`
    throw new CefrigError(
      'BAD_ARGUMENT',
      `${where} failed: ${within === '' ? 'options are' : `option "${within}" is`} ${given}. Give an object, or nothing.`,
    )
  }
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue
    const [option, near] = [optionName(within, name), optionName(within, nearest(name, known))]
    throw new CefrigError(
      'UNKNOWN_OPTION',
      `${where} failed: unknown option "${option}". Did you mean "${near}"?`,
      {
        facts: { option, nearest: near },
      },
    )
  }
}

/** As it is named in messages: `golden.threshold`. */
export function optionName(within: string, name: string): string {
  return within === '' ? name : `${within}.${name}`
}

/** The candidate that takes the fewest edits, upper and lower case being nearly the same. */
export function nearest<Name extends string>(word: string, candidates: readonly Name[]): Name {
  const cost = (candidate: string) => distance(word.toLowerCase(), candidate.toLowerCase())
  return candidates.reduce((best, next) => (cost(next) < cost(best) ? next : best))
}

/** Insertions, deletions, replacements and swaps of neighbours between two words. */
function distance(a: string, b: string): number {
  let [older, last] = [[] as number[], Array.from({ length: b.length + 1 }, (_, index) => index)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swapped =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? older[j - 2]! + 1 : replaced
      row.push(Math.min(row[j - 1]! + 1, last[j]! + 1, replaced, swapped))
    }
    ;[older, last] = [last, row]
  }
  return last[b.length]!
}
