import type { OptionChoice } from '../protocol/operation.js'
import { Refusal } from './refusal.js'
import { describe } from './selectors.js'

const TYPED_INPUTS = ['', 'email', 'number', 'password', 'search', 'tel', 'text', 'url']
const SET_INPUTS = ['color', 'date', 'time', 'datetime-local', 'month', 'range', 'week']

/**
 * Focuses the element and selects all it holds, so that typing replaces it. Answers `typed`, or `done` for inputs that take no
 * text, whose value has been set.
 */
export function prepareFill(element: Element, text: string): 'typed' | 'done' {
  if (element instanceof HTMLInputElement) {
    const type = element.type.toLowerCase()
    if (SET_INPUTS.includes(type))
      return setValue(element, type === 'color' ? text.toLowerCase() : text.trim())
    if (!TYPED_INPUTS.includes(type)) throw unfillable(element, `an input of type "${type}" takes no text`)
    if (type === 'number' && text.trim() !== '' && Number.isNaN(Number(text))) {
      throw unfillable(element, `"${text}" is not a number`)
    }
  } else if (element instanceof HTMLSelectElement) {
    throw unfillable(element, 'it is a <select>, whose options are chosen by selectOption()')
  } else if (!(element instanceof HTMLTextAreaElement)) {
    if (!(element instanceof HTMLElement && element.isContentEditable)) {
      throw unfillable(element, 'it is not an <input>, <textarea> or [contenteditable] element')
    }
  }
  selectText(element)
  return 'typed'
}

/** Focuses the element and selects its text. */
export function selectText(element: Element): void {
  if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) {
    element.focus()
    element.select()
    return
  }
  const range = document.createRange()
  range.selectNodeContents(element)
  const selection = getSelection()
  selection?.removeAllRanges()
  selection?.addRange(range)
  if (element instanceof HTMLElement) element.focus()
}

/** Chooses options of a `<select>` and fires its events; the values chosen. Null while an option is missing. */
export function selectOptions(element: Element, choices: readonly OptionChoice[]): string[] | null {
  const select = element instanceof HTMLLabelElement ? element.control : element
  if (!(select instanceof HTMLSelectElement)) {
    throw new Refusal('BAD_ARGUMENT', `${describe(element)} is not a <select>`)
  }
  if (choices.length > 1 && !select.multiple) {
    throw new Refusal(
      'BAD_ARGUMENT',
      `${describe(element)} takes one option, and ${choices.length} were given`,
    )
  }
  const options = [...select.options]
  const chosen = choices.map((choice) => options.find((option, index) => matches(option, index, choice)))
  if (chosen.some((option) => option === undefined || option.disabled)) return null
  select.focus()
  const before = options.map((option) => option.selected)
  for (const option of options) option.selected = chosen.includes(option)
  if (options.some((option, index) => option.selected !== before[index])) fireInput(select)
  return [...select.selectedOptions].map((option) => option.value)
}

/** What a form field holds. */
export function inputValue(element: Element): string {
  const field = element instanceof HTMLLabelElement ? element.control : element
  if (
    field instanceof HTMLInputElement ||
    field instanceof HTMLTextAreaElement ||
    field instanceof HTMLSelectElement
  ) {
    return field.value
  }
  throw new Refusal('BAD_ARGUMENT', `${describe(element)} is not an <input>, <textarea> or <select> element`)
}

function matches(option: HTMLOptionElement, index: number, choice: OptionChoice): boolean {
  const label = option.label.replace(/\s+/g, ' ').trim()
  if (typeof choice === 'string')
    return option.value === choice || label === choice.replace(/\s+/g, ' ').trim()
  return (
    (choice.value === undefined || option.value === choice.value) &&
    (choice.label === undefined || label === choice.label) &&
    (choice.index === undefined || index === choice.index)
  )
}

function setValue(input: HTMLInputElement, value: string): 'done' {
  input.focus()
  input.value = value
  if (input.value !== value)
    throw unfillable(input, `"${value}" is not a value of an input of type "${input.type}"`)
  fireInput(input)
  return 'done'
}

function fireInput(element: Element): void {
  element.dispatchEvent(new Event('input', { bubbles: true, composed: true }))
  element.dispatchEvent(new Event('change', { bubbles: true }))
}

function unfillable(element: Element, why: string): Refusal {
  return new Refusal('BAD_ARGUMENT', `${describe(element)} cannot be filled: ${why}`)
}
