// Run by a watching runner, again after a change.
import { appendFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './surface.js'

/** Directories of the Hosts that live, each of a random name. */
function hosts(): string[] {
  const root = join(process.env.TMPDIR!, `cefrig-${process.getuid!()}`)
  return readdirSync(root).flatMap((owner) => readdirSync(join(root, owner)).map((host) => join(owner, host)))
}

test('tells its Host', async ({ page }) => {
  await page.setContent('<p>watched')
  await expect(page.locator('p')).toHaveText('watched')
  appendFileSync('notes', `${JSON.stringify(hosts())}\n`)
})
