import { afterEach, describe, expect, test } from 'vitest'
import { Project, vitestMajors } from './project.js'
import { config, tests } from './seeds.js'

let project: Project | undefined
afterEach(() => project?.remove())

const traces = tests(`
  const look = () => ({
    cookie: document.cookie,
    stored: localStorage.getItem('trace'),
    name: window.name,
    hash: location.hash,
    left: globalThis.left ?? null,
    width: innerWidth,
  })
  test('leaves traces', async ({ page }) => {
    page.on('console', () => note('heard'))
    await page.addInitScript(() => { globalThis.left = 'init script' })
    await page.resize({ width: 321, height: 200 })
    await page.goto('/index.html')
    await page.evaluate(() => {
      document.cookie = 'trace=1'
      localStorage.setItem('trace', '1')
      window.name = 'trace'
      history.pushState(null, '', '#trace')
      console.log('one')
    })
    note(await page.evaluate(look))
  })
  test('finds the page blank', async ({ page }) => {
    note([page.url(), page.console.length, page.errors.length])
    await page.goto('/index.html')
    note(await page.evaluate(look))
    await page.evaluate(() => console.log('two'))
    note([await page.evaluate(() => history.length), page.console.map((message) => message.text)])
  })
`)

const seed = (options: object) => ({
  'vitest.config.js': config({ viewport: { width: 500, height: 300 }, ...options }),
  'index.html': '<!doctype html><title>page</title>',
  'trace.test.js': traces,
})
const before = {
  cookie: 'trace=1',
  stored: '1',
  name: 'trace',
  hash: '#trace',
  left: 'init script',
  width: 321,
}
const clean = { cookie: '', stored: null, name: '', hash: '', left: null, width: 500 }

describe.each(vitestMajors)('Vitest %i', (major) => {
  test('nothing of a test is left for the next one', async () => {
    project = new Project(major, seed({}))
    const run = await project.run()
    expect(run.messages).toBe('')
    expect(project.notes<unknown>()).toEqual(['heard', before, ['about:blank', 0, 0], clean, [2, ['two']]])
    expect(project.leftovers()).toEqual([])
  })

  test('with isolation "file" the storage of a context is left, and nothing of the page', async () => {
    project = new Project(major, seed({ isolation: 'file' }))
    const run = await project.run()
    expect(run.messages).toBe('')
    const [heard, traced, blank, found, last] = project.notes<unknown>()
    expect([heard, traced, blank]).toEqual(['heard', before, ['about:blank', 0, 0]])
    expect(found).toEqual({ ...clean, cookie: 'trace=1', stored: '1' })
    expect(last).toEqual([expect.any(Number), ['two']])
    expect(project.leftovers()).toEqual([])
  })

  test.each(['test', 'file'])(
    'with isolation "%s" a page that was never navigated is new for the next test',
    async (isolation) => {
      project = new Project(major, {
        'vitest.config.js': config({ isolation }),
        'a.test.js': tests(`
        const look = () => [globalThis.left ?? null, document.body.innerHTML, document.title, history.length]
        test('writes', async ({ page }) => {
          await page.setContent('<title>left</title><script>globalThis.left = 1</script>')
          await page.evaluate(() => void (globalThis.also = 1))
        })
        test('only listens', async ({ page }) => {
          note(await page.evaluate(look))
        })
        test('does nothing', ({ page }) => {
          page.on('console', () => note('heard'))
          page.expectError('any')
        })
        test('reads', async ({ page }) => {
          note(await page.evaluate(look))
          await page.evaluate(() => console.error('any'))
        })
      `),
      })
      const run = await project.run()
      expect(run.tests).toEqual({
        writes: 'passed',
        'only listens': 'passed',
        'does nothing': 'passed',
        reads: 'failed',
      })
      expect(project.notes<unknown[]>().map((note) => note.slice(0, 3))).toEqual([
        [null, '', ''],
        [null, '', ''],
      ])
    },
  )

  test('with isolation "file" a page goes on that was clicked in, served and bound, and nothing of that is left', async () => {
    project = new Project(major, {
      'vitest.config.js': config({ isolation: 'file' }),
      'index.html': '<!doctype html><title>page</title><button>Press</button><input>',
      'extra.txt': 'of the project',
      'a.test.js': tests(`
        const ids = []
        const look = async () => {
          await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
          const hovered = document.querySelectorAll(':hover').length
          return [typeof globalThis.host, hovered, document.activeElement.tagName, await (await fetch('/extra.txt')).text()]
        }
        const calls = []
        test('does this and that', async ({ page }) => {
          ids.push(page.id)
          await page.serve('/extra.txt', () => 'of the first test')
          await page.bind('host.call', (from) => void calls.push(from))
          await page.goto('/index.html')
          await page.evaluate(() => {
            setInterval(() => globalThis.host?.call('old'), 5)
            addEventListener('beforeunload', (event) => event.preventDefault())
          })
          await page.keyboard.press('Tab')
          await page.getByRole('textbox').fill('text')
          await page.getByRole('button').click()
          await page.waitForFunction(() => document.querySelector('button:hover'))
          note(await page.evaluate(look))
        })
        test('finds nothing of it', async ({ page }) => {
          ids.push(page.id)
          calls.length = 0
          await page.goto('/index.html')
          note(await page.evaluate(look))
          await page.bind('host.call', (from) => void calls.push(from))
          await page.evaluate(() => globalThis.host.call('new'))
          note(calls)
          await page.mouse.down()
          note(await page.evaluate(() => document.querySelectorAll(':active').length > 0))
          await page.keyboard.down('Shift')
        })
        test('has a new one where a button and a key are down', async ({ page }) => {
          ids.push(page.id)
          note([new Set(ids).size, ids[0] === ids[1]])
        })
      `),
    })
    const run = await project.run()
    expect(run.messages).toBe('')
    expect(project.notes<unknown>()).toEqual([
      ['object', expect.any(Number), 'BUTTON', 'of the first test'],
      ['undefined', 0, 'BODY', 'of the project'],
      ['new'],
      true,
      [2, true],
    ])
  })

  test('with isolation "file" a document that an earlier test left is neither seen nor heard', async () => {
    project = new Project(major, {
      'vitest.config.js': config({ isolation: 'file' }),
      'index.html': '<!doctype html><title>page</title>',
      'a.test.js': tests(`
        const ids = []
        test('leaves a document that will complain', async ({ page }) => {
          ids.push(page.id)
          await page.goto('/index.html')
          await page.evaluate(() => {
            document.title = 'left'
            setTimeout(() => setInterval(() => console.error('left'), 5), 500)
          })
        })
        test('goes somewhere', async ({ page }) => {
          ids.push(page.id)
          await new Promise((resolve) => setTimeout(resolve, 1000))
          note([page.url(), page.console.length])
          await Promise.all([page.waitForFunction('document.title === "page"'), page.goto('/index.html')])
          note([page.url(), page.console.length])
        })
        test('looks', async ({ page }) => {
          ids.push(page.id)
          note(await page.evaluate(() => [location.href, document.title]))
          await page.setContent('<title>mine</title>')
          note([await page.title(), new Set(ids).size])
        })
      `),
    })
    const run = await project.run()
    expect(run.messages).toBe('')
    expect(project.notes<unknown>()).toEqual([
      ['about:blank', 0],
      ['https://cefrig.test/index.html', 0],
      ['about:blank', ''],
      ['mine', 1],
    ])
  })

  test('with isolation "file" the size that an earlier test gave the page is not the next one\'s', async () => {
    project = new Project(major, {
      'vitest.config.js': config({ isolation: 'file', viewport: { width: 500, height: 300 } }),
      'index.html': '<!doctype html><title>page</title>',
      'a.test.js': tests(`
        const ids = new Set()
        const size = (page) => page.evaluate(() => [innerWidth, innerHeight])
        test('resizes', async ({ page }) => {
          ids.add(page.id)
          await page.resize({ width: 321, height: 200 })
          note(await size(page))
        })
        test('does nothing', async ({ page }) => { ids.add(page.id) })
        test('finds its own size', async ({ page }) => {
          ids.add(page.id)
          note([page.viewport.width, ...(await size(page))])
          const { width, height } = await page.pixels()
          note([width, height])
        })
        test('resizes again', async ({ page }) => {
          ids.add(page.id)
          await page.resize({ width: 400, height: 250 })
        })
        test('resizes what was resized', async ({ page }) => {
          ids.add(page.id)
          await page.resize({ width: 400, height: 250 })
          await page.goto('/index.html')
          const { width, height } = await page.pixels()
          note([...(await size(page)), width, height, ids.size])
        })
      `),
    })
    const run = await project.run()
    expect(run.messages).toBe('')
    expect(project.notes<unknown>()).toEqual([
      [321, 200],
      [500, 500, 300],
      [500, 300],
      [400, 250, 400, 250, 1],
    ])
  })

  test('with isolation "file" another file sees nothing', async () => {
    const writes = tests(`
      test('writes', async ({ page }) => {
        await page.goto('/index.html')
        note(await page.evaluate(() => document.cookie))
        await page.evaluate(() => { document.cookie = 'trace=1' })
      })
    `)
    project = new Project(major, {
      ...seed({ isolation: 'file' }),
      'vitest.config.js': config({ isolation: 'file' }, { maxWorkers: 1, isolate: false }),
      'a.test.js': writes,
      'b.test.js': writes,
    })
    const run = await project.run(['a.test.js', 'b.test.js'])
    expect(run.messages).toBe('')
    expect(project.notes<unknown>()).toEqual(['', ''])
  })

  test('with isolation "file" concurrent tests have pages of their own', async () => {
    project = new Project(major, {
      'vitest.config.js': config({ isolation: 'file' }),
      'a.test.js': tests(`
        for (const name of ['one', 'two', 'three']) {
          test.concurrent(name, async ({ page }) => {
            await page.setContent('<p>' + name)
            await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 20)))
            note(await page.evaluate(() => document.body.innerText))
          })
        }
      `),
    })
    const run = await project.run()
    expect(run.messages).toBe('')
    expect(project.notes<unknown>().sort()).toEqual(['one', 'three', 'two'])
  })
})
