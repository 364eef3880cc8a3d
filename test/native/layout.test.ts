// What native/cef/interface.h declares, held against the interface facts of CEF's C API by the compiler itself.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

type Field = { name: string; offset: number } & ({ type: string } | { fn: string; args: string[] })

interface Facts {
  api_version: number
  hash: string
  structs: Record<string, { size: number; fields: Field[] }>
  enums: Record<string, Record<string, number>>
  functions: Record<string, { returns: string; args: string }>
}

const repository = fileURLToPath(new URL('../../', import.meta.url))
const header = join(repository, 'native/cef/interface.h')
const text = readFileSync(header, 'utf8')
const facts: Facts = JSON.parse(readFileSync(join(repository, 'native/cef/abi-13300-linux-x64.json'), 'utf8'))

const structs = [...text.matchAll(/^struct (cef_\w+) \{/gm)].map((match) => match[1]!)
const enums = [...text.matchAll(/^enum (cef_\w+) : int \{/gm)].map((match) => match[1]!)
const functions = [...text.matchAll(/^ {2}X\((\w+)\)/gm)].map((match) => `cef_${match[1]}`)

let directory: string

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'cefrig-layout-'))
})

afterAll(() => rmSync(directory, { recursive: true }))

/** `cef_rect_t*` of `const cef_rect_t* rects`: the type without the argument's name. */
const typeOf = (argument: string) => argument.replace(/\s*\w+$/, '')
const list = (args: string) => (args === 'void' ? [] : args.split(',').map((argument) => argument.trim()))
const pointer = (returns: string, args: string[]) => `${returns} (*)(${args.map(typeOf).join(', ')})`

/** `type` as C++ writes it in a template argument: `char [4]` and pointers to functions included. */
function fieldType(field: Field): string {
  return 'fn' in field ? pointer(field.fn, field.args) : field.type
}

function assertions(): string[] {
  const lines = structs.flatMap((name) => {
    const { size, fields } = facts.structs[name]!
    return [
      `static_assert(sizeof(${name}) == ${size}, "size of ${name}");`,
      ...fields.flatMap((field) => [
        `static_assert(offsetof(${name}, ${field.name}) == ${field.offset}, "offset of ${name}.${field.name}");`,
        `static_assert(std::is_same_v<decltype(${name}::${field.name}), ${fieldType(field)}>, "type of ${name}.${field.name}");`,
      ]),
    ]
  })
  const values = enums.flatMap((name) => [
    `static_assert(sizeof(${name}) == 4, "size of ${name}");`,
    ...Object.entries(facts.enums[name]!).map(
      ([key, value]) => `static_assert(static_cast<uint32_t>(${key}) == ${value >>> 0}u, "${key}");`,
    ),
  ])
  const table = functions.map((name) => {
    const { returns, args } = facts.functions[name]!
    const member = `CefFunctions::${name.replace(/^cef_/, '')}`
    return `static_assert(std::is_same_v<decltype(${member}), ${pointer(returns, list(args))}>, "type of ${name}");`
  })
  return [...lines, ...values, ...table]
}

/** This machine's compiler, and the one for the other architecture where it is installed (Debian: g++-aarch64-linux-gnu). */
const compilers = ['g++', 'aarch64-linux-gnu-g++'].filter((name) =>
  (process.env.PATH ?? '').split(delimiter).some((directory) => existsSync(join(directory, name))),
)

function compile(lines: string[], compiler = 'g++'): void {
  const program = join(directory, 'layout.cc')
  const includes = `#include <type_traits>\n#include ${JSON.stringify(header)}\n`
  writeFileSync(program, includes + lines.join('\n'))
  execFileSync(compiler, ['-std=c++20', '-fsyntax-only', '-Wno-invalid-offsetof', program], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

test('every declared structure, enumeration and function is one that CEF has', () => {
  expect(structs.length).toBeGreaterThan(50)
  expect(structs.filter((name) => !facts.structs[name])).toEqual([])
  expect(enums.filter((name) => !facts.enums[name])).toEqual([])
  expect(functions.filter((name) => !facts.functions[name])).toEqual([])
})

// The facts are those of a 64-bit Linux; x86-64 and arm64 agree on all sizes that occur.
test.each(compilers)(
  '%s: every field has the offset and type that CEF gives it, every enumerator its value, every function its type',
  (compiler) => {
    const lines = assertions()
    expect(lines.length).toBeGreaterThan(1_000)
    expect(() => compile(lines, compiler)).not.toThrow()
  },
)

test('a field that moved would be noticed', () => {
  const [{ offset }] = facts.structs.cef_settings_t!.fields.slice(-1) as [Field]
  const { name } = facts.structs.cef_settings_t!.fields.at(-1)!
  const wrong = `static_assert(offsetof(cef_settings_t, ${name}) == ${offset + 8}, "moved");`
  expect(() => compile([wrong])).toThrow(/moved/)
})

test('version and hash of the API are those of the facts', () => {
  expect(text).toContain(`kCefApiVersion = ${facts.api_version};`)
  expect(text).toContain(`kCefApiHash = "${facts.hash}"`)
})

test('the header is what its generator writes', () => {
  const written = join(directory, 'interface.h')
  execFileSync(process.execPath, [join(repository, 'scripts/generate-cef-interface.mjs'), '--out', written])
  expect(readFileSync(written, 'utf8') === text, 'run scripts/generate-cef-interface.mjs').toBe(true)
})
