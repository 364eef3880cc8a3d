import { readFile, stat } from 'node:fs/promises'
import { join, normalize, sep } from 'node:path'
import { lookup } from 'mrmime'
import type { ServedRequest, ServedResponse } from '../protocol/network.js'
import type { NativeRequest, NativeResponse } from './addon.js'

/** Where the answers to a prefix come from. */
export type ServedSource =
  | { directory: string }
  | { ask: (request: ServedRequest) => Promise<ServedResponse> }

/** net::ERR_FAILED, for a handler that fails. */
const failed = -2

/** Answers a request that matched `prefix`. Never rejects. */
export async function answer(
  prefix: string,
  source: ServedSource,
  request: NativeRequest,
): Promise<NativeResponse> {
  try {
    if ('directory' in source) return await answerFromDirectory(prefix, source.directory, request)
    const { url, method, headers, body } = request
    return fromHandler(await source.ask({ url, method, headers, body: body.length > 0 ? body : null }))
  } catch {
    return { ...text(500, 'Internal Server Error', ''), error: failed }
  }
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
  // Browsers ask for it unasked; a console error about it would be nobody's fault.
  if (file === undefined && new URL(request.url).pathname === '/favicon.ico')
    return text(204, 'No Content', '')
  if (file === undefined) return text(404, 'Not Found', `${request.url} is not in ${directory}.`)
  const bytes = await readFile(file)
  const type = contentType(file)
  const headers: Record<string, string> = {
    'content-type': type,
    'cache-control': 'no-cache',
    'access-control-allow-origin': '*',
    'accept-ranges': 'bytes',
  }
  const range = /^bytes=(\d+)-(\d*)$/.exec(headerOf(request.headers, 'range') ?? '')
  const mimeType = type.split(';', 1)[0]!
  if (!range || Number(range[1]) >= bytes.length) {
    return { status: 200, statusText: 'OK', mimeType, headers, body: bytes }
  }
  const first = Number(range[1])
  const last = range[2] ? Math.min(Number(range[2]), bytes.length - 1) : bytes.length - 1
  headers['content-range'] = `bytes ${first}-${last}/${bytes.length}`
  return {
    status: 206,
    statusText: 'Partial Content',
    mimeType,
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

function fromHandler({
  status = 200,
  statusText = '',
  headers = {},
  body = '',
}: ServedResponse): NativeResponse {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  const type =
    headerOf(headers, 'content-type') ??
    (typeof body === 'string' ? 'text/html; charset=utf-8' : 'application/octet-stream')
  return {
    status,
    statusText: statusText || (status === 200 ? 'OK' : ''),
    mimeType: type.split(';', 1)[0]!.trim(),
    headers: { 'content-type': type, ...headers },
    body: bytes,
  }
}

function headerOf(headers: Record<string, string>, name: string): string | undefined {
  return Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1]
}

function contentType(file: string): string {
  const type = lookup(file) ?? 'application/octet-stream'
  return /^text\/|javascript|json|xml/.test(type) ? `${type}; charset=utf-8` : type
}

function text(status: number, statusText: string, message: string): NativeResponse {
  const headers = { 'content-type': 'text/plain; charset=utf-8' }
  return { status, statusText, mimeType: 'text/plain', headers, body: new TextEncoder().encode(message) }
}
