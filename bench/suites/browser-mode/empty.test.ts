import { expect, test } from 'vitest'
import { page } from 'vitest/browser'

for (let number = 0; number < 100; number++) {
  test(`empty ${number}`, () => {
    expect(page).toBeTruthy()
  })
}
