// A strict compiler over a project's tests, with declaration files of packages checked too.
import { join } from 'node:path'
import { compile, tsconfig } from '../compiler.js'
import type { CellProject } from './cell-project.js'

const matchers = `
  test('of matchers', async () => {
    const asynchronous: Promise<void> = expect(page).toMatchGolden('name', { fullPage: true })
    await asynchronous
    await expect(page.getByRole('button')).not.toMatchGolden({ maxDiffPixels: 2 })
    await expect(page.getByRole('button')).toHaveText('Save')
    // @ts-expect-error: no such option
    await expect(page).toMatchGolden({ maxDiff: 2 })
    // @ts-expect-error: no such method
    page.goTo('/')
    const sum: number = await page.evaluate((n: number) => n + 1, 1)
    expect(sum).toBe(2)
    expect(mock).not.toHaveBeenCalled()
  })
`

const vitest = {
  'config.ts': `
    import { cefrig } from 'cefrig/vitest/plugin'
    import { defineConfig } from 'vitest/config'
    export default defineConfig({ plugins: [cefrig({ viewport: { width: 1, height: 1 } })] })
    // @ts-expect-error: no such option
    cefrig({ viewPort: { width: 1, height: 1 } })
  `,
  'fixtures.test.ts': `
    import { launch, type Page } from 'cefrig'
    import { expect, test as base, vi } from 'cefrig/vitest'
    const mock = vi.fn()
    declare const page: Page
    const test = (title: string, body: () => Promise<void>) => base(title, async ({ page, cef, mount }) => {
      const title: string = await page.title()
      await cef.newPage({ frameRate: 30 })
      await mount('./button', 'Button', { title })
      await body()
    })
    export { launch }
    ${matchers}
    base('of assertions of all kinds', async ({ page }) => {
      await expect.soft(page).toMatchGolden('soft')
      await expect.poll(() => page).toHaveConsole('text')
      // @ts-expect-error: no such matcher
      expect(page).toMatchGoldn()
    })
  `,
  // Its own `expect` has the matchers too, once the project imports cefrig/vitest somewhere.
  'vitest.test.ts': `
    import type { Page } from 'cefrig'
    import { expect, test, vi } from 'vitest'
    const mock = vi.fn()
    declare const page: Page
    ${matchers}
  `,
}

const jest = {
  'config.ts': `
    import type { RunnerOptions } from 'cefrig/jest'
    const testEnvironmentOptions: RunnerOptions = { viewport: { width: 1, height: 1 }, isolation: 'file' }
    export default { preset: 'cefrig', testEnvironmentOptions }
    // @ts-expect-error: no such option
    export const wrong: RunnerOptions = { viewPort: { width: 1, height: 1 } }
  `,
  'globals.test.ts': `
    import { expect, jest, test } from '@jest/globals'
    import { launch } from 'cefrig'
    const mock = jest.fn()
    export { launch }
    test('of globals', async () => {
      const title: string = await page.title()
      await (await cef.newPage({ frameRate: 30 })).goto(title)
      await mount('./button', 'Button', { title })
      // @ts-expect-error: no such matcher
      expect(page).toMatchGoldn()
    })
    ${matchers}
  `,
}

/** What the compiler says of a project that resolves modules so. */
export async function typesOf(project: CellProject, resolution: string): Promise<string> {
  for (const [path, text] of Object.entries(project.isJest ? jest : vitest))
    project.write(`types/${path}`, text)
  const options = {
    module: resolution === 'bundler' ? 'esnext' : 'nodenext',
    moduleResolution: resolution,
    skipLibCheck: false,
    types: ['node'],
  }
  project.write('types/tsconfig.json', tsconfig(['*.ts'], options))
  return compile(join(project.directory, 'types'))
}
