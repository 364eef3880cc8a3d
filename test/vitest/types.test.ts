import { afterEach, expect, test } from 'vitest'
import { compile, tsconfig } from '../compiler.js'
import { Project, vitestMajors } from './project.js'

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

  declare module 'cefrig/matchers' {
    interface NamedComparators { brand: true }
  }
  cefrig({ golden: { comparators: { brand: './brand.js' }, comparator: 'brand', colorScheme: ['light', 'dark'] } })

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
      await expect(page).toMatchGolden({ comparator: 'brand', strict: { comparator: 'ssim' }, viewports: null })
      // @ts-expect-error: the project declares no such comparator
      await expect(page).toMatchGolden({ comparator: 'brant' })
      await page.pixels({ ready: { busy: true, deadlines: { busy: 100 } } })
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
    'tsconfig.json': tsconfig(['types.ts']),
  })
  expect(await compile(project.directory)).toBe('')
})

const modules = {
  'parts.ts': `
    export declare function Button(props: { label: string; onPress?: (count: number) => void; format?: (n: number) => string; children?: unknown; icon?: object }): object | null
    export declare const Empty: () => null
    export declare class Old { constructor(props: { size: number }); props: { size: number }; setState(state: object): void; render(): null }
    export declare const Vue: { new (): { $props: { label: string; onSave?: (text: string) => void; key?: string } } }
    export declare const Svelte: { (this: void, internals: { element: true }, props: { count: number }): object; z_$$bindings?: '' }
    export declare class Card extends HTMLElement { caption: string }
    export declare const Story: { args?: Partial<{ label: string; size: number }> }
    export const limit = 3
  `,
  'types.ts': `
    import { nested, test, vi } from 'cefrig/vitest'
    type Parts = typeof import('./parts.js')
    test('components', async ({ mount }) => {
      const button = await mount<Parts>('./parts', 'Button', { label: 'a', onPress: (count) => void count.toFixed() })
      await mount<Parts>('./parts', 'Button', { label: 'a', onPress: vi.fn(), format: async (n) => String(n) }, { children: 'text' })
      await mount<Parts>('./parts', 'Button', { label: 'a', icon: nested<Parts>('./parts', 'Empty') })
      await button.update({ label: 'b' })
      await button.getByRole('button').click()
      await mount<Parts>('./parts', 'Empty')
      await mount<Parts>('./parts', 'Old', { size: 1 })
      await mount<Parts>('./parts', 'Vue', { label: 'a', onSave: (text) => void text.trim() })
      await mount<Parts>('./parts', 'Svelte', { count: 1 })
      await mount<Parts>('./parts', 'Card', { caption: 'a' })
      await mount<Parts>('./parts', 'Story', { size: 2 })
      await mount('./parts', 'Whatever', { any: 'thing' })
      // @ts-expect-error: no such export
      await mount<Parts>('./parts', 'Buton', { label: 'a' })
      // @ts-expect-error: no component
      await mount<Parts>('./parts', 'limit')
      // @ts-expect-error: a property is missing
      await mount<Parts>('./parts', 'Button', {})
      // @ts-expect-error: properties are missing
      await mount<Parts>('./parts', 'Button')
      // @ts-expect-error: of another type
      await mount<Parts>('./parts', 'Button', { label: 1 })
      // @ts-expect-error: no such property
      await mount<Parts>('./parts', 'Vue', { label: 'a', lable: 'a' })
      // @ts-expect-error: of another type
      await mount<Parts>('./parts', 'Svelte', { count: '1' })
      // @ts-expect-error: no such option
      await mount<Parts>('./parts', 'Button', { label: 'a' }, { child: 'a' })
      // @ts-expect-error: of another type
      await button.update({ label: 1 })
    })
  `,
}

test.each(vitestMajors)('Vitest %i: names and properties of components are checked', async (major) => {
  project = new Project(major, { ...modules, 'tsconfig.json': tsconfig(['types.ts']) })
  expect(await compile(project.directory)).toBe('')
})
