import { isDeepStrictEqual } from 'node:util'
import { CefrigError } from '../../errors.js'
import { nearest } from '../../option-names.js'

/** CEF's answer to a question about preferences. */
export interface NativePreferences {
  type: 'preferences'
  question: number
  known: boolean
  writable: boolean
  /** JSON; empty when there is none. */
  value: string
  /** Why a value was refused. */
  error: string
}

/** What the addon does about preferences. Each is answered by {@link NativePreferences}. */
export interface PreferenceAddon {
  preference(question: number, context: number, name: string): void
  preferences(question: number, context: number): void
  /** JSON; empty: the default. */
  setPreference(question: number, context: number, name: string, value: string): void
}

const waiting = new Map<number, (answer: NativePreferences) => void>()
let lastQuestion = 0

function ask(question: (number: number) => void): Promise<NativePreferences> {
  return new Promise((resolve) => {
    const number = ++lastQuestion
    waiting.set(number, resolve)
    question(number)
  })
}

/** CEF has answered. */
export function preferencesAnswered(answer: NativePreferences): void {
  waiting.get(answer.question)?.(answer)
  waiting.delete(answer.question)
}

/** @throws PREFERENCE_UNKNOWN */
export async function preference(addon: PreferenceAddon, context: number, name: string): Promise<unknown> {
  const { known, value } = await ask((number) => addon.preference(number, context, name))
  if (!known) throw await unknown(addon, context, name)
  return value === '' ? null : JSON.parse(value)
}

/** All of them, in objects by the parts of their names. */
export async function preferences(addon: PreferenceAddon, context: number): Promise<Record<string, unknown>> {
  const { value } = await ask((number) => addon.preferences(number, context))
  return value === '' ? {} : (JSON.parse(value) as Record<string, unknown>)
}

/** @throws PREFERENCE_UNKNOWN, PREFERENCE_READ_ONLY; BAD_ARGUMENT for a value of another type */
export async function setPreference(
  addon: PreferenceAddon,
  context: number,
  name: string,
  value: unknown,
): Promise<void> {
  const json = value === null || value === undefined ? '' : JSON.stringify(value)
  const answer = await ask((number) => addon.setPreference(number, context, name, json))
  if (!answer.known) throw await unknown(addon, context, name)
  const isSet = answer.error === '' && (json === '' || isDeepStrictEqual(JSON.parse(answer.value), value))
  if (isSet && answer.writable) return
  if (answer.error === '') {
    const message = `The preference "${name}" cannot be changed here: a switch, or Chromium itself, holds it at ${answer.value}. Leave it, or change the switch that sets it.`
    throw new CefrigError('PREFERENCE_READ_ONLY', message, { facts: { name, value: answer.value } })
  }
  const message = `The preference "${name}" is ${answer.value}, and ${json} is no such value: ${answer.error}. Give one of the same type, or null for the default.`
  throw new CefrigError('BAD_ARGUMENT', message, { facts: { name, value } })
}

async function unknown(addon: PreferenceAddon, context: number, name: string): Promise<CefrigError> {
  const names = namesOf(await preferences(addon, context))
  const near = names.length > 0 ? nearest(name, names) : ''
  const message = `No preference is called "${name}". Did you mean "${near}"?`
  return new CefrigError('PREFERENCE_UNKNOWN', message, { facts: { name, nearest: near } })
}

/** Every name that a preference might have: preferences may be objects themselves. */
function namesOf(values: object, prefix = ''): string[] {
  return Object.entries(values).flatMap(([part, value]) => {
    const name = `${prefix}${part}`
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? [name, ...namesOf(value, `${name}.`)] : [name]
  })
}
