import { readFile, stat } from 'node:fs/promises'
import { join, normalize, sep } from 'node:path'
import { lookup } from 'mrmime'
import type { NativeRequest, NativeResponse } from './addon.js'
import { type Answerer, contentType, failure, native } from './network/requests.js'

/** Where the answers to a prefix come from. */
export type ServedSource =
  | { directory: string }
  | { answerer: Answerer; routeId: number; keep?: string }
  /** A document of this text for every URL. */
  | { html: string }

/** net::ERR_FAILED, for a handler that fails. */
const failed = -2

/** Answers a request that matched `prefix` without its client. Never rejects. */
export async function answer(
  prefix: string,
  source: { directory: string } | { html: string } | undefined,
  request: NativeRequest,
): Promise<NativeResponse> {
  if (!source) return text(404, 'Not Found', 'No longer served.')
  if ('html' in source) return { ...text(200, 'OK', source.html), mimeType: 'text/html' }
  return answerFromDirectory(prefix, source.directory, request).catch(() => failure(failed))
}

/** Never rejects. */
export async function answerFromClient(
  { answerer, routeId }: { answerer: Answerer; routeId: number },
  id: number,
  { url, method, headers, body }: NativeRequest,
): Promise<NativeResponse> {
  const request = { url, method, headers, body: body.length > 0 ? body : null }
  return answerer.serve(routeId, id, request).then(native, () => failure(failed))
}

async function answerFromDirectory(
  prefix: string,
  directory: string,
  request: NativeRequest,
): Promise<NativeResponse> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return text(405, 'Method Not Allowed', `${request.method} is not served from a directory.`)
  }
  const file = await findFile(prefix, directory, request.url)
  if (file === undefined) return text(404, 'Not Found', `${request.url} is not in ${directory}.`)
  const bytes = await readFile(file)
  const type = typeOf(file)
  const headers: [string, string][] = [
    ['content-type', type],
    ['cache-control', 'no-cache'],
    ['access-control-allow-origin', '*'],
    ['accept-ranges', 'bytes'],
  ]
  const range = /^bytes=(\d+)-(\d*)$/.exec(headerOf(request.headers, 'range') ?? '')
  const kind = contentType(type)
  if (!range || Number(range[1]) >= bytes.length) {
    return { status: 200, statusText: 'OK', ...kind, headers, body: bytes }
  }
  const first = Number(range[1])
  const last = range[2] ? Math.min(Number(range[2]), bytes.length - 1) : bytes.length - 1
  headers.push(['content-range', `bytes ${first}-${last}/${bytes.length}`])
  return {
    status: 206,
    statusText: 'Partial Content',
    ...kind,
    headers,
    body: bytes.subarray(first, last + 1),
  }
}

/** The file of a URL under its prefix; undefined when there is none or the path leads out of the directory. */
export async function findFile(prefix: string, directory: string, url: string): Promise<string | undefined> {
  let path: string
  try {
    path = decodeURIComponent(url.slice(prefix.length).split(/[?#]/, 1)[0] ?? '')
  } catch {
    return undefined
  }
  if (path.includes('\0')) return undefined
  const file = normalize(join(directory, path))
  if (file !== normalize(directory) && !file.startsWith(normalize(directory + sep))) return undefined
  return (await kind(file)) === 'directory' ? existing(join(file, 'index.html')) : existing(file)
}

async function existing(file: string): Promise<string | undefined> {
  return (await kind(file)) === 'file' ? file : undefined
}

async function kind(path: string): Promise<'file' | 'directory' | 'none'> {
  try {
    const found = await stat(path)
    return found.isDirectory() ? 'directory' : 'file'
  } catch {
    return 'none'
  }
}

function headerOf(headers: Record<string, string>, name: string): string | undefined {
  return Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1]
}

function typeOf(file: string): string {
  const type = lookup(file) ?? 'application/octet-stream'
  return /^text\/|javascript|json|xml/.test(type) ? `${type}; charset=utf-8` : type
}

function text(status: number, statusText: string, message: string): NativeResponse {
  const headers: [string, string][] = [['content-type', 'text/plain; charset=utf-8']]
  return {
    status,
    statusText,
    mimeType: 'text/plain',
    charset: 'utf-8',
    headers,
    body: new TextEncoder().encode(message),
  }
}
