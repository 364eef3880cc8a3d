// Jest's `dependencyExtractor` of the preset: what a test file mounts is what it depends on, for `--watch` and `--findRelatedTests`.
// In CommonJS and by itself, because Jest loads it everywhere.

/** As `mountedIn()` finds it. */
const mounts = /\bmount\s*(?:<[^()]*(?:\([^()]*\)[^()]*)*>)?\s*\(\s*(['"])([^'"\n]+)\1/g

/** The modules that a file depends on, as it names them. */
function extract(
  code: string,
  file: string,
  standard: (code: string, file: string) => Set<string>,
): Set<string> {
  const found = standard(code, file)
  for (const match of code.matchAll(mounts)) found.add(match[2]!)
  return found
}

/** Of what was found before: another number when this finds something else. */
function getCacheKey(): string {
  return 'cefrig-mount-1'
}

export = { extract, getCacheKey }
