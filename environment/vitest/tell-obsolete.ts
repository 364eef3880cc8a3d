import type { Vitest } from 'vitest/node'
import { slashed } from '../../src/report/inside.js'
import { namedObsolete } from '../../src/report/leftovers.js'
import type { ObsoleteGolden } from '../../src/report/obsolete.js'
import { obsoleteWords } from '../run-record.js'

/**
 * Adds goldens that no test looked at to the runner's summary, which is yet to be printed, and answers what is to be said after it:
 * those that the summary cannot hold, and what to do.
 */
export function tellObsolete(vitest: Vitest, obsolete: readonly ObsoleteGolden[]): string {
  if (obsolete.length === 0) return ''
  const { root } = vitest.config
  const shown = ({ golden }: ObsoleteGolden) => namedObsolete(slashed(root, golden))
  // With `-u` the summary would call them removed.
  const isUpdate = vitest.snapshot.options.updateSnapshot === 'all'
  const [told, others] = [new Map<string, string[]>(), [] as string[]]
  for (const one of obsolete) {
    if (one.testFile === null || isUpdate) others.push(shown(one))
    else told.set(one.testFile, [...(told.get(one.testFile) ?? []), shown(one)])
  }
  for (const [filepath, uncheckedKeys] of told) {
    vitest.snapshot.add({
      ...{ filepath, added: 0, fileDeleted: false, matched: 0, unmatched: 0, updated: 0 },
      ...{ unchecked: uncheckedKeys.length, uncheckedKeys },
    })
  }
  return obsoleteWords(obsolete.length, others)
}
