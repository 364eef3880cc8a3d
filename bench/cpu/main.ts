// Whether pictures depend on the generation of the CPU: the same pages in the same CEF, which is told of fewer and fewer instructions.
//
//     node_modules/.bin/node bench/cpu/main.ts
//
// Needs Linux on x86-64, and cc. What it found: docs/decisions/cpu.md.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pixelmatch from 'pixelmatch'
import { findCef } from '../../dist/src/install/find.js'
import { models } from './models.ts'
import { pages } from './pages.ts'
import { patchCef } from './patch.ts'

const here = dirname(fileURLToPath(import.meta.url))
const directory = mkdtempSync(join(tmpdir(), 'cefrig-cpu-'))

try {
  const answers = join(directory, 'cpuid.so')
  execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', answers, join(here, 'cpuid.c'), '-ldl'])
  const cef = join(directory, 'cef')
  const { directory: original } = await findCef()
  console.log(`${patchCef(original, cef)} cpuid instructions are answered by cpuid.c`)
  const draw = (name: string, env: NodeJS.ProcessEnv) => {
    const into = join(directory, name)
    mkdirSync(into)
    execFileSync(process.execPath, [join(here, 'draw.ts'), into], {
      env: { ...process.env, ...env },
      stdio: 'inherit',
    })
    return pages.map((_, index) => readFileSync(join(into, `${index}.rgba`)))
  }
  const usual = draw('usual', {})
  report('the same CPU again', usual, draw('again', {}))
  for (const [index, [name, { cpuid, libc }]] of Object.entries(models).entries()) {
    const pictures = draw(String(index), {
      CEFRIG_CEF_DIR: cef,
      CEFRIG_CPUID_MASK: cpuid,
      LD_PRELOAD: answers,
      GLIBC_TUNABLES: libc === '' ? '' : `glibc.cpu.hwcaps=${libc}`,
    })
    report(name, usual, pictures)
  }
} finally {
  rmSync(directory, { recursive: true, force: true })
}

/** One line per page that is not the same. */
function report(name: string, usual: Buffer[], others: Buffer[]): void {
  const lines = pages.flatMap(([page], index) => {
    const [expected, actual] = [usual[index]!, others[index]!]
    if (expected.equals(actual)) return []
    return [`  ${page}: ${describe(expected, actual)}`]
  })
  console.log(`${name}: ${pages.length - lines.length} of ${pages.length} pages are the same`)
  for (const line of lines) console.log(line)
}

function describe(expected: Buffer, actual: Buffer): string {
  let pixels = 0
  let levels = 0
  for (let at = 0; at < expected.length; at += 4) {
    const steps = [0, 1, 2, 3].map((channel) => Math.abs(expected[at + channel]! - actual[at + channel]!))
    const most = Math.max(...steps)
    if (most > 0) pixels++
    levels = Math.max(levels, most)
  }
  const seen = pixelmatch(expected, actual, undefined, 600, 400, { threshold: 0.1 })
  return `${pixels} of 240000 pixels by up to ${levels} of 255; pixelmatch at its default sees ${seen}`
}
