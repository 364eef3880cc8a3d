import type { IncomingMessage } from 'node:http'
import { extname } from 'node:path'
import { isCefrigError } from '../../errors.js'
import { makeReport, type Report } from '../report.js'
import type { ReviewRequest } from '../review-api.js'
import type { Reviewed } from './folders.js'
import type { Review } from './review.js'

/** What a request is answered with. */
export interface Answer {
  status: number
  /** MIME type. */
  type: string
  body: string | Uint8Array
}

/** Bytes of a request: more pictures than any suite has. */
const mostBytes = 1 << 23

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.png': 'image/png',
}

/** What a review's server answers to those who may ask. */
export class Routes {
  readonly #review: Review
  #report: { of: Reviewed; made: Promise<Report> } | undefined

  constructor(review: Review) {
    this.#review = review
  }

  async answer(request: IncomingMessage, { pathname }: URL): Promise<Answer> {
    const act = pathname.startsWith('/api/') ? this.#acts[pathname.slice(5)] : undefined
    const method = act ? 'POST' : 'GET'
    if (request.method !== method) return text(405, `Ask for ${pathname} by ${method}.`)
    if (act) return await this.#decide(request, act)
    if (pathname === '/api/review') return json(await this.#review.state())
    return await this.#file(pathname === '/' ? 'index.html' : pathname.slice(1))
  }

  /** Without a prototype: paths come from anywhere. */
  readonly #acts: Partial<Record<string, 'approve' | 'reject' | 'undo'>> = Object.assign(
    Object.create(null),
    {
      approve: 'approve',
      reject: 'reject',
      undo: 'undo',
    },
  )

  async #decide(request: IncomingMessage, act: 'approve' | 'reject' | 'undo'): Promise<Answer> {
    if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? ''))
      return text(415, 'Send JSON, as application/json.')
    const body = await bodyOf(request)
    if (body === null) return text(413, `A request has at most ${mostBytes} bytes. Ask for fewer pictures.`)
    const wanted = requestOf(body)
    if (wanted === null) return text(400, 'Send {"run": string, "pictures": string[]}.')
    return json(await this.#review[act](wanted))
  }

  /** Files of the report, by their names there: no path is looked up on disk. */
  async #file(name: string): Promise<Answer> {
    let report: Report
    try {
      report = await this.#current()
    } catch (error) {
      if (!isCefrigError(error)) throw error
      return text(503, error.message)
    }
    const content = report.files.get(name)
    if (content === undefined) return text(404, 'The review has no such file.')
    try {
      return { status: 200, type: types[extname(name)] ?? 'application/octet-stream', body: await content() }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
      return text(404, 'The file is gone.')
    }
  }

  async #current(): Promise<Report> {
    const of = await this.#review.runs()
    if (this.#report?.of !== of) this.#report = { of, made: makeReport(of.sources, { review: true }) }
    return await this.#report.made
  }
}

/** Null when it is too long. */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length
    if (length <= mostBytes) parts.push(part)
  }
  return length > mostBytes ? null : Buffer.concat(parts).toString('utf8')
}

function requestOf(body: string): ReviewRequest | null {
  let value: Partial<ReviewRequest> | null
  try {
    value = JSON.parse(body)
  } catch {
    return null
  }
  const { run, pictures } = value ?? {}
  if (typeof run !== 'string' || !Array.isArray(pictures)) return null
  return pictures.every((picture) => typeof picture === 'string') ? { run, pictures } : null
}

function json(value: unknown): Answer {
  return { status: 200, type: 'application/json', body: JSON.stringify(value) }
}

function text(status: number, sentence: string): Answer {
  return { status, type: 'text/plain', body: `${sentence}\n` }
}
