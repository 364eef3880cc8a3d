import { randomBytes } from 'node:crypto'
import { mkdir, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { findCef } from '../../src/install/find.js'
import { type InstallProgress, resolveCef } from '../../src/install/install.js'
import { findProgram } from '../../src/install/process.js'
import { cefrig, startCefrig } from '../cli/run.js'
import { expectedSizes, officialLayout, officialName, packBzip2, sizesIn } from './archives.js'
import { closedSite, failureOf, machinesCef, pathsBelow, scratch, sealedEnv } from './scratch.js'
import { Site } from './site.js'

const version = machinesCef.version
let directory: string
/** The real CEF, packed as the official site packs it. */
let archive: string
/** An archive that arrives quickly and holds nothing of use. */
let small: string

beforeAll(async () => {
  directory = await scratch()
  archive = await packBzip2(
    await officialLayout(directory, version),
    join(directory, `${officialName(version)}.tar.bz2`),
  )
  const empty = join(directory, officialName('147.0.1+g0000001+chromium-147.0.1.1'))
  await mkdir(join(empty, 'Release'), { recursive: true })
  await writeFile(join(empty, 'Release/libcef.txt'), randomBytes(1_000_000))
  small = await packBzip2(empty, `${empty}.tar.bz2`)
}, 120_000)

/** An installation of the small archive, which ends with `wrong-archive` when the download was right. */
function installSmall(site: Site, cache: string, onProgress?: (progress: InstallProgress) => void) {
  return failureOf(
    resolveCef({ version: '147', env: sealedEnv(cache, site.url), ...(onProgress && { onProgress }) }),
  )
}

function openSmall(claims: { size?: number; sha1?: string } = {}): Promise<Site> {
  return Site.open({ version: '147.0.1+g0000001+chromium-147.0.1.1', archive: small, ...claims })
}

describe('an installation that is killed while it downloads', () => {
  let cache: string
  let size: number

  test('leaves the beginning of the download and nothing that looks installed', async () => {
    cache = await scratch()
    size = (await stat(archive)).size
    await using site = await Site.open({ version, archive })
    site.speed = 40_000_000
    const first = startCefrig(['install', '--no-fonts', '--cef', version], sealedEnv(cache, site.url))
    await expect.poll(() => site.transfers[0]?.sent ?? 0, { timeout: 20_000 }).toBeGreaterThan(size / 5)
    first.child.kill('SIGKILL')
    await first.ended

    const left = await pathsBelow(cache)
    expect(left.filter((path) => path.endsWith('.tar.bz2'))).toHaveLength(1)
    expect(left.filter((path) => path.includes(version) && !path.startsWith('.work'))).toEqual([])
  })

  test('is taken up by the next two, which survive a cut connection and install once', async () => {
    await using site = await Site.open({ version, archive })
    site.cutAt = size * 0.7
    site.cuts = 1
    const next = [0, 1].map(() =>
      startCefrig(['install', '--no-fonts', '--cef', version], sealedEnv(cache, site.url)),
    )
    const [a, b] = await Promise.all(next.map(({ ended }) => ended))

    expect([a?.code, b?.code], `${a?.stderr}${b?.stderr}`).toEqual([0, 0])
    expect(a?.stdout).toContain(`CEF ${version.split('+')[0]} is in ${cache}`)
    expect(b?.stdout).toBe(a?.stdout)
    expect([a?.stderr, b?.stderr].join()).toContain('Another process is installing CEF; waiting for it.')
    expect(site.transfers).toHaveLength(2)
    expect(site.transfers[0]?.from).toBeGreaterThan(size / 10)
    expect(site.transfers[1]?.from).toBeGreaterThan(site.transfers[0]?.from ?? size)
    expect(site.transfers[1]?.from).toBeLessThan(size)
  }, 90_000)

  test('ends in one flat directory with every file, and nothing else in the cache', async () => {
    const found = await findCef(version, sealedEnv(cache))
    expect(found).toEqual({ version, directory: join(cache, version, 'linux64') })
    expect(await sizesIn(found.directory)).toMatchObject(await expectedSizes())
    expect((await pathsBelow(cache)).filter((path) => !path.startsWith(version))).toEqual([])
    expect(await resolveCef({ version, env: sealedEnv(cache) })).toMatchObject({ source: 'cache' })
  })
})

describe('a download', () => {
  test('with another SHA-1 than the index says is refused and removed', async () => {
    const cache = await scratch()
    await using site = await openSmall({ sha1: '0'.repeat(40) })
    expect(await installSmall(site, cache)).toEqual({
      code: 'INSTALL_FAILED',
      reason: 'checksum',
      message: expect.stringMatching(
        /^cefrig install failed: http:\S+ arrived with SHA-1 [0-9a-f]{40}, and its index says 0{40}\. Run the command again; /,
      ),
    })
    expect(site.transfers).toHaveLength(1)
    expect(await pathsBelow(cache)).toEqual([])
  })

  test('that is shorter on the server than the index says is refused and removed', async () => {
    const cache = await scratch()
    const { size } = await stat(small)
    await using site = await openSmall({ size: size + 1000 })
    expect(await installSmall(site, cache)).toEqual({
      code: 'INSTALL_FAILED',
      reason: 'truncated',
      message: expect.stringContaining(
        `has ${size} bytes, and its index says ${size + 1000}. Run the command again; `,
      ),
    })
    expect(await pathsBelow(cache)).toEqual([])
  })

  test('that is longer than the index says is refused before it fills the disk', async () => {
    const cache = await scratch()
    await using site = await openSmall({ size: 1000 })
    expect((await installSmall(site, cache)).message).toMatch(
      /has more than the 1000 bytes that its index says\. If it stays so,/,
    )
    expect(await pathsBelow(cache)).toEqual([])
  })

  test('starts again once from nothing when what it resumed was something else', async () => {
    const cache = await scratch()
    await using site = await openSmall()
    site.cutAt = 200_000
    await installSmall(site, cache)
    const partial = (await pathsBelow(cache)).find((path) => path.endsWith('.bz2'))!
    await writeFile(join(cache, partial), 'something else')
    site.cutAt = Number.POSITIVE_INFINITY
    site.transfers.length = 0
    expect(await installSmall(site, cache)).toMatchObject({ reason: 'wrong-archive' })
    expect(site.transfers.map(({ from }) => from)).toEqual([14, 0])
    expect(await pathsBelow(cache)).toEqual([])
  })

  test('starts again from nothing on a server that cannot resume', async () => {
    const cache = await scratch()
    await using site = await openSmall()
    site.resumes = false
    site.cutAt = 200_000
    site.cuts = 2
    expect(await installSmall(site, cache)).toMatchObject({ reason: 'wrong-archive' })
    expect(site.transfers.map(({ from }) => from)).toEqual([0, 0, 0])
  })

  test('that is cut again and again says where, keeps its beginning, and goes on to the next source', async () => {
    const cache = await scratch()
    await using site = await openSmall()
    site.cutAt = 200_000
    const skipped: string[] = []
    const failure = await installSmall(site, cache, (progress) => {
      if (progress.step === 'skipped') skipped.push(progress.reason)
    })
    expect(failure.reason).toBe('no-source')
    expect(site.transfers.length).toBeGreaterThan(3)
    expect(skipped[0]).toMatch(
      /^the download of http:\S+ was cut at \d+ of \d+ bytes, and trying again did not help$/,
    )
    expect(failure.message).toContain('Run the command again: it goes on from there')
    expect((await pathsBelow(cache)).filter((path) => path.endsWith('.bz2'))).toHaveLength(1)
  })

  test('reports its bytes, then those it unpacks', async () => {
    const cache = await scratch()
    const { size } = await stat(small)
    await using site = await openSmall()
    const seen: InstallProgress[] = []
    await installSmall(site, cache, (progress) => seen.push(progress))
    const source = expect.stringMatching(/^http:.*minimal\.tar\.bz2$/)
    expect(seen[0]).toEqual({ step: 'downloading', source, done: 0, total: size })
    expect(seen).toContainEqual({ step: 'downloading', source, done: size, total: size })
    expect(seen.at(-1)).toEqual({ step: 'unpacking', source, done: size, total: size })
  })
})

describe('the index', () => {
  test('is searched for a version by its beginning, in whole numbers', async () => {
    await using site = await openSmall()
    const env = sealedEnv(await scratch(), site.url)
    const ask = (wanted: string) => failureOf(resolveCef({ version: wanted, env }))
    expect((await ask('147.0.1')).reason).toBe('wrong-archive')
    expect((await ask('147')).reason).toBe('wrong-archive')
    expect(await ask('147.0.11')).toMatchObject({
      reason: 'no-source',
      message: expect.stringContaining(
        'for linux64 has no CEF 147.0.11, only 147.0.1, and Maven Central has no CEF',
      ),
    })
  })

  test('that is none is refused, with the variable that names the site', async () => {
    const cache = await scratch()
    await using site = await openSmall()
    for (const index of ['<html>', '{"linux64": 3}']) {
      site.index = index
      expect(await installSmall(site, cache)).toMatchObject({
        reason: 'wrong-archive',
        message: expect.stringMatching(
          /index\.json is not the index of CEF's builds \(.*\)\. Check CEFRIG_DOWNLOAD_URL/,
        ),
      })
    }
  })

  test('names an archive that is not there', async () => {
    const cache = await scratch()
    await using site = await openSmall()
    site.index = site.index.replaceAll('_minimal', '_lost_minimal')
    expect((await installSmall(site, cache)).message).toMatch(
      /lost_minimal\.tar\.bz2 answered with status 404, and Maven/,
    )
  })
})

describe('a machine', () => {
  /** A directory for PATH with only these programs. */
  async function pathWith(...programs: string[]): Promise<string> {
    const bin = await scratch()
    for (const name of programs) await symlink((await findProgram(name))!, join(bin, name))
    return bin
  }

  test('without network and without Maven is told both, and what to do', async () => {
    const cache = join(await scratch(), 'cache')
    const PATH = await pathWith('tar', 'bzip2')
    const { code, stdout, stderr } = await cefrig(['install'], { ...sealedEnv(cache), PATH })
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr.split('\n').at(-2)).toBe(
      `cefrig install failed: ${closedSite}/index.json cannot be reached (ECONNREFUSED), and \`mvn\`, through which Maven Central ` +
        'is reached, is not on this machine. Check the network, or fetch a CEF archive elsewhere and run `npx cefrig install ' +
        '--from <archive>`. Or install `maven` (Debian, Ubuntu: `apt-get install -y maven`) and run the command again.',
    )
    expect(await pathsBelow(cache)).toEqual([])
  })

  test('without bzip2 is told so before anything is downloaded', async () => {
    const cache = await scratch()
    await using site = await openSmall()
    const PATH = await pathWith('tar')
    const { code, stderr } = await cefrig(['install', '--cef', '147'], {
      ...sealedEnv(cache, site.url),
      PATH,
    })
    expect(code).toBe(1)
    expect(stderr).toContain(
      "`bzip2`, which unpacks the official site's archives, is not on this machine, and Maven Central has no CEF 147",
    )
    expect(stderr).toContain(
      'Install `bzip2` (Debian, Ubuntu: `apt-get install -y bzip2`) and run the command again. Or ask for',
    )
    expect(site.transfers).toEqual([])
  })
})
