import { expect, test } from 'vitest'
import { emptyContractFile, learned, type RecordedUse, united } from '../../src/contract/learn.js'

const from = (...uses: RecordedUse[]) => uses.reduce(learned, emptyContractFile('host.notes'))

const uses: RecordedUse[] = [
  { method: 'save', args: [{ text: 'a' }], result: { id: 1 } },
  { method: 'save', args: [{ text: 'b', pinned: true }, 2], error: new RangeError('full') },
  { event: 'changed', value: { id: 1.5 } },
  { method: 'count', args: [], result: 3, sync: true },
  { method: 'save', args: ['c'], result: undefined },
  { event: 'changed', value: null },
]

test('files of several workers are united to what one would have learned', () => {
  for (let at = 0; at <= uses.length; at++) {
    const [one, other] = [from(...uses.slice(0, at)), from(...uses.slice(at))]
    expect(united(one, other)).toEqual(from(...uses))
    expect(united(other, one)).toEqual(from(...uses))
  }
})

test('a synchronous method is told so', () => {
  expect(from(uses[3]!).methods.count).toMatchObject({ args: [], sync: true })
  expect(from(uses[0]!).methods.save).not.toHaveProperty('sync')
})
