// An example that has a package.json can be copied out of this repository: it names all that it imports, as it is installed here.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { imports } from '../../scripts/check-rooms.mjs'

const repository = fileURLToPath(new URL('../../', import.meta.url))
const json = (path: string) => JSON.parse(readFileSync(join(repository, path), 'utf8'))
const root = json('package.json')
const locked = json('package-lock.json').packages as Record<string, { version?: string }>

const copied = readdirSync(join(repository, 'examples')).filter((name) =>
  existsSync(join(repository, 'examples', name, 'package.json')),
)

/** Of an example, what its modules import, without what packages export below their names. */
function packagesOf(example: string): string[] {
  const directory = join(repository, 'examples', example)
  const files = readdirSync(directory, { recursive: true })
    .map(String)
    .filter((path) => /\.([cm]?[jt]sx?|vue|svelte)$/.test(path))
    .filter((path) => !/(^|\/)(node_modules|pages|dist|__goldens__|\.vitest|\.cefrig)\//.test(path))
  const specifiers = files.flatMap((path) => imports(readFileSync(join(directory, path), 'utf8')))
  const names = specifiers.map(({ specifier }) => /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier)
  // What is no package is the example's own: a path, or an alias of its configuration.
  return [...new Set(names)].filter((name) => name === 'cefrig' || `node_modules/${name}` in locked).sort()
}

describe.each(copied)('examples/%s', (name) => {
  const manifest = json(`examples/${name}/package.json`)

  test('names the packages that it imports', () => {
    expect(packagesOf(name)).toContain('cefrig')
    expect(Object.keys(manifest.devDependencies)).toEqual(expect.arrayContaining(packagesOf(name)))
  })

  test('asks for what is installed in this repository', () => {
    const installed = Object.keys(manifest.devDependencies).map((dependency) => [
      dependency,
      dependency === 'cefrig'
        ? `^${root.version}`
        : (root.devDependencies[dependency] ?? locked[`node_modules/${dependency}`]?.version),
    ])
    expect(manifest.devDependencies).toEqual(Object.fromEntries(installed))
  })
})
