import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { registryAddresses } from '../../scripts/check.mjs'

test.each(['package-lock.json', 'site/package-lock.json'])('%s names no registry', (lock) => {
  const text = readFileSync(new URL(`../../${lock}`, import.meta.url), 'utf8')
  expect(registryAddresses(text)).toEqual([])
})

test('one that does is noticed', () => {
  const text = JSON.stringify({
    packages: {
      'node_modules/a': { resolved: 'https://registry.example/a.tgz' },
      'node_modules/b': { resolved: 'test/b', link: true },
      'node_modules/c': { version: '1.0.0' },
    },
  })
  expect(registryAddresses(text)).toEqual(['node_modules/a'])
})
