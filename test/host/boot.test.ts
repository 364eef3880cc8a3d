import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findCef } from '../../dist/src/install/find.js'

const run = promisify(execFile)
const module = new URL('../../dist/src/host/boot.js', import.meta.url).href
let directory: string

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'cefrig-boot-'))
  mkdirSync(join(directory, 'cache'))
})

afterAll(() => rmSync(directory, { recursive: true, force: true, maxRetries: 5 }))

/** Runs a program that may boot CEF with `boot(config, onEvent)`, and answers what it printed. */
async function printed(program: string): Promise<string[]> {
  const owner = { pid: process.pid, startTime: '' }
  const { directory: cefDirectory } = await findCef()
  const config = JSON.stringify({ directory, token: '', cefDirectory, boot: {}, owner })
  const text = `import { boot } from ${JSON.stringify(module)}
    const config = ${config}
    ${program}`
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', text], { cwd: directory })
  return stdout.trim().split('\n')
}

test('a process boots CEF once: the second time is an error, and CEF runs on', {
  timeout: 60_000,
}, async () => {
  const lines = await printed(`
    const { addon, info } = await boot(config, () => {})
    console.log(info.cefVersion)
    await boot(config, () => {}).catch((error) => console.log(error.code, error.message))
    console.log(addon.digest(new Uint8Array()))
    addon.shutdown()
    process.exit(0)`)
  expect(lines).toEqual([
    expect.stringMatching(/^\d+\.\d+\.\d+$/),
    expect.stringMatching(/^HOST_FAILED CEF did not start: .*(already|once|twice)/),
    'ef46db3751d8e999',
  ])
})
