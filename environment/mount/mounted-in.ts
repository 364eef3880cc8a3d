/** `mount<typeof import('./Button')>('./Button'`: what is mounted, as far as it is written there. */
const mounts = /\bmount\s*(?:<[^()]*(?:\([^()]*\)[^()]*)*>)?\s*\(\s*(['"])([^'"\n]+)\1/g

/** The modules that a test file mounts, as it names them. */
export function mountedIn(text: string): string[] {
  return [...new Set([...text.matchAll(mounts)].map((match) => match[2]!))]
}
