import { expect, test } from 'cefrig/vitest'

for (let number = 0; number < 100; number++) {
  test(`empty ${number}`, async ({ page }) => {
    expect(page).toBeTruthy()
  })
}
