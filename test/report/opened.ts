import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'cefrig'
import * as matchers from 'cefrig/matchers'
import { afterAll, beforeAll, expect as plain } from 'vitest'
import { cefrig } from '../cli/run.js'
import { sampleRun } from './runs.js'

plain.extend(matchers as never)
// biome-ignore lint/suspicious/noExplicitAny: the types are those of the runner's own set-up
export const expect = plain as any

/** A report that `cefrig report` wrote, for the tests of a file. */
export function written(makeRun: (directory: string) => Promise<unknown> = sampleRun) {
  let directory = ''
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'cefrig report #1 %20-'))
    await makeRun(join(directory, '.cefrig'))
    const done = await cefrig(['report', '--out', 'report'], process.env, [], directory)
    if (done.code !== 0) throw new Error(done.stderr)
  })
  afterAll(() => rm(directory, { recursive: true, force: true }))
  return {
    get directory() {
      return join(directory, 'report')
    },
    /** The address of the page's file. */
    get url() {
      return pathToFileURL(join(directory, 'report', 'index.html')).href
    },
  }
}

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds wrong with a page: the rule and the elements. `rules`: default all. */
export async function wrong(page: Page, rules?: string[]): Promise<string[]> {
  await page.evaluate(axe)
  return await page.evaluate(async (runOnly) => {
    // biome-ignore lint/suspicious/noExplicitAny: what axe puts there
    const { violations } = await (globalThis as any).axe.run(document, {
      preload: false,
      ...(runOnly && { runOnly }),
    })
    return violations.flatMap(({ id, nodes }: { id: string; nodes: { html: string }[] }) =>
      nodes.map(({ html }) => `${id}: ${html}`),
    )
  }, rules)
}
