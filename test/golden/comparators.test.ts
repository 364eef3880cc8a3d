import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
// The threads' programs are JavaScript.
import { openPixelWork } from '../../dist/src/golden/pixel-threads.js'
import { encodePng } from '../../src/golden/png.js'
import { scratch, sheet } from './scratch.js'

/** Comparators of a project, by the name of their file. */
const modules = {
  'loop.mjs': `export default ({ data }) => { data.fill(0); for (;;); }`,
  'loop-when-loaded.mjs': `for (;;);`,
  'pending.mjs': `export default () => new Promise(() => {})`,
  'throws.mjs': `export default () => { throw new RangeError('no such brand') }`,
  'throws-nothing.mjs': `export default () => { throw null }`,
  'throws-later.mjs': `export default () => { setTimeout(() => { throw new Error('too late') }); return new Promise(() => {}) }`,
  'exits.mjs': `export default () => process.exit(7)`,
  'exits-when-loaded.mjs': `process.exit(0)`,
  'word.mjs': `export default () => 'equal'`,
  'nothing.mjs': `export default () => {}`,
  'too-many.mjs': `export default () => ({ differentPixels: 1e9 })`,
  'strange.mjs': `export default () => ({ differentPixels: () => 5 })`,
  'number.mjs': `export default 5`,
  'syntax.mjs': `export default (`,
  'three.mjs': `export default () => ({ differentPixels: 3 })`,
  'slow.mjs': `export default () => new Promise((done) => setTimeout(() => done({ differentPixels: 4 }), 300))`,
  'three-and-loop.mjs': `let is = 0; export default () => { if (is++ === 0) setImmediate(() => { for (;;); }); return { differentPixels: 3 } }`,
}

function project() {
  const root = scratch()
  for (const [name, source] of Object.entries(modules)) writeFileSync(join(root, name), source)
  const golden = join(root, 'golden.png')
  writeFileSync(golden, encodePng(sheet(20, 10)))
  const compare = (comparator: string | undefined, comparatorTimeout = 60_000) => {
    const work = openPixelWork(golden)
    onTestFinished(() => work.close())
    const tolerance = comparator === undefined ? {} : { comparator: `./${comparator}` as const }
    const rule = { exact: true, root, tolerance, comparatorTimeout }
    return work.compare(sheet(20, 10, [0, 0, 0, 255]), rule)
  }
  return { root, compare }
}

test.each([
  [
    'throws.mjs',
    'COMPARATOR_FAILED',
    'threw RangeError: no such brand. Mend it: it is to return { differentPixels }, or a promise of that.',
  ],
  ['throws-nothing.mjs', 'COMPARATOR_FAILED', 'threw null. Mend'],
  ['throws-later.mjs', 'COMPARATOR_FAILED', 'threw Error: too late outside of its answer. Mend'],
  ['exits.mjs', 'COMPARATOR_FAILED', 'ended its thread with exit code 7. Mend'],
  ['exits-when-loaded.mjs', 'COMPARATOR_FAILED', 'ended its thread with exit code 0. Mend'],
  ['word.mjs', 'BAD_ARGUMENT', 'the comparator answered "equal". Return { differentPixels: number, diff? }.'],
  ['nothing.mjs', 'BAD_ARGUMENT', 'the comparator answered undefined. Return'],
  ['too-many.mjs', 'BAD_ARGUMENT', 'answered 1000000000 different pixels, the pictures have 200. Return'],
  ['strange.mjs', 'BAD_ARGUMENT', 'the comparator answered "{ differentPixels: [Function: '],
  ['number.mjs', 'BAD_ARGUMENT', 'has no function as its default export. Write'],
  ['syntax.mjs', 'BAD_ARGUMENT', 'cannot be loaded: '],
  ['none.mjs', 'BAD_ARGUMENT', 'cannot be loaded: ENOENT'],
])(
  'a comparator that is %s is refused by name, and the next one is not concerned',
  async (name, code, fact) => {
    const { root, compare } = project()
    const others = [compare('slow.mjs'), compare(undefined)]
    const failed = await compare(name).then(
      () => undefined,
      (error) => error,
    )
    expect(failed).toMatchObject({ code, message: expect.stringContaining(fact) })
    if (code === 'COMPARATOR_FAILED') expect(failed.message).toContain(`the comparator ${join(root, name)} `)
    expect((await Promise.all(others)).map(({ differentPixels }) => differentPixels)).toEqual([4, 200])
    expect(await compare('three.mjs')).toMatchObject({ differentPixels: 3 })
  },
)

test.each(['loop.mjs', 'loop-when-loaded.mjs', 'pending.mjs'])(
  'one that never answers (%s) ends at its deadline, and keeps no other',
  async (name) => {
    const { root, compare } = project()
    const late = compare(name, 300).catch((error) => error)
    const others = [compare('three.mjs'), compare(undefined), compare('slow.mjs')]
    expect((await Promise.all(others)).map(({ differentPixels }) => differentPixels)).toEqual([3, 200, 4])
    expect(await late).toMatchObject({
      code: 'TIMEOUT',
      message: `toMatchGolden() failed: the comparator ${join(root, name)} did not answer within 300 ms; its thread was ended. Mend it, or raise comparatorTimeout.`,
      facts: { file: join(root, name), timeout: 300 },
    })
    expect(await compare('three.mjs')).toMatchObject({ differentPixels: 3 })
  },
)

test('what a comparator does after its answer is not the next comparison’s fault', async () => {
  const { compare } = project()
  expect(await compare('three-and-loop.mjs')).toMatchObject({ differentPixels: 3 })
  expect(await compare('three.mjs', 2500)).toMatchObject({ differentPixels: 3 })
})
