import { extname } from 'node:path'
import { isCefrigError } from '../../errors.js'
import { makeReport, type Report } from '../report.js'
import type { ReviewRequest } from '../review-api.js'
import type { Reviewed } from './folders.js'
import type { Review } from './review.js'

/** A request of one who may ask. */
export interface Asked {
  method: string
  path: string
  /** Of the body, as the request says. */
  type: string
  body: string
}

/** What a request is answered with. */
export interface Answer {
  status: number
  /** MIME type. */
  type: string
  body: string | Uint8Array
}

const acts = ['approve', 'reject', 'undo'] as const

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.png': 'image/png',
}

/** What a review's server answers to those who may ask. */
export class Routes {
  readonly #review: Review
  #report: { of: Reviewed; made: Report } | undefined

  constructor(review: Review) {
    this.#review = review
  }

  async answer({ method, path, type, body }: Asked): Promise<Answer> {
    const act = acts.find((name) => path === `/api/${name}`)
    const right = act ? 'POST' : 'GET'
    if (method !== right) return text(405, `Ask for that by ${right}.`)
    if (act) return await this.#decide(act, type, body)
    if (path === '/api/review') return json(await this.#review.state())
    return await this.#file(path === '/' ? 'index.html' : path.slice(1))
  }

  async #decide(act: (typeof acts)[number], type: string, body: string): Promise<Answer> {
    if (!/^application\/json\s*(;|$)/i.test(type)) return text(415, 'Send JSON, as application/json.')
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
    return this.#report.made
  }
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

/** An answer of one sentence. */
export function text(status: number, sentence: string): Answer {
  return { status, type: 'text/plain', body: `${sentence}\n` }
}
