import { readFile } from 'node:fs/promises'
import { refusal } from '../../file-failure.js'
import { badArgument } from '../failure.js'

/** Name and value, as HAR has headers. */
export interface HarPair {
  name: string
  value: string
}

/** What one request of a HAR file was, and how it was answered. Of HAR 1.2, what is written and read here. */
export interface HarEntry {
  startedDateTime: string
  /** Milliseconds. */
  time: number
  request: {
    method: string
    url: string
    httpVersion: string
    cookies: []
    headers: HarPair[]
    queryString: HarPair[]
    postData?: { mimeType: string; text: string; params: [] }
    headersSize: -1
    bodySize: number
  }
  response: {
    /** -1: there was none. */
    status: number
    statusText: string
    httpVersion: string
    cookies: []
    headers: HarPair[]
    content: { size: number; mimeType: string; text?: string; encoding?: 'base64' }
    redirectURL: string
    headersSize: -1
    bodySize: -1
    /** Why it failed. */
    _failureText?: string
  }
  cache: object
  timings: { send: number; wait: number; receive: number }
}

/** Recorded requests, as a file has them. */
export interface Har {
  log: { version: '1.2'; creator: { name: string; version: string }; pages: []; entries: HarEntry[] }
}

/** @throws BAD_ARGUMENT when the file cannot be read or holds something else */
export async function readHar(path: string): Promise<Har> {
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw badArgument(`${path} cannot be read: ${refusal(error).reason}`, 'Check the path')
  })
  const har = parse(text)
  const entries = (har as Har | undefined)?.log?.entries
  if (!Array.isArray(entries) || !entries.every(({ request, response }) => request?.url && response))
    throw badArgument(`${path} is no HAR file`, 'Give one that page.recordHar() or a browser has written')
  return har as Har
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
