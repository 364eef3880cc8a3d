import { appendFileSync } from 'node:fs'
import { expect, test } from 'cefrig/vitest'

const shown = new URL('made/shown', import.meta.url)

for (let number = 0; number < 5; number++) {
  test(`mount ${number}`, async ({ cef, mount }) => {
    const changed = await mount('./made/Changed', 'Changed')
    const version = /Version (\d+)/.exec((await changed.textContent()) ?? '')?.[1]
    await changed.getByRole('button', { name: 'More' }).click()
    await expect(changed.getByRole('status')).toHaveText(String(Number(version) + 1))
    appendFileSync(shown, `${version} ${cef.address.pid}\n`)
  })
}
