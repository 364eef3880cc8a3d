import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { shortVersion } from '../../src/install/version.js'
import { flatLayout, packGzip } from '../install/archives.js'
import { machinesCef, pathsBelow, scratch, sealedEnv } from '../install/scratch.js'
import { cefrig, startCefrig } from './run.js'

const { version } = machinesCef
let archive: string

beforeAll(async () => {
  const directory = await scratch()
  archive = await packGzip(await flatLayout(join(directory, 'flat')), join(directory, 'cef.tar.gz'))
}, 60_000)

test('installs with a line for each tenth, and the second time at once', async () => {
  const cache = await scratch()
  const args = ['install', '--no-fonts', '--cef', version, '--from', archive]
  const { code, stdout, stderr } = await cefrig(args, sealedEnv(cache))
  expect(code).toBe(0)
  expect(stdout).toBe(`CEF ${shortVersion(version)} is in ${join(cache, version, 'linux64')}.\n`)
  expect(stderr.split('\n')[0]).toMatch(/^Unpacking CEF from \/\S+cef\.tar\.gz \(\d\d\d MB\)\.$/)
  expect(stderr.match(/^ {2}\d+0 % of \d\d\d MB unpacked$/gm)).toHaveLength(10)
  expect(stderr).not.toContain('\r')
  expect(await cefrig(args, sealedEnv(cache))).toEqual({ code: 0, stdout, stderr: '' })
})

test('leaves the work of an installation that was killed to nobody', async () => {
  const cache = await scratch()
  const args = ['install', '--no-fonts', '--cef', version, '--from', archive]
  const first = startCefrig(args, sealedEnv(cache))
  await expect
    .poll(async () => (await pathsBelow(cache)).some((path) => path.includes('unpacked/')), {
      timeout: 20_000,
      interval: 20,
    })
    .toBe(true)
  first.child.kill('SIGKILL')
  await first.ended
  expect((await pathsBelow(cache)).some((path) => path.startsWith('.work/'))).toBe(true)
  const { code, stderr } = await cefrig(args, sealedEnv(cache))
  expect({ code, waited: stderr.includes('waiting') }).toEqual({ code: 0, waited: false })
  expect((await pathsBelow(cache)).filter((path) => !path.startsWith(version))).toEqual([])
})

test('uses CEFRIG_CEF_DIR as it is and touches no cache', async () => {
  const cache = join(await scratch(), 'cache')
  const env = { ...sealedEnv(cache), CEFRIG_CEF_DIR: machinesCef.directory }
  expect(await cefrig(['install', '--no-fonts'], env)).toEqual({
    code: 0,
    stdout: `CEF ${shortVersion(version)} is in ${machinesCef.directory} (CEFRIG_CEF_DIR).\n`,
    stderr: '',
  })
  expect(await pathsBelow(cache)).toEqual([])
})

test('reads a version as it is written, not as a number', async () => {
  const { code, stderr } = await cefrig(
    ['install', '--cef=150.10', '--from', archive],
    sealedEnv(await scratch()),
  )
  expect(code).toBe(1)
  expect(stderr).toContain(`holds CEF ${shortVersion(version)}, and 150.10 was expected. `)
})

test('refuses a CEF older than 133 without asking anybody', async () => {
  expect(await cefrig(['install', '--cef', '120.1.8'], sealedEnv(await scratch()))).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'CEF 120.1.8 was asked for, and cefrig needs 133 or newer (C interface at API version 13300). ' +
      'Take a newer CEF, or leave the version out for the one cefrig is tested with.\n',
  })
})

test('says on another platform that a remote Host is the way', async () => {
  const pretend = "data:text/javascript,Object.defineProperty(process,'platform',{value:'darwin'})"
  const { code, stderr } = await cefrig(['install'], sealedEnv(await scratch()), ['--import', pretend])
  expect(code).toBe(1)
  expect(stderr).toMatch(
    /^CEF's Host runs on Linux x64 and arm64; this is darwin \w+\. Run the tests against a remote Host on Linux/,
  )
})

test('says when the cache cannot be written', async () => {
  const file = join(await scratch(), 'file')
  await writeFile(file, 'in the way')
  expect(await cefrig(['install', '--from', archive], sealedEnv(file))).toEqual({
    code: 1,
    stdout: '',
    stderr: `cefrig install failed: ${file} cannot be written (EEXIST). Make it writable, or set CEFRIG_CACHE to a directory of yours.\n`,
  })
})
