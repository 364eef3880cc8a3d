import { FilePages } from '../../fixtures/file-pages.js'
import type { Settings } from '../../src/client/settings.js'

/** Of the last file of this worker, as far as nothing is left in them. */
let kept: { key: string; pages: FilePages } | undefined

/** The pages of a new test file: those that the last one left untouched, where they are of the same options. */
export function takeFilePages(settings: Settings): FilePages {
  const last = kept
  kept = undefined
  if (last?.key === keyOf(settings)) return last.pages
  void last?.pages.close().catch(() => {})
  return new FilePages(settings)
}

/** Ends the pages of a test file, or keeps them for the next one: its tests would find nothing that the file's tests have done. */
export async function keepFilePages(settings: Settings, pages: FilePages, isTouched: boolean): Promise<void> {
  // Each test has a context of its own, or none was used.
  if (settings.isolation === 'test' || !isTouched) kept = { key: keyOf(settings), pages }
  else await pages.close().catch(() => {})
}

function keyOf(settings: Settings): string {
  return JSON.stringify(settings)
}
