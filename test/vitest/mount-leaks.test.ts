import { afterEach, expect, test } from 'vitest'
import { Project } from './project.js'
import { config, tests } from './seeds.js'

let project: Project | undefined
afterEach(() => project?.remove())

/** Calls out of a page come when the machine has time for them. */
const patient = { expect: { poll: { timeout: 30_000 } } }

const packages = ['react', 'react-dom', 'scheduler', 'vue', 'vite']

const files = {
  'cefrig.mount.js': `
    export function afterMount(setup) {
      if (setup === 'fails') throw new Error('not ready')
    }
  `,
  'Clock.jsx': `
    import { useEffect } from 'react'
    import './clock.css'
    export function Clock({ name, onTick }) {
      useEffect(() => {
        const timer = setInterval(() => onTick(name), 3)
        return () => {
          clearInterval(timer)
          onTick('unmounted ' + name)
        }
      }, [])
      return <button onClick={() => onTick('click')} onMouseLeave={() => onTick('left')}>{name}</button>
    }
  `,
  'clock.css': 'button { color: rgb(1, 2, 3) }',
  'Label.js': `
    import { h } from 'vue'
    export const Label = { props: ['text'], render() { return h('i', 'Vue ' + this.text) } }
  `,
  // It is part of what react-dom is optimized to, until somebody asks for it alone.
  'Late.jsx': `
    import { useState } from 'react'
    import * as scheduler from 'scheduler'
    export function Late() {
      const [text] = useState('late')
      return <b>{text} {typeof scheduler.unstable_now}</b>
    }
  `,
}

test.each(['file', 'test'])(
  'with isolation "%s" nothing of a component reaches a test after its own',
  async (isolation) => {
    project = new Project(
      5,
      {
        ...files,
        'vitest.config.js': config({ isolation }, patient),
        'a.test.js': tests(`
          const shared = vi.fn()
          beforeEach(() => void shared.mockClear())
          test('calls', async ({ mount, page }) => {
            page.on('console', (message) => shared(message.text))
            await page.serve('/api', () => { shared('asked'); return 'answer' })
            const clock = await mount('./Clock', 'Clock', { name: 'first', onTick: shared })
            await clock.click()
            await page.evaluate(() => void setInterval(() => { console.log('said'); void fetch('/api') }, 5))
            await expect.poll(() => shared.mock.calls.flat()).toEqual(expect.arrayContaining(['first', 'click', 'said', 'asked']))
          })
          test('is not called', async ({ mount }) => {
            const own = vi.fn()
            const clock = await mount('./Clock', 'Clock', { name: 'second', onTick: own })
            await expect.poll(() => own.mock.calls.length).toBeGreaterThan(3)
            await clock.unmount()
            await expect.poll(() => own.mock.lastCall).toEqual(['unmounted second'])
            note([shared.mock.calls, [...new Set(own.mock.calls.flat())]])
          })
        `),
      },
      packages,
    )
    const run = await project.run()
    expect(run.messages).toBe('')
    expect(project.notes<unknown>()).toEqual([[[], ['second', 'unmounted second']]])
  },
)

test('modules of pages that one renderer shows: style sheets, packages that turn up late, two frameworks, bad ones', async () => {
  project = new Project(
    5,
    {
      ...files,
      'vitest.config.js': config({ isolation: 'file' }, { ...patient, maxWorkers: 1 }),
      'a.test.js': tests(`
        test('the style sheet of a module is one for those who ask for that', async ({ mount, page }) => {
          await mount('./Clock', 'Clock', { name: 'a', onTick() {} })
          const rules = await page.evaluate(async () => {
            const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: '/clock.css' })
            const loaded = new Promise((resolve) => { link.onload = link.onerror = resolve })
            document.head.append(link)
            await loaded
            return link.sheet?.cssRules.length
          })
          expect(rules).toBe(1)
        })
        // Named so that nobody finds it before.
        const late = ['./', 'Late'].join('')
        test('a package that turns up late', async ({ mount }) => {
          await expect(await mount(late, 'Late')).toHaveText('late function')
        })
        test('beside what was mounted before it', async ({ mount }) => {
          const onTick = vi.fn()
          await mount('./Clock', 'Clock', { name: 'a', onTick })
          await expect(await mount(late, 'Late')).toHaveText('late function')
        })
        test('two frameworks at once', async ({ mount, page }) => {
          const [first, label] = await Promise.all([mount(late, 'Late'), mount('./Label', 'Label', { text: 'a' })])
          await expect(first).toHaveText('late function')
          await Promise.all([first.unmount(), first.unmount(), label.update({ text: 'b' }), label.update({ text: 'c' })])
          await expect(label).toHaveText('Vue c')
          expect(await page.evaluate(() => document.body.innerText.trim())).toBe('Vue c')
        })
        test('what fails after it was rendered is taken out', async ({ mount, page }) => {
          const onTick = vi.fn()
          await expect(mount('./Clock', 'Clock', { name: 'a', onTick }, { setup: 'fails' })).rejects.toMatchObject({ code: 'MOUNT_FAILED', facts: { message: 'not ready' } })
          await expect.poll(() => onTick.mock.calls).toContainEqual(['unmounted a'])
          expect(await page.evaluate(() => document.body.innerHTML)).toBe('')
        })
        test('no module at all', async ({ mount }) => {
          await expect(mount(' ', 'Clock')).rejects.toMatchObject({ code: 'BAD_ARGUMENT', message: 'mount() failed: the module is an empty text. Name one, as ./Button.' })
          await expect(mount('.', 'Clock')).rejects.toMatchObject({ facts: { reason: 'no module' }, message: expect.stringContaining('a.test.js. Paths count from the test file.') })
        })
      `),
    },
    packages,
  )
  const run = await project.run()
  expect(run.messages).toBe('')
})
