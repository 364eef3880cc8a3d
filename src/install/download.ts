import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, rm, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { failures } from './failure.js'

/** Milliseconds without a byte after which a connection counts as cut. */
const silence = 30_000
const attempts = 4

/** A file on a server, with what its index says about it. */
export interface RemoteFile {
  url: string
  /** Bytes. */
  size: number
  /** Hexadecimal. */
  sha1: string
}

/** Told how many bytes of how many are there. */
export type ByteProgress = (done: number, total: number) => void

/**
 * Fetches a file to `path`, going on where an earlier try was cut. A server that cannot resume, and a resumed file whose
 * checksum is wrong, make it start again once from nothing. What is left at `path` after a failure is worth resuming, or nothing.
 * @throws INSTALL_FAILED with reason network, not-found, truncated, checksum or disk-full.
 */
export async function download(file: RemoteFile, path: string, onProgress: ByteProgress): Promise<void> {
  const resumed = await sizeOf(path)
  await fetchAll(file, path, onProgress)
  try {
    await verify(file, path)
  } catch (error) {
    await rm(path, { force: true })
    if (resumed === 0) throw error
    await download(file, path, onProgress)
  }
}

/** Fetches a small text. */
export async function fetchText(url: string): Promise<string> {
  const response = await request(url, {}, AbortSignal.timeout(silence))
  if (!response.ok) throw failures.refused(url, response.status)
  return response.text().catch((error) => {
    throw failures.network(url, detailOf(error), error)
  })
}

async function fetchAll(file: RemoteFile, path: string, onProgress: ByteProgress): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const before = await sizeOf(path)
    if (before >= file.size) return
    const cut = await fetchRest(file, path, before, onProgress)
    if (!cut) return
    const after = await sizeOf(path)
    if (attempt >= attempts) throw failures.cut(file.url, after, file.size)
    // A connection that brought something is no failed attempt: slow lines get there too.
    if (after > before) attempt = 1
    await sleep(250 * attempt)
  }
}

/** One request for what is missing. Answers whether the connection was cut before the end. */
async function fetchRest(
  file: RemoteFile,
  path: string,
  from: number,
  onProgress: ByteProgress,
): Promise<boolean> {
  const quiet = new AbortController()
  const timer = setTimeout(() => quiet.abort(new Error(`no byte for ${silence / 1000} s`)), silence)
  try {
    const headers: Record<string, string> = from > 0 ? { range: `bytes=${from}-` } : {}
    const response = await request(file.url, headers, quiet.signal).catch((error) => {
      // A server that has answered before is not away for good.
      if (from > 0) return undefined
      throw error
    })
    if (!response) return true
    if (response.status === 416) {
      await rm(path, { force: true })
      return true
    }
    if (!response.ok || !response.body) throw failures.refused(file.url, response.status)
    const start = response.status === 206 ? from : 0
    await using target = await open(path, start > 0 ? 'r+' : 'w')
    let done = start
    onProgress(done, file.size)
    const reader = response.body.getReader()
    for (;;) {
      const chunk = await reader.read().catch(() => undefined)
      if (!chunk) return true
      if (chunk.done) return done < file.size && !endedAsAnnounced(response, done - start)
      timer.refresh()
      if (done + chunk.value.length > file.size) throw failures.tooLong(file.url, file.size)
      await write(target, chunk.value, done, path)
      done += chunk.value.length
      onProgress(done, file.size)
    }
  } finally {
    clearTimeout(timer)
    quiet.abort()
  }
}

function endedAsAnnounced(response: Response, received: number): boolean {
  return Number(response.headers.get('content-length')) === received
}

async function write(
  target: Awaited<ReturnType<typeof open>>,
  bytes: Uint8Array,
  position: number,
  path: string,
): Promise<void> {
  let written = 0
  while (written < bytes.length) {
    try {
      written += (await target.write(bytes, written, bytes.length - written, position + written)).bytesWritten
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOSPC') {
        await rm(path, { force: true })
        throw failures.diskFull(path, `after ${position} bytes of the download`, error)
      }
      throw error
    }
  }
}

async function request(url: string, headers: Record<string, string>, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, { headers: { ...headers, 'accept-encoding': 'identity' }, signal })
  } catch (error) {
    throw failures.network(url, detailOf(error), error)
  }
}

async function verify({ url, size, sha1 }: RemoteFile, path: string): Promise<void> {
  const got = await sizeOf(path)
  if (got !== size) throw failures.wrongSize(url, got, size)
  const hash = createHash('sha1')
  await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), hash)
  const digest = hash.digest('hex')
  if (digest !== sha1.toLowerCase()) throw failures.checksum(url, digest, sha1)
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.size ?? 0
}

/** `fetch failed` hides the reason in its cause. */
function detailOf(error: unknown): string {
  const cause = (error as { cause?: { code?: string; message?: string } }).cause
  return cause?.code ?? cause?.message ?? (error as Error).message
}
