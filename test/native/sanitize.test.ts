// The code that handles pixel memory and messages of renderers, built with sanitizers and run without CEF: a read or write outside of a frame, a race or
// an overflow ends the program.
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'

const run = promisify(execFile)
const native = fileURLToPath(new URL('../../native/', import.meta.url))
const sources = {
  pixel: ['test/paint_test.cc', 'addon/paint.cc', 'addon/digest.cc'],
  message: ['test/frame_test.cc', 'helper/frame.cc'],
  question: ['test/questions_test.cc', 'addon/questions.cc'],
}

let directory: string

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'cefrig-sanitize-'))
})

afterAll(() => rmSync(directory, { recursive: true }))

test.each([
  ['pixel', 'address and undefined behaviour', 'address,undefined'],
  ['pixel', 'thread', 'thread'],
  ['message', 'address and undefined behaviour', 'address,undefined'],
  ['question', 'address and undefined behaviour', 'address,undefined'],
  ['question', 'thread', 'thread'],
] as const)('%s code passes the %s sanitizer', { timeout: 120_000 }, async (code, _, sanitizers) => {
  const program = join(directory, `${code}-${sanitizers.replace(',', '-')}`)
  const flags = ['-std=c++20', '-O1', '-g', '-Wall', '-Wextra', '-Werror', '-pthread']
  const findings = [`-fsanitize=${sanitizers}`, '-fno-sanitize-recover=all', '-fno-omit-frame-pointer']
  await run('g++', [...flags, ...findings, ...sources[code].map((file) => join(native, file)), '-o', program])
  const { stdout, stderr } = await run(program, [join(directory, '.')], {
    env: { ...process.env, ASAN_OPTIONS: 'detect_leaks=1' },
  }).catch((error) => error)
  expect(stderr).toBe('')
  expect(stdout).toMatch(/^\d{4,} checks\n$/)
  rmSync(join(directory, 'frame'), { force: true })
})
