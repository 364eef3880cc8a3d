// Draws every page into a directory: `node draw.ts <directory>`. One process per model of a CPU, because CEF asks once.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { launch } from 'cefrig'
import { pages } from './pages.ts'

const [directory = '.'] = process.argv.slice(2)
const cef = await launch()
try {
  const page = await cef.newPage({ viewport: { width: 600, height: 400 } })
  for (const [index, [, html]] of pages.entries()) {
    await page.setContent(html)
    const { data } = await page.pixels()
    writeFileSync(join(directory, `${index}.rgba`), data)
  }
} finally {
  await cef.close()
}
