import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { emptyContractFile, learned, type RecordedUse, united } from '../../src/contract/learn.js'
import { chosenContract, recordedContracts } from '../../src/contract/recorded.js'

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

test('what workers have written becomes one contract for each name', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'cefrig-learn-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  const lines = (...files: object[]) => files.map((file) => `${JSON.stringify(file)}\n`).join('')
  const [first, second] = [from(uses[0]!), from(uses[0]!, uses[1]!)]
  writeFileSync(join(directory, '1.jsonl'), `${lines(first, second)}{ "half a li`)
  writeFileSync(
    join(directory, '2.jsonl'),
    lines({ ...from(uses[3]!), name: 'other' }, from(...uses.slice(2)), { ...first, name: '' }),
  )
  const contracts = await recordedContracts(directory)
  expect([...contracts.keys()]).toEqual(['host.notes', 'other'])
  expect(contracts.get('host.notes')).toEqual(from(...uses))
  expect(chosenContract(contracts, 'other').name).toBe('other')
  expect(() => chosenContract(contracts, undefined)).toThrow(
    'cefrig contract record failed: pages used host.notes, other. Choose one with --path.',
  )
  expect(() => chosenContract(contracts, 'host')).toThrow(
    'no page called anything of host; they used host.notes, other. Give one of these as --path.',
  )
  expect(() => chosenContract(new Map(), undefined)).toThrow('no page called anything of a binding.')
  contracts.delete('other')
  expect(chosenContract(contracts, undefined).name).toBe('host.notes')
})
