/** Text of a `vitest.config.js` with the plugin. */
export function config(options: object = {}, test: object = {}): string {
  const patient = { testTimeout: 60_000, hookTimeout: 60_000, ...test }
  return `
    import { defineConfig } from 'vitest/config'
    import { cefrig } from 'cefrig/vitest/plugin'
    export default defineConfig({ plugins: [cefrig(${JSON.stringify(options)})], test: ${JSON.stringify(patient)} })
  `
}

/** Text of a test file that begins with the imports. */
export function tests(body: string): string {
  return `
    import { appendFileSync, readdirSync, readFileSync } from 'node:fs'
    import { join } from 'node:path'
    import { vi } from 'vitest'
    import { test, expect, describe, beforeEach, afterEach, afterAll } from 'cefrig/vitest'
    /** The directories of all Hosts of this run, as <owner>/<slot>-<boot>-<random>. */
    const hosts = () => {
      const root = join(process.env.TMPDIR, 'cefrig-' + process.getuid())
      return readdirSync(root).flatMap((owner) =>
        readdirSync(join(root, owner)).map((host) => join(root, owner, host)),
      )
    }
    /** Writes a line for the test that runs this project. */
    const note = (value) => appendFileSync('notes', JSON.stringify(value) + '\\n')
    ${body}
  `
}

/** Text of a test file with tests that each show and read a heading. */
export function headings(...names: string[]): string {
  return tests(
    names
      .map(
        (name) => `
          test('${name}', async ({ page }) => {
            note(hosts())
            await page.setContent('<h1>${name}</h1>')
            expect(await page.evaluate(() => document.querySelector('h1').textContent)).toBe('${name}')
          })`,
      )
      .join('\n'),
  )
}
