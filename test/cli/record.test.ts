import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { collect, ended, Project } from '../vitest/project.js'
import { config, tests } from '../vitest/seeds.js'
import { cefrig, cefrigMain } from './run.js'

/** A page that saves `text`, and uses another binding too. */
const suite = (text: string) =>
  tests(`
    test('saves', async ({ page }) => {
      await page.bind('host.notes', { save: async () => ({ id: 1 }), count: () => 1 })
      await page.bind('other', { call: () => 1 })
      await page.evaluate('Promise.all([host.notes.save(${text}), other.call()])')
    })
  `)

let project: Project
beforeAll(() => {
  project = new Project(5, { 'vitest.config.js': config(), 'notes.test.js': suite('{ text: "a" }') })
})
afterAll(() => project?.remove())

async function record(args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [cefrigMain, 'contract', 'record', ...args], {
    cwd: project.directory,
    env: { ...process.env, TMPDIR: project.temporary, VITEST: '', CI: '', NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = collect(child)
  const [code] = await ended(child)
  return { code, said: said() }
}

const out = 'notes.contract.json'
const about = ['--path', 'host.notes', '--out', out]

test('a contract is written from what pages call, holds while they do, and drift fails', async () => {
  expect(await record(about, { CI: '1' })).toEqual({
    code: 1,
    said:
      `cefrig contract record failed: ${out} is not there, and continuous integration writes none. ` +
      'Mend the page, or accept it with --update.\n',
  })

  project.write(out, JSON.stringify({ cefrigContract: 1, name: 'host.old', methods: {}, events: {} }))
  const written = await record([...about, '--update'])
  expect(written).toMatchObject({ code: 0 })
  expect(written.said).toContain(`What pages use of host.notes is in ${out}.`)
  expect(JSON.parse(project.read(out))).toEqual({
    cefrigContract: 1,
    name: 'host.notes',
    methods: {
      save: {
        args: [{ schema: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] } }],
        returns: { type: 'object', properties: { id: { type: 'integer' } }, required: ['id'] },
      },
    },
    events: {},
  })

  const types = [
    'contract',
    'types',
    join(project.directory, out),
    '--out',
    join(project.directory, 'host.d.ts'),
  ]
  expect(await cefrig(types, process.env)).toMatchObject({ code: 0 })
  expect(project.read('host.d.ts')).toContain('save(argument1: { text: string }): Promise<{ id: number }>')

  const same = await record(about, { CI: '1' })
  expect(same).toMatchObject({ code: 0 })
  expect(same.said).toContain(`Pages use host.notes as ${out} says.`)

  project.write('notes.test.js', suite('{ text: 1 }'))
  const drift = await record(about)
  expect(drift.code).toBe(1)
  expect(drift.said).toContain(`pages use host.notes otherwise than ${out} says:`)
  expect(drift.said).toMatch(/host\.notes\.save: argument 1\.text +string -> number/)
  expect(project.read(out)).toContain('"string"')
  expect(project.leftovers()).toEqual([])
})
