import { fileURLToPath } from 'node:url'
import { launch } from 'cefrig'
import { sleep } from './measure.ts'
import { childrenRunning, treeMemory } from './memory.ts'
import type { Row } from './types.ts'

const tests = 300

/** Memory of the Host with one page, before and after as many isolated pages as a large suite has. */
export async function measureGrowth(): Promise<Row> {
  const cef = await launch({ root: fileURLToPath(new URL('../pages/', import.meta.url)) })
  try {
    const [host] = childrenRunning('host/main.js')
    const once = async (number: number) => {
      const page = await cef.newPage()
      await page.goto(`/page.html?n=${number}`)
      await page.pixels()
      return page
    }
    const settled = async (number: number) => {
      const page = await once(number)
      await sleep(1500)
      const size = treeMemory(host!)
      await page.close()
      return size
    }
    const before = await settled(0)
    for (let number = 1; number <= tests; number++) await (await once(number)).close()
    const after = await settled(0)
    return {
      name: `memory after ${tests} isolated tests`,
      unit: 'MB',
      values: { cefrig: after, 'cefrig before': before },
      goal: { of: { subject: 'cefrig before', ratio: 1.15 } },
    }
  } finally {
    await cef.close()
  }
}
