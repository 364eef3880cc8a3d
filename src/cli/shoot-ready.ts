import type { Readiness } from '../protocol/ready.js'
import { UsageError } from './usage.js'

/** What `--ready` may name, and what that asks for. */
const choices: Record<string, Readiness> = {
  network: { network: true },
  busy: { busy: true },
  animations: { animations: true },
  images: { images: 'all' },
}

/** Of names with commas between, however often given. */
export function readinessOf(given: readonly string[]): Readiness {
  const names = given.flatMap((list) => list.split(',')).map((name) => name.trim())
  const wrong = names.find((name) => !Object.hasOwn(choices, name))
  if (wrong !== undefined)
    throw new UsageError(
      `cefrig shoot failed: \`--ready ${wrong}\` is not known. Give ${Object.keys(choices).join(', ')}, or several with commas between.`,
    )
  return Object.assign({}, ...names.map((name) => choices[name]))
}

/** Of `--color-scheme`. */
export function colorSchemeOf(given: string | undefined): 'light' | 'dark' | undefined {
  if (given === undefined || given === 'light' || given === 'dark') return given
  throw new UsageError(`cefrig shoot failed: \`--color-scheme ${given}\` is not known. Give light or dark.`)
}
