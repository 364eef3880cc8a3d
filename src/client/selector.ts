import { badArgument, kindOf } from './failure.js'
import { checkOptions, flag, type OptionRule, type OptionSchema, wholeNumber } from './options.js'

/** How to find elements, for the page (`selector`) and for people (`words`). */
export interface Query {
  selector: string
  words: string
}

/** How a text is compared. */
export interface TextOptions {
  /** Whole text and case must agree. Default false: a part of it, whatever the case. */
  exact?: boolean
}

/** Name and states that an element of a role must have. Those left out may be anything. */
export interface RoleOptions extends TextOptions {
  /** The accessible name. */
  name?: string | RegExp
  checked?: boolean
  disabled?: boolean
  expanded?: boolean
  includeHidden?: boolean
  /** Of headings, list items, rows and tree items. */
  level?: number
  pressed?: boolean
  selected?: boolean
}

const textOrExpression: OptionRule = {
  give: 'a string or a regular expression',
  accepts: (value) => typeof value === 'string' || isExpression(value),
}
const textSchema: OptionSchema<TextOptions> = { exact: flag }
const roleSchema: OptionSchema<RoleOptions> = {
  ...textSchema,
  name: textOrExpression,
  checked: flag,
  disabled: flag,
  expanded: flag,
  includeHidden: flag,
  level: wholeNumber(1, 100),
  pressed: flag,
  selected: flag,
}

const roleAttributes = [
  'checked',
  'disabled',
  'selected',
  'expanded',
  'includeHidden',
  'level',
  'pressed',
] as const

export function byCss(selector: unknown): Query {
  if (typeof selector !== 'string' || selector.trim() === '') {
    throw badArgument(
      `the selector is ${selector === '' ? 'empty' : kindOf(selector)}`,
      'Give a CSS selector, or `text=…`',
    )
  }
  return { selector, words: `locator(${quote(selector)})` }
}

export function byRole(role: string, options: RoleOptions = {}): Query {
  requireText('the role', role, false)
  checkOptions('getByRole()', roleSchema, options)
  let selector = `internal:role=${role}`
  for (const attribute of roleAttributes) {
    const value = options[attribute]
    if (value !== undefined)
      selector += `[${attribute === 'includeHidden' ? 'include-hidden' : attribute}=${value}]`
  }
  if (options.name !== undefined) selector += `[name=${attributeValue(options.name, options.exact)}]`
  return { selector, words: `getByRole(${quote(role)}${inWords(options)})` }
}

export function byText(text: string | RegExp, options: TextOptions = {}): Query {
  requireText('the text', text)
  checkOptions('getByText()', textSchema, options)
  return {
    selector: `internal:text=${textValue(text, options.exact)}`,
    words: `getByText(${quote(text)}${inWords(options)})`,
  }
}

export function byLabel(text: string | RegExp, options: TextOptions = {}): Query {
  requireText('the label', text)
  checkOptions('getByLabel()', textSchema, options)
  return {
    selector: `internal:label=${textValue(text, options.exact)}`,
    words: `getByLabel(${quote(text)}${inWords(options)})`,
  }
}

export function byPlaceholder(text: string | RegExp, options: TextOptions = {}): Query {
  requireText('the placeholder', text)
  return byAttribute('placeholder', 'getByPlaceholder', text, options)
}

export function byAltText(text: string | RegExp, options: TextOptions = {}): Query {
  requireText('the alternative text', text)
  return byAttribute('alt', 'getByAltText', text, options)
}

export function byTitle(text: string | RegExp, options: TextOptions = {}): Query {
  requireText('the title', text)
  return byAttribute('title', 'getByTitle', text, options)
}

/** By the attribute `data-testid`. */
export function byTestId(id: string | RegExp): Query {
  requireText('the test id', id)
  return {
    selector: `internal:testid=[data-testid=${attributeValue(id, true)}]`,
    words: `getByTestId(${quote(id)})`,
  }
}

export const hasText = (text: string | RegExp): string => `internal:has-text=${textValue(text, false)}`
export const hasNotText = (text: string | RegExp): string => `internal:has-not-text=${textValue(text, false)}`

function byAttribute(name: string, method: string, text: string | RegExp, options: TextOptions): Query {
  checkOptions(`${method}()`, textSchema, options)
  const selector = `internal:attr=[${name}=${attributeValue(text, options.exact)}]`
  return { selector, words: `${method}(${quote(text)}${inWords(options)})` }
}

export function requireText(name: string, value: unknown, expressions = true): void {
  if (typeof value === 'string' || (expressions && isExpression(value))) return
  throw badArgument(
    `${name} is ${kindOf(value)}`,
    expressions ? 'Give a string or a regular expression' : 'Give a string',
  )
}

/** Of any realm. */
function isExpression(value: unknown): boolean {
  return Object.prototype.toString.call(value) === '[object RegExp]'
}

function textValue(text: string | RegExp, exact = false): string {
  return typeof text === 'string' ? `${JSON.stringify(text)}${exact ? 's' : 'i'}` : expression(text)
}

function attributeValue(value: string | RegExp, exact = false): string {
  if (typeof value !== 'string') return expression(value)
  return `"${value.replace(/["\\]/g, '\\$&')}"${exact ? 's' : 'i'}`
}

/** Quotes and `>>` would end the selector's part early. */
function expression(value: RegExp): string {
  const text = String(value)
  // With these flags escapes that mean nothing are errors.
  if (/[uv]/.test(value.flags)) return text
  return text.replace(/\\.|["'`]|>>/gs, (found) =>
    found === '>>' ? '\\>\\>' : found.length > 1 ? found : `\\${found}`,
  )
}

export function quote(value: string | RegExp): string {
  return typeof value === 'string'
    ? `'${value.replace(/['\\]/g, '\\$&').replaceAll('\n', '\\n')}'`
    : String(value)
}

function inWords(options: object): string {
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  if (given.length === 0) return ''
  return `, { ${given.map(([name, value]) => `${name}: ${typeof value === 'boolean' || typeof value === 'number' ? value : quote(value)}`).join(', ')} }`
}
