import { randomBytes } from 'node:crypto'
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { resolveCef } from '../../src/install/install.js'
import { run } from '../../src/install/process.js'
import { cefrigMain } from '../cli/run.js'
import { officialName, packBzip2, packGzip } from './archives.js'
import { failureOf, pathsBelow, scratch, sealedEnv } from './scratch.js'
import { Site } from './site.js'

const fullDisk = expect.stringMatching(
  /^cefrig install failed: the disk of \S+ is full \(.*\)\. Free some space there, or set CEFRIG_CACHE/,
)

/** How a private file system is mounted here; undefined where the kernel does not allow it. */
async function mounting(): Promise<string[] | undefined> {
  for (const flags of [['--mount'], ['--user', '--map-root-user', '--mount']]) {
    const tried = await run('unshare', [...flags, 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).catch(
      () => undefined,
    )
    if (tried?.code === 0) return flags
  }
  return undefined
}

const unshare = await mounting()

describe.runIf(unshare !== undefined)('on a disk that is full', () => {
  let cache: string

  /** Runs `cefrig install` with a cache on a disk of this size, and lists the cache afterwards. */
  async function installOnDisk(megabytes: number, args: readonly string[]) {
    const script =
      'mount -t tmpfs -o "size=$1m" tmpfs "$2" && shift 2 && ("$@"; echo "exit code $?"; find "$CEFRIG_CACHE" -mindepth 1)'
    const command = [process.execPath, cefrigMain, 'install', '--no-fonts', ...args]
    const { output } = await run(
      'unshare',
      [...unshare!, 'sh', '-c', script, 'sh', String(megabytes), cache, ...command],
      {
        env: sealedEnv(cache),
      },
    )
    return output.trim().split('\n')
  }

  beforeAll(async () => {
    cache = await scratch()
  })

  test('an archive is not even unpacked when it cannot fit', async () => {
    const archive = join(await scratch(), 'cef.tar.gz')
    await writeFile(archive, Buffer.concat([gzipSync('x'), Buffer.alloc(30_000_000)]))
    const lines = await installOnDisk(20, ['--from', archive])
    expect(lines).toEqual([
      expect.stringMatching(/is full \(2\d MB free, at least 63 MB needed\)\. Free some space/),
      'exit code 1',
    ])
  })

  test('an archive that is larger than it looks leaves nothing', async () => {
    const source = await scratch()
    await writeFile(join(source, 'libcef.so'), Buffer.alloc(40_000_000))
    const archive = await packGzip(source, join(await scratch(), 'cef.tar.gz'), 9)
    const lines = await installOnDisk(20, ['--from', archive])
    expect(lines.slice(-2)).toEqual([fullDisk, 'exit code 1'])
  })

  test('a directory that is larger than the disk leaves nothing', async () => {
    const source = await scratch()
    await writeFile(join(source, 'libcef.so'), Buffer.alloc(40_000_000))
    const lines = await installOnDisk(20, ['--from', source])
    expect(lines.slice(-2)).toEqual([fullDisk, 'exit code 1'])
  })
})

test('a download that fills the disk ends with what happened and leaves nothing', async () => {
  const cache = await scratch()
  const version = '147.0.1+g0000001+chromium-147.0.1.1'
  const source = join(await scratch(), officialName(version))
  await mkdir(source)
  await writeFile(join(source, 'noise'), randomBytes(1_000_000))
  const archive = await packBzip2(source, `${source}.tar.bz2`)
  await using site = await Site.open({ version, archive })
  const install = () => failureOf(resolveCef({ version, env: sealedEnv(cache, site.url) }))

  // The first try is cut and shows where its beginning is kept; then that is a device on which every write fails with ENOSPC.
  site.cutAt = 200_000
  await install()
  const beginning = (await pathsBelow(cache)).find((path) => path.endsWith('.bz2'))!
  await rm(join(cache, beginning))
  await symlink('/dev/full', join(cache, beginning))
  expect(await install()).toEqual({ code: 'INSTALL_FAILED', reason: 'disk-full', message: fullDisk })
  expect(await pathsBelow(cache)).toEqual([])
})
