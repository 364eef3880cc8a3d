/** What the injected script answers to the client's operations on elements. */
export type Answer<T> =
  | { done: T }
  /** What was missing when the time was over, as a fact for a sentence. */
  | { timeout: string }
  | { refused: { code: RefusalCode; fact: string; facts: Record<string, unknown> } }

/** Why an operation cannot succeed, however long one waits. */
export type RefusalCode = 'BAD_ARGUMENT' | 'NOT_STRICT'

/** Where an operation acts, and how many milliseconds it may wait (0: no limit). */
export interface Target {
  selector: string
  timeout: number
}

export type ElementState = 'visible' | 'hidden' | 'enabled' | 'disabled' | 'editable' | 'checked' | 'stable'
export type Property = 'textContent' | 'innerText' | 'innerHTML' | 'inputValue' | 'boundingBox'
export type WaitState = 'attached' | 'detached' | 'visible' | 'hidden'

/** CSS pixels. */
export interface Point {
  x: number
  y: number
}

/** CSS pixels. */
export interface Box extends Point {
  width: number
  height: number
}

export interface AimOptions {
  /** From the top left corner of the element's padding box. Default: the middle of what can be seen of it. */
  position?: Point
  force?: boolean
  trial?: boolean
}

/** How to find an option of a `<select>`: by value or label, or by exactly what is given. */
export type OptionChoice = string | { value?: string; label?: string; index?: number }

/** Where an element is for a picture, in CSS pixels of its frame. */
export interface Placement {
  box: Box
  /** How far the document is scrolled. */
  scroll: Point
  viewport: { width: number; height: number }
}

/** A part of a text or all of it, white space normalised, or an expression. */
export type TextMatch = string | RegExp

/** What a matcher expects of the elements of a locator. */
export type Expectation =
  | { kind: 'state'; state: Exclude<ElementState, 'stable'> | 'focused' }
  | { kind: 'text'; text: TextMatch; contain: boolean }
  | { kind: 'texts'; texts: TextMatch[]; contain: boolean }
  | { kind: 'value'; value: TextMatch }
  | { kind: 'attribute'; name: string; value?: TextMatch | undefined }
  | { kind: 'count'; count: number }
  /** A template in YAML, as of {@link Operations.ariaSnapshot}. */
  | { kind: 'aria'; template: string }

/** What there was when the expectation was met, or at the deadline. */
export interface Observed {
  pass: boolean
  received?: unknown
  /** There was no element. */
  missing?: boolean
}

/** The operations, each one call of a function of the isolated world. */
export interface Operations {
  aim(target: Target, states: ElementState[], options: AimOptions): Answer<Point>
  unguard(): string | null
  place(target: Target): Answer<Placement>
  scrollIntoView(target: Target): Answer<true>
  focus(target: Target): Answer<true>
  blur(target: Target): Answer<true>
  selectText(target: Target): Answer<true>
  fill(target: Target, text: string, force: boolean): Answer<'typed' | 'done'>
  selectOption(target: Target, choices: OptionChoice[], force: boolean): Answer<string[]>
  read(target: Target, property: Property): Answer<string | Box | null>
  attribute(target: Target, name: string): Answer<string | null>
  hasState(target: Target, state: Exclude<ElementState, 'stable'>): Answer<boolean>
  waitFor(target: Target, state: WaitState): Answer<true>
  /** Waits until the expectation is met or, `negated`, is not; answers with what there was in any case. */
  expect(target: Target, expectation: Expectation, negated: boolean): Answer<Observed>
  /** What assistive technology finds in the element, in YAML. */
  ariaSnapshot(target: Target): Answer<string>
  count(selector: string): Answer<number>
  /** In the frame's viewport. */
  boxes(selector: string): Answer<Box[]>
  texts(selector: string, property: 'textContent' | 'innerText'): Answer<string[]>
}
