import type { Page } from 'cefrig'
import { vi } from 'vitest'

export interface File {
  name: string
  size: bigint
  modified: Date
}

type Progress = (done: number, total: number) => Promise<void>
type Changed = (folder: string) => Promise<void>

const letters: File[] = [
  { name: 'to-anna.txt', size: 1200n, modified: new Date('2026-03-01') },
  { name: 'to-bert.txt', size: 2n ** 60n, modified: new Date('2026-04-02') },
]

/** What the application gives its pages, as a test wants it. */
export function desktop() {
  return {
    version: '2.1',
    theme: vi.fn(() => 'light'),
    settings: { save: vi.fn(async (_settings: object) => {}) },
    files: {
      list: vi.fn(async (folder: string): Promise<File[]> => (folder === 'Letters' ? letters : [])),
      watch: vi.fn((_changed: Changed) => {}),
    },
    pack: vi.fn(async (names: string[], progress: Progress) => {
      for (let done = 1; done <= names.length; done++) await progress(done, names.length)
      return { name: 'files.zip', bytes: new Uint8Array(100 * names.length) }
    }),
    cancel: vi.fn(() => {}),
  }
}

/** Gives the page its host, and opens it. */
export async function open(page: Page, { theme, ...others }: ReturnType<typeof desktop>): Promise<void> {
  await page.bind('host.theme', theme, { sync: true })
  for (const [name, what] of Object.entries(others)) await page.bind(`host.${name}`, what)
  await page.goto('/packer.html')
}
