import { mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { compile, tsconfig } from '../compiler.js'
import { JestProject, repository } from './project.js'

let project: JestProject | undefined
afterEach(() => project?.remove())

const config = `
  import type { RunnerOptions } from 'cefrig/jest'
  const options: RunnerOptions = { viewport: { width: 800, height: 600 }, isolation: 'file', failOn: { crash: false } }
  // @ts-expect-error: no such option
  const wrong: RunnerOptions = { viewPort: { width: 800, height: 600 } }
  export default { preset: 'cefrig', testEnvironmentOptions: options, wrong }
`

const source = `
  test('of globals and matchers', async () => {
    const sum: number = await page.evaluate((n: number) => n + 1, 1)
    const other = await cef.newPage({ frameRate: 30 })
    await other.goto('/' + sum)
    // @ts-expect-error: no such method
    page.goTo('/')
    await expect(page).toMatchGolden()
    await expect(page).toMatchGolden('name', { fullPage: true })
    await expect(page.getByRole('button')).not.toMatchGolden({ maxDiffPixels: 2 })
    // @ts-expect-error: no such option
    await expect(page).toMatchGolden({ maxDiff: 2 })
    await expect(page.getByRole('button')).toHaveText('Save')
    const asynchronous: Promise<void> = expect(page).toHaveConsole('text')
    expect(jest.fn()).not.toHaveBeenCalled()
    await asynchronous
  })
  test('of components', async () => {
    const button = await mount<typeof import('./button.js')>('./button', 'Button', { label: 'Save', onPress: () => {} })
    await button.update({ label: 'Saved' })
    // @ts-expect-error: no such export
    await mount<typeof import('./button.js')>('./button', 'Buton', { label: 'Save' })
    // @ts-expect-error: no such property
    await mount<typeof import('./button.js')>('./button', 'Button', { lable: 'Save' })
  })
`

const button = `export const Button = (props: { label: string; onPress?: () => void }) => props.label`

/** The part of @types/jest that this is about; it declares the globals of Jest in this way. */
const declarations = `
  declare namespace jest {
    interface Matchers<R, T = {}> { toHaveBeenCalled(): R }
    type JestMatchers<T> = Matchers<void, T> & { not: Matchers<void, T> }
    function fn(): () => void
  }
  declare const expect: <T>(actual: T) => jest.JestMatchers<T>
  declare const test: (name: string, fn: () => void | Promise<void>) => void
`

test.each([
  ['@jest/globals', { 'a.ts': `import { expect, jest, test } from '@jest/globals'\n${source}` }],
  ['the globals of Jest', { 'a.ts': `export {}\n${source}`, 'globals.d.ts': declarations }],
])(
  'page, cef and the matchers have types with %s, as soon as the configuration names cefrig/jest',
  async (_, files) => {
    project = new JestProject({
      ...files,
      'config.ts': config,
      'button.ts': button,
      'tsconfig.json': tsconfig(['*.ts']),
    })
    project.write('package.json', JSON.stringify({ name: 'project', type: 'module' }))
    mkdirSync(join(project.directory, 'node_modules/@jest'))
    symlinkSync(
      join(repository, 'node_modules/@jest/globals'),
      join(project.directory, 'node_modules/@jest/globals'),
    )
    expect(await compile(project.directory)).toBe('')
  },
)

test.each([
  ['package', '../../src/index.js'],
  ['presets', '../../src/presets.js'],
])('what test files get as the %s is what it exports', async (name, source) => {
  const text = readFileSync(join(repository, `environment/jest/${name}.cts`), 'utf8')
  const named = [...text.matchAll(/^exports\.(\w+) = \w+\.\1$/gm)].map((match) => match[1])
  expect(named.sort()).toEqual(Object.keys(await import(source)).sort())
})
