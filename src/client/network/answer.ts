import { validateHeaderName, validateHeaderValue } from 'node:http'
import { CefrigError } from '../../errors.js'
import { checkOptionNames } from '../../option-names.js'
import type { Answer, ServedResponse } from '../../protocol/network.js'
import { badArgument, kindOf } from '../failure.js'
import { isObject } from '../option-rules.js'
import { sleep } from '../timers.js'
import type { Bodies } from './bodies.js'

const fields = [
  'status',
  'statusText',
  'headers',
  'contentType',
  'body',
  'delay',
] as const satisfies (keyof ServedResponse)[]

/** Statuses that have no body, whatever is given. */
const bodiless = new Set([204, 205, 304])

/**
 * What a handler of the test gave, as it travels. `where` starts the message of what is wrong with it.
 * @throws BAD_ARGUMENT, UNKNOWN_OPTION
 */
export async function makeAnswer(where: string, given: unknown, id: number, bodies: Bodies): Promise<Answer> {
  const response = typeof given === 'string' ? { body: given } : given
  if (!isObject(response)) throw noAnswer(where)
  checkOptionNames(where, response, fields)
  const {
    status = 200,
    statusText = '',
    headers = {},
    contentType,
    body = '',
    delay = 0,
  } = response as ServedResponse
  if (!Number.isInteger(status) || status < 200 || status > 599)
    throw wrong(where, 'status', status, 'a whole number from 200 to 599')
  if (typeof statusText !== 'string' || /[\r\n]/.test(statusText))
    throw wrong(where, 'statusText', statusText, 'a string of one line')
  if (typeof delay !== 'number' || !(delay >= 0))
    throw wrong(where, 'delay', delay, 'a number of milliseconds')
  const isStream = bodies.isStream(body)
  if (typeof body !== 'string' && !ArrayBuffer.isView(body) && !isStream)
    throw wrong(where, 'body', body, 'a string, bytes, or a stream of them')
  const pairs = headerPairs(
    where,
    contentType === undefined ? headers : { ...headers, 'content-type': contentType },
  )
  if (!pairs.some(([name]) => name === 'content-type')) {
    const type = typeof body === 'string' ? 'text/html; charset=utf-8' : 'application/octet-stream'
    pairs.unshift(['content-type', type])
  }
  if (delay > 0) await sleep(delay)
  const head = { status, statusText: statusText || (status === 200 ? 'OK' : ''), headers: pairs }
  if (bodiless.has(status)) return { ...head, body: new Uint8Array() }
  if (isStream) bodies.keep(id, body as AsyncIterable<unknown>)
  return { ...head, body: isStream ? 'stream' : bytesOf(body as string | Uint8Array) }
}

/** Pairs with names in lower case. @throws BAD_ARGUMENT */
export function headerPairs(where: string, headers: unknown): [string, string][] {
  if (!isObject(headers)) throw wrong(where, 'headers', headers, 'an object of names and values')
  return Object.entries(headers).flatMap(([name, values]) =>
    (Array.isArray(values) ? values : [values])
      .filter((value) => value !== undefined)
      .map((value): [string, string] => {
        const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value
        if (typeof text !== 'string' || !isHeader(name, text))
          throw wrong(where, `headers[${JSON.stringify(name)}]`, value, 'a name and a value that HTTP allows')
        return [name.toLowerCase(), text]
      }),
  )
}

/** As bytes that nobody else changes. */
export function bytesOf(body: string | ArrayBufferView): Uint8Array {
  if (typeof body === 'string') return new TextEncoder().encode(body)
  return new Uint8Array(body.buffer, body.byteOffset, body.byteLength)
}

function isHeader(name: string, value: string): boolean {
  try {
    validateHeaderName(name)
    validateHeaderValue(name, value)
    return true
  } catch {
    return false
  }
}

function noAnswer(where: string): CefrigError {
  const message = `${where} gave no answer. Return a string, or { status, headers, body } with a string or bytes as body.`
  return new CefrigError('BAD_ARGUMENT', message)
}

function wrong(where: string, field: string, value: unknown, give: string): CefrigError {
  const shown = typeof value === 'string' ? JSON.stringify(value) : kindOf(value)
  return badArgument(`${where} gave ${field} as ${shown}`, `Give ${give}`, { field })
}
