import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { long } from '../longest-first.js'

test('the files that are begun first are there', () => {
  const place = (file: string) => fileURLToPath(new URL(`../../${file}`, import.meta.url))
  expect(long.filter((file) => !existsSync(place(file)))).toEqual([])
})
