import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { createGunzip } from 'node:zlib'
import yauzl from 'yauzl'
import type { ByteProgress } from './download.js'
import { failures } from './failure.js'
import { type Ending, findProgram, run } from './process.js'

type ArchiveKind = 'gzip' | 'bzip2' | 'zip'

const bzip2Programs = ['lbzip2', 'pbzip2', 'bzip2']

/**
 * Unpacks a `.tar.bz2`, a `.tar.gz`, or a jar with a `.tar.gz` in it, into a directory that exists. What it is, is read from its
 * first bytes. Progress counts bytes of the archive. `members`: of a `.tar.gz` only these paths; default all.
 * @throws INSTALL_FAILED with reason truncated, wrong-archive, missing-tool or disk-full; the directory is then half full.
 */
export async function unpack(
  archive: string,
  into: string,
  onProgress: ByteProgress,
  members: readonly string[] = [],
): Promise<void> {
  const kind = await kindOf(archive)
  if (!kind) throw failures.wrongArchive(archive, 'is no archive: neither .tar.bz2 nor .tar.gz nor a jar')
  if (!(await findProgram('tar'))) throw failures.missingTool('tar', "which unpacks CEF's archive")
  const { size } = await stat(archive)
  let done = 0
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      done += chunk.length
      onProgress(Math.min(done, size), size)
      next(null, chunk)
    },
  })
  if (kind === 'zip') await unpackJar(archive, into, counter)
  else if (kind === 'gzip') await untar(archive, [createReadStream(archive), counter], into, members)
  else await untarBzip2(archive, [createReadStream(archive), counter], into)
}

/** The program that unpacks bzip2, the fastest that is there. Throws INSTALL_FAILED, missing-tool. */
export async function requireBzip2(): Promise<string> {
  for (const name of bzip2Programs) {
    const program = await findProgram(name)
    if (program) return program
  }
  throw failures.missingTool('bzip2', "which unpacks the official site's archives")
}

async function kindOf(archive: string): Promise<ArchiveKind | undefined> {
  await using file = await open(archive)
  const start = Buffer.alloc(4)
  await file.read(start, 0, 4, 0)
  if (start.readUInt16BE(0) === 0x1f8b) return 'gzip'
  if (start.subarray(0, 3).toString('latin1') === 'BZh') return 'bzip2'
  if (start.readUInt32BE(0) === 0x504b0304) return 'zip'
  return undefined
}

async function unpackJar(archive: string, into: string, counter: Transform): Promise<void> {
  let inner: Readable | undefined
  let zip: yauzl.ZipFile | undefined
  try {
    zip = await yauzl.openPromise(archive, { lazyEntries: true, autoClose: false })
    for await (const entry of zip.eachEntry()) {
      if (!entry.fileName.endsWith('.tar.gz')) continue
      inner = await zip.openReadStreamPromise(entry)
      break
    }
  } catch (error) {
    zip?.close()
    throw failures.truncated(archive, (error as Error).message, error)
  }
  try {
    if (!inner) throw failures.wrongArchive(archive, 'is a zip archive without a .tar.gz in it')
    await untar(archive, [inner, counter], into)
  } finally {
    zip.close()
  }
}

async function untar(
  archive: string,
  compressed: readonly Readable[],
  into: string,
  members: readonly string[] = [],
): Promise<void> {
  const input = [...compressed, createGunzip({ chunkSize: 256 * 1024 })]
  let ending: Ending
  try {
    ending = await run('tar', ['-x', '--no-same-owner', '-f', '-', ...members], { cwd: into, input })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'Z_BUF_ERROR') throw failures.truncated(archive, message, error)
    if (code === 'Z_DATA_ERROR') throw failures.damaged(archive, message, error)
    throw error
  }
  checkTar(archive, into, ending)
}

async function untarBzip2(archive: string, input: readonly Readable[], into: string): Promise<void> {
  const program = await requireBzip2()
  const ending = await run('tar', ['-x', '--no-same-owner', `--use-compress-program=${program}`, '-f', '-'], {
    cwd: into,
    input,
  })
  checkTar(archive, into, ending)
}

function checkTar(archive: string, into: string, { code, output }: Ending): void {
  if (code === 0) return
  const lines = output.trim().split('\n')
  // A file that the disk ends in is only written short.
  const full = lines.findLast((line) => /No space left|Disk quota exceeded|Wrote only \d+ of/.test(line))
  if (full) throw failures.diskFull(into, `while unpacking ${basename(archive)}: ${full}`)
  const early = lines.find((line) => /Unexpected EOF|ends unexpectedly|unexpected end/i.test(line))
  if (early) throw failures.truncated(archive, early)
  const damaged = lines.find((line) => /integrity|CRC|corrupt/i.test(line))
  if (damaged) throw failures.damaged(archive, damaged)
  throw failures.wrongArchive(archive, `could not be unpacked (tar: ${lines[0] ?? `exit code ${code}`})`)
}
