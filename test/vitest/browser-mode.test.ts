import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { collect, ended, Project, until, vitestMajors } from './project.js'

const config = (options = '', more = '', top = '') => `
  import { defineConfig } from 'vitest/config'
  import { cefrig } from 'cefrig/vitest/plugin'
  import { cefBrowser } from 'cefrig/vitest/browser'
  export default defineConfig({
    plugins: [cefrig()],
    // The packages are linked to from elsewhere.
    server: { fs: { strict: false } },
    test: {
      ${top}
      browser: { enabled: true, provider: cefBrowser({ ${options} }), instances: [{ browser: 'chrome' }], ${more} },
    },
  })`

const imports = `
  import { expect, test, vi } from 'vitest'
  import { cdp, page, userEvent } from 'vitest/browser'`

const math = `
  export const add = (a: number, b: number) => a + b
  export const big = (n: number) => {
    if (n > 100) return 'big'
    return 'small'
  }`
const sum = `import { add } from './math'
  export const sum = (list: number[]) => list.reduce(add, 0)`

let project: Project
afterEach(() => project.remove())

describe.each(vitestMajors)('Browser Mode of Vitest %i', (major) => {
  it('runs tests inside CEF, with input, frames, files, CDP and pictures', async () => {
    project = new Project(major, {
      'vitest.config.ts': config(),
      'a.test.ts': `${imports}
        test('is CEF', () => {
          expect(navigator.userAgent).toContain('Chrome/')
          expect([innerWidth, innerHeight]).toEqual([414, 896])
        })
        test('clicks and types', async () => {
          const clicked = vi.fn()
          document.body.innerHTML = '<button>Save</button><label>Name <input></label>'
          document.querySelector('button')!.onclick = clicked
          await page.getByRole('button', { name: 'Save' }).click()
          expect(clicked).toHaveBeenCalledOnce()
          const name = page.getByLabelText('Name')
          await userEvent.type(name, 'Ada{Shift>}b{/Shift}')
          await expect.element(name).toHaveValue('AdaB')
          await userEvent.keyboard('{selectall}ä')
          await expect.element(name).toHaveValue('ä')
          await userEvent.keyboard('{selectall}')
          await userEvent.copy()
          await userEvent.keyboard('{ArrowRight}')
          await userEvent.paste()
          await expect.element(name).toHaveValue('ää')
          await userEvent.tab({ shift: true })
          expect(document.activeElement!.textContent).toBe('Save')
          await userEvent.tab()
          expect(document.activeElement).toBe(name.element())
          await userEvent.clear(name)
          await expect.element(name).toHaveValue('')
        })
        test('waits for frames', async () => {
          document.body.innerHTML = '<div style="height: 50px; overflow: auto"><p style="height: 500px">Long</div><b>More</b>'
          const box = document.querySelector('div')!
          await userEvent.wheel(box, { delta: { y: 60 } })
          await expect.poll(() => box.scrollTop, { timeout: 20_000 }).toBeGreaterThan(0)
          const over = vi.fn()
          document.querySelector('b')!.onmouseenter = over
          await page.getByText('More').hover()
          expect(over).toHaveBeenCalledOnce()
        })
        test('tells of elements as they were asked for', async () => {
          document.body.innerHTML = '<ul><li>One<li>Two</ul>'
          const click = page.getByRole('list').getByText('Three', { exact: true }).click({ timeout: 100 })
          await expect(click).rejects.toThrow("getByRole('list').getByText('Three', { exact: true }): no element matches")
        })
        test('drags, chooses, uploads', async () => {
          document.body.innerHTML = \`
            <select multiple><option value=a>A<option value=b>B<option value=c>C</select><input type=file multiple>
            <p draggable=true>Drag</p><div style="height: 60px">Drop</div>\`
          await userEvent.selectOptions(document.querySelector('select')!, ['a', 'c'])
          expect([...document.querySelector('select')!.selectedOptions].map(({ value }) => value)).toEqual(['a', 'c'])
          const input = document.querySelector('input')!
          await userEvent.upload(input, [new File(['abc'], 'a.txt', { type: 'text/plain' }), './math.ts'])
          expect([...input.files!].map(({ name }) => name)).toEqual(['a.txt', 'math.ts'])
          const dropped = vi.fn()
          const target = document.querySelector('div')!
          target.ondragover = (event) => event.preventDefault()
          target.ondrop = dropped
          await userEvent.dragAndDrop(document.querySelector('p')!, target)
          expect(dropped).toHaveBeenCalledOnce()
        })
        test('reaches into frames', async () => {
          document.body.innerHTML = '<iframe srcdoc="<button onclick=this.textContent=1>In</button>"></iframe>'
          const frame = page.frameLocator(page.elementLocator(document.querySelector('iframe')!))
          await frame.getByRole('button').click()
          expect(document.querySelector('iframe')!.contentDocument!.querySelector('button')!.textContent).toBe('1')
        })
        test('speaks CDP', async () => {
          const { product } = await (cdp() as any).send('Browser.getVersion')
          expect(product).toContain('Chrome/')
        })
        test('resizes and takes pictures', async () => {
          await page.viewport(500, 400)
          expect([innerWidth, innerHeight]).toEqual([500, 400])
          document.body.innerHTML = '<h1>Hello</h1>'
          expect(await page.screenshot()).toMatch(/png$/)
        })`,
      'math.ts': math,
    })
    const { tests, output, code } = await project.run()
    expect(output).not.toContain('Error')
    expect(Object.values(tests)).toEqual(Array(8).fill('passed'))
    expect(code).toBe(0)
    expect(project.leftovers()).toEqual([])
  })

  it('mocks modules for one test file and not for the next', async () => {
    project = new Project(major, {
      'vitest.config.ts': config('', '', 'maxWorkers: 1,'),
      'math.ts': math,
      'sum.ts': sum,
      'a.test.ts': `${imports}
        import { sum } from './sum'
        vi.mock('./math', () => ({ add: (a: number, b: number) => a * 10 + b }))
        test('factory', () => expect(sum([1, 2, 3])).toBe(123))`,
      'b.test.ts': `${imports}
        import { add } from './math'
        import { sum } from './sum'
        vi.mock('./math', { spy: true })
        test('spy', () => {
          expect(sum([1, 2, 3])).toBe(6)
          expect(add).toHaveBeenCalledTimes(3)
        })`,
      'c.test.ts': `${imports}
        import { sum } from './sum'
        test('original', () => expect(sum([1, 2, 3])).toBe(6))`,
    })
    const { tests, output } = await project.run()
    expect(tests, output).toEqual({ factory: 'passed', spy: 'passed', original: 'passed' })
  })

  it('writes goldens, compares with them, and records the run', async () => {
    project = new Project(major, {
      'vitest.config.ts': config('golden: { threshold: 0 }'),
      'a.test.ts': `${imports}
        test('looks right', async () => {
          document.body.innerHTML = '<h1>Hello</h1><p>' + (import.meta.env.VITE_TEXT ?? 'World') + '</p>'
          await expect(page).toMatchGolden('page', { mask: [page.getByRole('paragraph')] })
          await expect(page.getByRole('paragraph')).toMatchGolden('text')
          await expect(page.getByRole('heading')).not.toMatchGolden('text')
        })`,
    })
    const first = await project.run()
    expect(first.output).toMatch(/2 written/)
    expect(first.code).toBe(0)
    expect((await project.run([], { CI: '1' })).code).toBe(0)
    const third = await project.run([], { CI: '1', VITE_TEXT: 'There' })
    expect(third.tests).toEqual({ 'looks right': 'failed' })
    expect(third.output).toMatch(/pixels .* differ from __goldens__\/a\.test\.ts\/text\.png/)
    const run = JSON.parse(readFileSync(join(project.directory, '.cefrig/run.json'), 'utf8'))
    expect(run.tests[0].pictures.map(({ name, outcome }: Record<string, string>) => [name, outcome])).toEqual(
      [
        ['page', 'matched'],
        ['text', 'mismatched'],
      ],
    )
  })
})

describe('cefBrowser()', () => {
  it('refuses an option that there is not', async () => {
    project = new Project(5, {
      'vitest.config.ts': config('viewPort: { width: 1, height: 1 }'),
      'a.test.ts': `${imports}\n test('never', () => {})`,
    })
    const { output, code } = await project.run()
    expect(output).toContain('cefBrowser() failed: unknown option "viewPort". Did you mean "viewport"?')
    expect(code).toBe(1)
  })

  it('fails the run at once when the page crashes, and says so', async () => {
    project = new Project(5, {
      'vitest.config.ts': config(),
      'a.test.ts': `${imports}
        test('crashes', async () => {
          await (cdp() as any).send('Page.crash')
        })`,
    })
    const { output, code } = await project.run()
    // Whichever is noticed first.
    expect(output).toMatch(/cefrig: the renderer of the page died|Browser connection was closed/)
    expect(code).toBe(1)
    expect(project.leftovers()).toEqual([])
  })

  it.each(['v8', 'istanbul'])('collects coverage by %s', async (provider) => {
    project = new Project(5, {
      'vitest.config.ts': config(
        '',
        '',
        `coverage: { enabled: true, provider: '${provider}', include: ['math.ts'], reporter: ['json-summary'] },`,
      ),
      'math.ts': math,
      'a.test.ts': `${imports}
        import { big } from './math'
        test('covers', () => expect(big(1)).toBe('small'))`,
    })
    await project.run()
    const { total } = JSON.parse(
      readFileSync(join(project.directory, 'coverage/coverage-summary.json'), 'utf8'),
    )
    expect(total.branches).toMatchObject({ total: 2, covered: 1 })
  })

  it('runs a changed test again in watch mode, in the same Host', async () => {
    const text = (title: string) => `${imports}\n test('${title}', () => {})`
    project = new Project(5, { 'vitest.config.ts': config(), 'a.test.ts': text('before') })
    const child = project.start(['--watch', '--reporter=verbose'])
    const output = collect(child)
    await until(() => /before[\s\S]*Waiting for file changes/.test(output()))
    const [host] = project.leftovers().filter((line) => line.includes('/cefrig/dist/'))
    project.write('a.test.ts', text('after'))
    await until(() => /after[\s\S]*Waiting for file changes/.test(output()))
    expect(project.leftovers()).toContain(host)
    child.kill('SIGINT')
    await ended(child)
    await until(() => project.leftovers().length === 0)
  })
})
