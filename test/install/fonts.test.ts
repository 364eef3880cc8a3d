import { mkdir, readFile, rm, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { FontPackage, FontSet } from '../../src/install/font-set.js'
import { fontPath, fontStore, isComplete } from '../../src/install/font-store.js'
import { resolveFonts } from '../../src/install/fonts.js'
import type { InstallProgress } from '../../src/install/install.js'
import { Registry } from './registry.js'
import { closedSite, failureOf, pathsBelow, scratch, sealedEnv } from './scratch.js'

const setOf = (...packages: FontPackage[]): FontSet => ({ packages, kept: [] })

/** The environment of somebody whose npm asks this registry, and gives up at once. */
function envOf(cache: string, registry: string): NodeJS.ProcessEnv {
  return {
    ...sealedEnv(cache),
    HOME: join(cache, '../home'),
    npm_config_registry: registry,
    npm_config_cache: join(cache, '../npm'),
    npm_config_fetch_retries: '0',
  }
}

async function places(): Promise<{ cache: string; packages: string }> {
  const directory = await scratch()
  for (const name of ['cache', 'packages', 'home']) await mkdir(join(directory, name))
  return { cache: join(directory, 'cache'), packages: join(directory, 'packages') }
}

test('fonts are fetched once, by whoever comes first', { timeout: 120_000 }, async () => {
  const { cache, packages } = await places()
  await using registry = await Registry.start(packages)
  const set = setOf(
    await registry.publish('one', { 'a/One.ttf': 'one', 'a/Two.ttf': 'two', 'a/Other.ttf': 'not asked for' }),
    await registry.publish('three', { 'Three.otf': 'three' }),
  )
  ;(set.packages[0]!.files as unknown[]).length = 2
  const env = envOf(cache, registry.url)
  const progress: InstallProgress[] = []
  const [first, second] = await Promise.all([
    resolveFonts({ set, env, onProgress: (each) => progress.push(each) }),
    resolveFonts({ set, env }),
  ])
  const directory = fontStore(set, env)
  expect([first.source, second.source].sort()).toEqual(['cache', 'npm'])
  expect(first.directory).toBe(directory)
  expect(registry.asked.sort()).toEqual(['one-1.0.0.tgz', 'three-1.0.0.tgz'])
  expect(await pathsBelow(directory)).toEqual([
    'files',
    'files/One.ttf',
    'files/Three.otf',
    'files/Two.ttf',
    'scan',
  ])
  expect(await readFile(join(directory, 'files/Two.ttf'), 'utf8')).toBe('two')
  // Nothing but the fonts is left.
  expect((await pathsBelow(cache)).filter((path) => !path.startsWith('fonts'))).toEqual([])

  await truncate(fontPath(directory, set.packages[1]!.files[0]!), 1)
  expect(await resolveFonts({ set, env })).toEqual({ directory, source: 'npm' })
  expect(isComplete(directory, set)).toBe(true)
  // The damaged store still had the other package.
  expect(registry.asked).toHaveLength(3)
})

test('what an earlier set had is not fetched again', { timeout: 120_000 }, async () => {
  const { cache, packages } = await places()
  await using registry = await Registry.start(packages)
  const [one, two] = [
    await registry.publish('one', { 'One.ttf': '1' }),
    await registry.publish('two', { 'Two.ttf': '2' }),
  ]
  const env = envOf(cache, registry.url)
  await resolveFonts({ set: setOf(one), env })
  const { directory } = await resolveFonts({ set: setOf(one, two), env })
  expect(registry.asked).toEqual(['one-1.0.0.tgz', 'two-1.0.0.tgz'])
  await rm(fontStore(setOf(one), env), { recursive: true })
  expect(isComplete(directory, setOf(one, two))).toBe(true)
})

test('a package that is not the pinned one is refused, and nothing is left', {
  timeout: 120_000,
}, async () => {
  const { cache, packages } = await places()
  await using registry = await Registry.start(packages)
  const one = await registry.publish('one', { 'One.ttf': '1' })
  const env = envOf(cache, registry.url)
  const other = { ...one, integrity: one.integrity.replace(/^sha512-...../, 'sha512-AAAAA') }
  expect(await failureOf(resolveFonts({ set: setOf(other), env }))).toEqual({
    code: 'INSTALL_FAILED',
    reason: 'checksum',
    message: `cefrig install failed: one@1.0.0 arrived with integrity ${one.integrity}, and ${other.integrity} is pinned. Run \`npm cache verify\` and the command again; if it stays so, do not trust that registry.`,
  })
  const [file] = one.files
  const changed = { ...one, files: [{ ...file!, sha256: '0'.repeat(64) }] }
  expect(await failureOf(resolveFonts({ set: setOf(changed), env }))).toMatchObject({ reason: 'checksum' })
  expect(await pathsBelow(cache)).toEqual([])
})

test('a registry that cannot be reached, or has no such package, is told with what to do', {
  timeout: 120_000,
}, async () => {
  const { cache, packages } = await places()
  await using registry = await Registry.start(packages)
  const one = await registry.publish('one', { 'One.ttf': '1' })
  const away = await failureOf(resolveFonts({ set: setOf(one), env: envOf(cache, closedSite) }))
  expect(away).toMatchObject({ code: 'INSTALL_FAILED', reason: 'network' })
  expect(away.message).toMatch(
    /^cefrig install failed: `npm` could not fetch the fonts of one@1\.0\.0 \(ECONNREFUSED: .+\)\. Check the network and the settings of npm, or copy `fonts` out of another machine's cache; `--no-fonts` does without, for fonts: 'system'\.$/,
  )
  const none = { ...one, name: 'none' }
  const absent = await failureOf(resolveFonts({ set: setOf(none), env: envOf(cache, registry.url) }))
  expect(absent).toMatchObject({ reason: 'not-found' })
  const noClient = { ...envOf(cache, registry.url), PATH: packages }
  expect(await failureOf(resolveFonts({ set: setOf(one), env: noClient }))).toMatchObject({
    reason: 'missing-tool',
    message: expect.stringContaining('`npm`, through which the fonts are fetched, is not on this machine'),
  })
  expect(await pathsBelow(cache)).toEqual([])
})
