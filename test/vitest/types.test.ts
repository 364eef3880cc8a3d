import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { Project, repository, vitestMajors } from './project.js'

let project: Project | undefined
afterEach(() => project?.remove())

const source = `
  import { defineConfig } from 'vitest/config'
  import { cefrig } from 'cefrig/vitest/plugin'
  import { afterEach, beforeEach, describe, expect, it, test, vi } from 'cefrig/vitest'

  export default defineConfig({
    plugins: [cefrig({ viewport: { width: 800, height: 600 }, isolation: 'file', failOn: { crash: false } })],
  })
  // @ts-expect-error: no such option
  cefrig({ viewPort: { width: 1, height: 1 } })

  beforeEach(async ({ page }) => void (await page.goto('/')))
  afterEach(({ cef, task }) => expect(cef.pages).toHaveLength(task.name.length))
  describe('types', () => {
    test('of fixtures', async ({ page, cef, task }) => {
      const sum: number = await page.evaluate((n: number) => n + 1, 1)
      const other = await cef.newPage({ frameRate: 30 })
      await other.goto('/' + task.name + sum)
      // @ts-expect-error: no such method
      page.goTo('/')
    })
    it('of matchers', async ({ page }) => {
      await expect(page).toMatchGolden()
      await expect(page).toMatchGolden('name', { fullPage: true })
      await expect(page.getByRole('button')).not.toMatchGolden({ maxDiffPixels: 2 })
      await expect.soft(page).toMatchGolden('soft')
      // @ts-expect-error: no such option
      await expect(page).toMatchGolden({ maxDiff: 2 })
      expect(vi.fn()).not.toHaveBeenCalled()
    })
    const extended = test.extend<{ title: string }>({ title: async ({ page }, use) => use(await page.title()) })
    extended('of further fixtures', ({ title, page }) => expect(title).toBe(page.url()))
  })
`

test.each(vitestMajors)('Vitest %i: plugin, fixtures and matchers have types', async (major) => {
  project = new Project(major, {
    'types.ts': source,
    'tsconfig.json': JSON.stringify({
      compilerOptions: {
        target: 'es2023',
        lib: ['es2023', 'esnext.disposable', 'dom'],
        module: 'nodenext',
        strict: true,
        noEmit: true,
        skipLibCheck: true,
        types: [],
      },
      include: ['types.ts'],
    }),
  })
  const tsc = join(repository, 'node_modules/typescript/lib/tsc.js')
  const output = await new Promise<string>((resolve) => {
    execFile(process.execPath, [tsc, '-p', project!.directory], (_error, stdout) => resolve(stdout))
  })
  expect(output).toBe('')
})
