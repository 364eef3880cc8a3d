// Everything that the package's entries export has a docstring where it is declared.
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const repository = fileURLToPath(new URL('../../', import.meta.url))
const manifest = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'))

/** Entry and source, as `cefrig/vitest` and `fixtures/vitest.ts`. */
const entries = Object.entries<{ default?: string }>(manifest.exports).flatMap(([name, { default: file }]) =>
  file ? [[name, file.replace(/^\.\/dist\//, '').replace(/\.js$/, '.ts')] as const] : [],
)

interface Exported {
  name: string
  file: string
}

const read = (file: string) => readFileSync(join(repository, file), 'utf8')

/** What a module exports itself or passes on from modules of this repository. */
function exportsOf(file: string): Exported[] {
  const text = read(file)
  const at = (specifier: string) => join(dirname(file), specifier.replace(/\.js$/, '.ts'))
  const passed = [...text.matchAll(/^export (?:type )?\{([^}]*)\} from '(\.[^']+)'/gm)].flatMap(
    ([, names, specifier]) =>
      names!
        .split(',')
        .map((name) => name.trim().replace(/^type /, ''))
        .filter(Boolean)
        .map((name) => ({ name, file: at(specifier!) })),
  )
  const all = [...text.matchAll(/^export \* from '(\.[^']+)'/gm)].flatMap(([, specifier]) =>
    exportsOf(at(specifier!)),
  )
  const declared = [...text.matchAll(declaration('(\\w+)', 'export '))].map((match) => ({
    name: match[1]!,
    file,
  }))
  const byDefault = /^export default (\w+)$/m.exec(text)
  if (byDefault) return [{ name: byDefault[1]!, file }]
  return [...passed, ...all, ...declared].flatMap((one) => resolve(one))
}

/** To where it is declared. */
function resolve(one: Exported): Exported[] {
  if (declaration(one.name).test(read(one.file))) return [one]
  return exportsOf(one.file).filter(({ name }) => name === one.name)
}

function declaration(name: string, exported = '(?:export )?'): RegExp {
  return new RegExp(
    `^${exported}(?:default )?(?:abstract |async )*(?:class|interface|type|function|const) ${name}\\b`,
    'gm',
  )
}

function hasDocstring({ name, file }: Exported): boolean {
  const text = read(file)
  const { index } = declaration(name).exec(text)!
  return /\*\/\s*$/.test(text.slice(0, index))
}

test.each(entries)('every export of %s has a docstring', (_, source) => {
  const found = exportsOf(source)
  expect(found.length).toBeGreaterThan(0)
  expect(found.filter((one) => !hasDocstring(one)).map(({ name, file }) => `${file}: ${name}`)).toEqual([])
})
