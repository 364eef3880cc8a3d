import { getAriaChecked, getAriaDisabled, getAriaRole, isElementVisible } from 'ivya/utils'
import type { ElementState } from '../protocol/operation.js'
import type { Attempt } from './polling.js'
import { wholeFrame } from './polling.js'
import { Refusal } from './refusal.js'
import { describe } from './selectors.js'

const CHECKABLE_ROLES = [
  'checkbox',
  'menuitemcheckbox',
  'option',
  'radio',
  'switch',
  'menuitemradio',
  'treeitem',
]
const READONLY_ROLES = [
  'checkbox',
  'combobox',
  'grid',
  'gridcell',
  'listbox',
  'radiogroup',
  'slider',
  'spinbutton',
  'textbox',
]

/** Has a box with area and `visibility: visible`. */
export function isVisible(element: Element): boolean {
  return element.isConnected && isElementVisible(element)
}

/** Neither disabled itself nor by a fieldset or `aria-disabled`. */
export function isEnabled(element: Element): boolean {
  return !getAriaDisabled(element)
}

/** Enabled and not read-only; refused for elements that nothing can be typed into. */
export function isEditable(element: Element): boolean {
  if (!isEnabled(element)) return false
  if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) return !element.readOnly
  if (element instanceof HTMLSelectElement) return true
  if (element instanceof HTMLElement && element.isContentEditable) return true
  if (READONLY_ROLES.includes(getAriaRole(element) ?? ''))
    return element.getAttribute('aria-readonly') !== 'true'
  throw new Refusal(
    'BAD_ARGUMENT',
    `${describe(element)} is not an <input>, <textarea>, <select> or [contenteditable] element`,
  )
}

/** Refused for elements that are neither a checkbox nor a radio button nor of such a role. */
export function isChecked(element: Element): boolean {
  const isNative = element instanceof HTMLInputElement && /^(checkbox|radio)$/.test(element.type)
  if (!isNative && !CHECKABLE_ROLES.includes(getAriaRole(element) ?? '')) {
    throw new Refusal('BAD_ARGUMENT', `${describe(element)} is not a checkbox or radio button`)
  }
  return getAriaChecked(element) === true
}

/**
 * Whether the element keeps its place: over one frame with all that scripts do in it, and over another one while something is
 * animated, as an animation does not move anything in the frame in which it begins.
 */
async function isStable(element: Element): Promise<boolean> {
  const before = element.getBoundingClientRect()
  await wholeFrame()
  if (isAnimated(element)) await wholeFrame()
  const after = element.getBoundingClientRect()
  return (['x', 'y', 'width', 'height'] as const).every((side) => before[side] === after[side])
}

/** Whether something moves, or is about to, in one of the trees in which the element is. */
function isAnimated(element: Element): boolean {
  for (let root = element.getRootNode(); ; root = root.host.getRootNode()) {
    if (!(root instanceof Document || root instanceof ShadowRoot)) return false
    if (root.getAnimations().some(({ playState }) => playState === 'running')) return true
    if (root instanceof Document) return false
  }
}

/** Done when the element is in every one of the states. */
export async function inStates(element: Element, states: readonly ElementState[]): Promise<Attempt<true>> {
  // What is cheap to see comes before what takes two frames.
  for (const state of states) {
    if (state !== 'stable' && !hasState(element, state))
      return { pending: `${describe(element)} is not ${state}` }
  }
  if (states.includes('stable') && !(await isStable(element))) {
    return { pending: `${describe(element)} is not stable: it is moving or changing its size` }
  }
  return element.isConnected
    ? { done: true }
    : { pending: `${describe(element)} was removed from the document` }
}

/** Every state but `stable`, which takes time to see. */
export function hasState(element: Element, state: Exclude<ElementState, 'stable'>): boolean {
  switch (state) {
    case 'visible':
      return isVisible(element)
    case 'hidden':
      return !isVisible(element)
    case 'enabled':
      return isEnabled(element)
    case 'disabled':
      return !isEnabled(element)
    case 'editable':
      return isEditable(element)
    case 'checked':
      return isChecked(element)
  }
}
