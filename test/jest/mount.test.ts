// Components mounted in tests of Jest, by the Vite of their project.
import { afterEach, expect, test } from 'vitest'
import { createServerOf } from '../../environment/jest/mounts.js'
import { collect, ended, JestProject, until } from './project.js'
import { config, tests } from './seeds.js'

let project: JestProject | undefined
afterEach(() => project?.remove())

const files = {
  'jest.config.json': config({ mount: { strict: false } }),
  'vite.config.js': `export default { define: { __RELEASE__: '"7"' } }`,
  'src/word.ts': `export const word = (n: number): string => (n > 1 ? 'some' : 'one')`,
  'src/Counter.tsx': `
    import { useState } from 'react'
    import { word } from './word'
    declare const __RELEASE__: string
    export const Badge = ({ value }: { value: Map<string, bigint> }) => <b>{String(value.get('n'))}</b>
    export function Counter({ onCount, badge, children }) {
      const [count, setCount] = useState(1)
      const press = () => { setCount(count + 1); onCount({ count: count + 1 }) }
      return <button onClick={press}>{word(count)} {__RELEASE__} {badge} {children}</button>
    }
    export const Throws = () => { throw new RangeError('no data') }
  `,
}

const works = tests(`
  const { nested } = require('cefrig')
  test('renders, calls back and is updated', async () => {
    const onCount = jest.fn()
    const badge = nested('./src/Counter', 'Badge', { value: new Map([['n', 12n]]) })
    const counter = await mount('./src/Counter', 'Counter', { onCount, badge }, { children: ['and ', badge] })
    await expect(counter).toHaveText('one 7 12 and 12')
    await counter.click()
    await expect(counter).toHaveText('some 7 12 and 12')
    expect(onCount.mock.calls).toStrictEqual([[{ count: 2 }]])
    await counter.update({ badge: 'none' }, { children: [] })
    await expect(counter).toHaveText('some 7 none')
    await counter.unmount()
    await expect(page.locator('body > *')).toHaveCount(0)
  })
  test('says what is wrong', async () => {
    await expect(mount('./src/Counter', 'Conter')).rejects.toMatchObject({ code: 'MOUNT_FAILED', facts: { reason: 'no export' } })
    await expect(mount('./src/Nowhere', 'Counter')).rejects.toMatchObject({ code: 'MOUNT_FAILED', facts: { reason: 'no module' } })
    const thrown = await mount('./src/Counter', 'Throws').catch((error) => error)
    expect(thrown).toBeInstanceOf(Error)
    expect(thrown.facts).toMatchObject({ reason: 'thrown', file: join(process.cwd(), 'src/Counter.tsx') })
    expect(thrown.facts.frame).toContain("new RangeError('no data')")
  })
  test.concurrent('not where tests share the page', () => {
    expect(() => mount('./src/Counter', 'Badge')).toThrow('The global mount failed: this is a test.concurrent()')
  })
`)

const watched = tests(`
  test('shows a word', async () => {
    const counter = await mount('./src/Counter', 'Counter', {})
    note([await counter.textContent(), ownHost()])
  })
`)

const packages = ['react', 'react-dom', 'vite']

test('components are mounted in tests of Jest, which depend on what they mount', async () => {
  const unrelated = `test('unrelated', () => {})`
  project = new JestProject({ ...files, 'works.test.js': works, 'unrelated.test.js': unrelated }, packages)
  project.write('watched.test.js', watched)
  const run = await project.run(['--maxWorkers=2', '--findRelatedTests', 'src/word.ts'])
  expect(run.messages).toBe('')
  expect(run.tests).toEqual({
    'renders, calls back and is updated': 'passed',
    'says what is wrong': 'passed',
    'not where tests share the page': 'passed',
    'shows a word': 'passed',
  })
  expect(project.leftovers()).toEqual([])
})

test('while Jest watches, a component is mounted as it is now', async () => {
  project = new JestProject({ ...files, 'watched.test.js': watched }, packages)
  const jest = project.start(['--watchAll', '-i'])
  const output = collect(jest)
  const first = await until(() => project!.notes<[string, number]>()[0])
  expect(first[0]).toBe('one 7  ')
  // A change while the first run goes on would interrupt it.
  await until(() => output().includes('Ran all test suites'))
  project.write('src/word.ts', `export const word = () => 'another'`)
  const second = await until(() => project!.notes<[string, number]>()[1])
  expect(second).toEqual(['another 7  ', first[1]])
  jest.kill('SIGTERM')
  await ended(jest)
})

test('without Vite mount() says what to install', async () => {
  await expect(createServerOf('/nowhere')).rejects.toThrow(
    'mount() needs Vite, which is not found from /nowhere. Install it: npm install --save-dev vite.',
  )
})
