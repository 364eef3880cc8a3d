import { mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Check } from '../../src/install/doctor.js'
import { fontStore } from '../../src/install/font-store.js'
import { findProgram } from '../../src/install/process.js'
import { sealedFonts } from '../../src/install/sealed-fonts.js'
import { shortVersion } from '../../src/install/version.js'
import { flatLayout, patchFile } from '../install/archives.js'
import { machinesCef, scratch, sealedEnv } from '../install/scratch.js'
import { cefrig } from './run.js'

async function doctor(
  env: NodeJS.ProcessEnv,
): Promise<{ code: number | null; ok: boolean; checks: Record<string, Check> }> {
  const { code, stdout } = await cefrig(['doctor', '--json'], env)
  const { ok, checks } = JSON.parse(stdout) as { ok: boolean; checks: Check[] }
  return { code, ok, checks: Object.fromEntries(checks.map((check) => [check.name, check])) }
}

/** A machine that has everything; in the cache are the fonts. */
async function wholeEnv(): Promise<NodeJS.ProcessEnv> {
  const cache = await scratch()
  await mkdir(join(cache, 'fonts'))
  const env = { ...sealedEnv(cache), CEFRIG_CEF_DIR: machinesCef.directory }
  await symlink(fontStore(), fontStore(sealedFonts, env))
  return env
}

test('a machine that has everything passes', async () => {
  const { code, ok, checks } = await doctor(await wholeEnv())
  expect({ code, ok }).toEqual({ code: 0, ok: true })
  expect(Object.keys(checks)).toEqual([
    'platform',
    'node',
    'cef',
    'native',
    'libraries',
    'shared memory',
    'sandbox',
    'fonts',
    'bzip2',
    'maven',
  ])
  expect(checks.cef?.fact).toBe(
    `CEF ${shortVersion(machinesCef.version)}, complete, in ${machinesCef.directory}`,
  )
  expect(checks.node?.fact).toBe(`Node ${process.versions.node}`)
  expect(checks['shared memory']?.fact).toMatch(/^\/dev\/shm has \d+ MB, \d+ MB free$/)
})

test('says the same in words', async () => {
  const { code, stdout } = await cefrig(['doctor'], await wholeEnv())
  expect(code).toBe(0)
  expect(stdout).toMatch(/^ok +platform +linux64, GNU C library 2\.\d+$/m)
  expect(stdout.trimEnd().split('\n').at(-1)).toBe('Nothing that is needed is missing.')
})

test('a CEF that is not installed is a problem with the command that installs it', async () => {
  const cache = await scratch()
  const { code, ok, checks } = await doctor(sealedEnv(cache))
  expect({ code, ok }).toEqual({ code: 1, ok: false })
  expect(checks.cef).toMatchObject({
    state: 'problem',
    fact: expect.stringMatching(/^CEF \S+ is not installed in /),
    remedy: 'Run `npx cefrig install`',
  })
  const { code: inWords, stdout } = await cefrig(['doctor'], sealedEnv(cache))
  expect(inWords).toBe(1)
  expect(stdout).toMatch(/^PROBLEM +cef .*\n +Run `npx cefrig install`$/m)
})

test('fonts that are not installed are a problem with the command that installs them', async () => {
  const cache = await scratch()
  const { ok, checks } = await doctor({ ...sealedEnv(cache), CEFRIG_CEF_DIR: machinesCef.directory })
  expect(ok).toBe(false)
  expect(checks.fonts).toEqual({
    name: 'fonts',
    state: 'problem',
    fact: `The sealed fonts are not installed in ${cache}`,
    remedy: "Run `npx cefrig install`, or boot with fonts: 'system'",
  })
})

test('a CEF that is not whole is a problem with what it lacks', async () => {
  const part = await flatLayout(join(await scratch(), 'part'), [
    'v8_context_snapshot.bin',
    'libvk_swiftshader.so',
  ])
  const { code, checks } = await doctor({ ...sealedEnv(await scratch()), CEFRIG_CEF_DIR: part })
  expect(code).toBe(1)
  expect(checks.cef?.fact).toBe(
    `CEFRIG_CEF_DIR is ${part}, which lacks v8_context_snapshot.bin, libvk_swiftshader.so`,
  )
  expect(checks.cef?.remedy).toBe(
    'Let it name the directory of a whole unpacked CEF, or unset it and run `npx cefrig install`',
  )
})

test('a missing system library is a problem', async () => {
  const part = await flatLayout(join(await scratch(), 'part'), ['libEGL.so'])
  const library = join(machinesCef.directory, 'libEGL.so')
  // The loader looks for what a library says it needs: this one needs what no system has.
  await patchFile(library, join(part, 'libEGL.so'), 'libc.so.6', 'libQ.so.6')
  const { code, checks } = await doctor({ ...sealedEnv(await scratch()), CEFRIG_CEF_DIR: part })
  expect(code).toBe(1)
  expect(checks.libraries).toEqual({
    name: 'libraries',
    state: 'problem',
    fact: 'missing libQ.so.6',
    remedy: 'Install the packages of your distribution that hold libQ.so.6',
  })
})

test('missing programs are a warning while CEF is not there, and none afterwards', async () => {
  const bin = await scratch()
  for (const name of ['tar', 'ldd', 'sh', 'bash', 'cat', 'env']) {
    const program = await findProgram(name)
    if (program) await symlink(program, join(bin, name))
  }
  const bare = { ...sealedEnv(await scratch()), PATH: bin }
  const { checks } = await doctor(bare)
  expect(checks.maven).toMatchObject({ state: 'warning', remedy: 'Run as root: apt-get install -y maven' })
  expect(checks.bzip2).toMatchObject({ state: 'warning', remedy: 'Run as root: apt-get install -y bzip2' })
  const { ok, checks: later } = await doctor({ ...(await wholeEnv()), PATH: bin })
  expect(ok).toBe(true)
  expect([later.maven?.state, later.bzip2?.state]).toEqual(['ok', 'ok'])
})
