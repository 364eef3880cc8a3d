import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { defineContract } from '../../src/contract/contract.js'
import { declarationOf } from '../../src/contract/declaration.js'
import { cefrig } from './run.js'

const env = { PATH: process.env.PATH, HOME: '/nonexistent' }
const note = z.object({ text: z.string() })
const old = defineContract({ name: 'host.notes', methods: { save: { args: [note] } } }).describe()
const longer = defineContract({
  name: 'host.notes',
  methods: { save: { args: [note] }, clear: {} },
}).describe()
const stricter = defineContract({
  name: 'host.notes',
  methods: { save: { args: [note.extend({ pinned: z.boolean() })] }, clear: {} },
}).describe()

let directory: string
const at = (name: string) => join(directory, name)
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cefrig-contract-'))
  for (const [name, file] of Object.entries({ old, longer, stricter }))
    await writeFile(at(`${name}.json`), JSON.stringify(file))
  await writeFile(at('other.json'), '{}')
})
afterAll(() => rm(directory, { recursive: true }))

test('types: writes declarations', async () => {
  expect(await cefrig(['contract', 'types', at('longer.json'), '--out', at('host.d.ts')], env)).toEqual({
    code: 0,
    stdout: `The types of host.notes are in ${at('host.d.ts')}.\n`,
    stderr: '',
  })
  expect(await readFile(at('host.d.ts'), 'utf8')).toBe(declarationOf(longer))
})

test('check: what is compatible passes', async () => {
  expect(await cefrig(['contract', 'check', at('old.json'), at('old.json')], env)).toEqual({
    code: 0,
    stdout: 'Nothing has changed.\n',
    stderr: '',
  })
  expect(await cefrig(['contract', 'check', at('old.json'), at('longer.json')], env)).toEqual({
    code: 0,
    stdout: 'compatible  host.notes.clear  absent -> present\n\n1 change, 0 breaking.\n',
    stderr: '',
  })
})

test('check: what breaks ends with exit code 1', async () => {
  expect(await cefrig(['contract', 'check', at('old.json'), at('stricter.json')], env)).toEqual({
    code: 1,
    stdout:
      'BREAKING    host.notes.save: argument 1.pinned  absent -> required\n' +
      'compatible  host.notes.clear                    absent -> present\n\n2 changes, 1 breaking.\n',
    stderr: '',
  })
})

test('check: says the same as JSON', async () => {
  const { code, stdout } = await cefrig(
    ['contract', 'check', at('old.json'), at('stricter.json'), '--json'],
    env,
  )
  expect(code).toBe(1)
  expect(JSON.parse(stdout)).toEqual({
    ok: false,
    changes: [
      { breaking: true, path: 'host.notes.save: argument 1.pinned', was: 'absent', is: 'required' },
      { breaking: false, path: 'host.notes.clear', was: 'absent', is: 'present' },
    ],
  })
  const same = await cefrig(['contract', 'check', at('old.json'), at('old.json'), '--json'], env)
  expect([same.code, JSON.parse(same.stdout)]).toEqual([0, { ok: true, changes: [] }])
})

test('files that cannot be read, written, or are something else', async () => {
  expect(await cefrig(['contract', 'check', at('old.json'), at('gone.json')], env)).toEqual({
    code: 1,
    stdout: '',
    stderr: `cefrig contract check failed: ${at('gone.json')} cannot be read (ENOENT). Give another path.\n`,
  })
  expect(await cefrig(['contract', 'types', at('old.json'), '--out', at('no/host.d.ts')], env)).toEqual({
    code: 1,
    stdout: '',
    stderr: `cefrig contract types failed: ${at('no/host.d.ts')} cannot be written (ENOENT). Give another path.\n`,
  })
  expect((await cefrig(['contract', 'check', at('other.json'), at('old.json')], env)).stderr).toBe(
    `${at('other.json')} is no contract file. Write it with JSON.stringify(contract.describe()).\n`,
  )
})

test.each([
  [['chekc'], 'cefrig contract failed: it cannot `chekc`. Did you mean `cefrig contract check`?'],
  [['check', 'a'], 'cefrig contract check failed: write it as `cefrig contract check OLD NEW [--json]`.'],
  [['types', 'a'], 'cefrig contract types failed: write it as `cefrig contract types FILE --out host.d.ts`.'],
  [
    ['types', 'a', 'b', '--out', 'c'],
    'cefrig contract types failed: write it as `cefrig contract types FILE --out host.d.ts`.',
  ],
  [
    ['check', 'a', 'b', '--out', 'c'],
    'cefrig contract check failed: write it as `cefrig contract check OLD NEW [--json]`.',
  ],
  [
    ['check', 'a', 'b', 'c'],
    'cefrig contract failed: it takes no argument `c`. `cefrig contract --help` lists what it takes.',
  ],
  [
    ['types', 'a', '--out', 'b', '--update'],
    'cefrig contract types failed: write it as `cefrig contract types FILE --out host.d.ts`.',
  ],
  [
    ['record'],
    'cefrig contract record failed: write it as `cefrig contract record [FILTER] --out notes.contract.json [--path host.notes] [--update]`.',
  ],
  [['check', '--jsno'], 'cefrig contract failed: unknown option `--jsno`. Did you mean `--json`?'],
])('%j is refused with exit code 2', async (args, sentence) => {
  expect(await cefrig(['contract', ...args], env)).toEqual({ code: 2, stdout: '', stderr: `${sentence}\n` })
})

test('without a verb it is refused', async () => {
  expect(await cefrig(['contract'], env)).toMatchObject({ code: 2, stdout: '' })
})
