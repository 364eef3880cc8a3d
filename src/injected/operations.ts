import type {
  AimOptions,
  Answer,
  Box,
  ElementState,
  Expectation,
  Observed,
  Operations,
  OptionChoice,
  Placement,
  Point,
  Property,
  Target,
  WaitState,
} from '../protocol/operation.js'
import { aria } from './aria-access.js'
import { hasState, inStates } from './element-state.js'
import { observe } from './expectation.js'
import { inputValue, prepareFill, selectOptions, selectText } from './fields.js'
import { clickPoint, guard, interceptor, scrollIntoView, unguard } from './hit-target.js'
import { type Attempt, deadlineAfter, poll } from './polling.js'
import { Refusal } from './refusal.js'
import { describe, queryAll, queryOne } from './selectors.js'

const NO_MATCH = 'no element matches'

/** Waits for the one element of the selector, then for the condition on it. */
async function withElement<T>(
  { selector, timeout }: Target,
  condition: (element: Element) => Attempt<T> | Promise<Attempt<T>>,
): Promise<Answer<T>> {
  return answered(() =>
    poll(deadlineAfter(timeout), () => {
      const element = queryOne(selector)
      return element ? condition(element) : { pending: NO_MATCH }
    }),
  )
}

async function answered<T>(work: () => Promise<Answer<T>>): Promise<Answer<T>> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { code, fact, facts } = error
    return { refused: { code, fact, facts } }
  }
}

/** What the client asks of the isolated world, each by one call. */
export const operations = {
  /** Waits until a pointer event at the element would reach it, and guards it against others until `unguard`. */
  aim(target: Target, states: ElementState[], options: AimOptions) {
    let tries = 0
    return withElement<Point>(target, async (element) => {
      if (!options.force) {
        const ready = await inStates(element, states)
        if (!('done' in ready)) return ready
      }
      scrollIntoView(element, tries)
      const point = clickPoint(element, options.position)
      if (!point) return { pending: `${describe(element)} is outside of the viewport` }
      if (options.force) return { done: point }
      const covered = interceptor(element, point)
      if (covered) {
        tries++
        return { pending: covered }
      }
      if (!options.trial) guard(element)
      return { done: point }
    })
  },

  unguard,

  /** Brings the element into view and tells where it is. */
  place(target: Target) {
    return withElement<Placement>(target, async (element) => {
      const ready = await inStates(element, ['visible', 'stable'])
      if (!('done' in ready)) return ready
      scrollIntoView(element)
      const { x, y, width, height } = element.getBoundingClientRect()
      const viewport = { width: innerWidth, height: innerHeight }
      return { done: { box: { x, y, width, height }, scroll: { x: scrollX, y: scrollY }, viewport } }
    })
  },

  scrollIntoView(target: Target) {
    return withElement(target, async (element) => {
      const ready = await inStates(element, ['stable'])
      if ('done' in ready) scrollIntoView(element)
      return ready
    })
  },

  focus(target: Target) {
    return withElement(target, (element) => {
      if (element instanceof HTMLElement || element instanceof SVGElement) element.focus()
      return { done: true }
    })
  },

  blur(target: Target) {
    return withElement(target, (element) => {
      if (element instanceof HTMLElement || element instanceof SVGElement) element.blur()
      return { done: true }
    })
  },

  selectText(target: Target) {
    return withElement(target, async (element) => {
      const ready = await inStates(element, ['visible'])
      if ('done' in ready) selectText(element)
      return ready
    })
  },

  fill(target: Target, text: string, force: boolean) {
    return withElement<'typed' | 'done'>(target, async (element) => {
      const ready = force ? { done: true } : await inStates(element, ['visible', 'enabled', 'editable'])
      return 'done' in ready ? { done: prepareFill(element, text) } : ready
    })
  },

  selectOption(target: Target, choices: OptionChoice[], force: boolean) {
    return withElement<string[]>(target, async (element) => {
      const ready = force ? { done: true } : await inStates(element, ['visible', 'enabled'])
      if (!('done' in ready)) return ready
      const values = selectOptions(element, choices)
      return values
        ? { done: values }
        : { pending: `${describe(element)} has not all of these options, or not enabled` }
    })
  },

  read(target: Target, property: Property) {
    return withElement(target, (element) => ({ done: propertyOf(element, property) }))
  },

  attribute(target: Target, name: string) {
    return withElement<string | null>(target, (element) => ({ done: element.getAttribute(name) }))
  },

  /** One look at the element, which must exist for every state but `visible` and `hidden`. */
  hasState(target: Target, state: Exclude<ElementState, 'stable'>) {
    if (state === 'visible' || state === 'hidden') {
      return answered(async () => {
        const element = queryOne(target.selector)
        return { done: element ? hasState(element, state) : state === 'hidden' }
      })
    }
    return withElement(target, (element) => ({ done: hasState(element, state) }))
  },

  waitFor({ selector, timeout }: Target, state: WaitState) {
    return answered(() =>
      poll<true>(deadlineAfter(timeout), () => {
        // Many elements may be waited away, but only one can be waited for.
        const element =
          state === 'detached' || state === 'hidden' ? visibleFirst(selector) : queryOne(selector)
        const isThere =
          element !== null && (state === 'attached' || state === 'detached' || hasState(element, 'visible'))
        if (isThere === (state === 'attached' || state === 'visible')) return { done: true }
        if (!element) return { pending: NO_MATCH }
        return {
          pending: isThere ? `${describe(element)} is still there` : `${describe(element)} is not visible`,
        }
      }),
    )
  },

  expect({ selector, timeout }: Target, expectation: Expectation, negated: boolean) {
    return answered(async () => {
      let observed: Observed = { pass: false, missing: true }
      await poll<true>(deadlineAfter(timeout), () => {
        observed = observe(selector, expectation)
        const isMet = observed.pass !== negated && !observed.missing
        return isMet ? { done: true } : { pending: '' }
      })
      return { done: observed }
    })
  },

  ariaSnapshot(target: Target) {
    return withElement(target, (element) => ({ done: aria().snapshot(element) }))
  },

  count(selector: string) {
    return answered(async () => ({ done: queryAll(selector).length }))
  },

  boxes(selector: string) {
    return answered(async () => ({
      done: queryAll(selector)
        .map((element) => propertyOf(element, 'boundingBox') as Box | null)
        .filter((box): box is Box => box !== null && box.width > 0 && box.height > 0),
    }))
  },

  texts(selector: string, property: 'textContent' | 'innerText') {
    return answered(async () => ({
      done: queryAll(selector).map((element) => (element as HTMLElement)[property] ?? ''),
    }))
  },

  /** The element itself, for a handle; null instead of an answer that cannot hold a node. */
  async element(target: Target): Promise<Element | string> {
    let found: Element | undefined
    const answer = await withElement(target, (element) => {
      found = element
      return { done: true }
    })
    return found ?? JSON.stringify(answer)
  },

  elements: (selector: string) => queryAll(selector),
} satisfies { [Name in keyof Operations]: Served<Operations[Name]> } & Record<string, unknown>

/** Answers may take their time. */
type Served<Operation> = Operation extends (...args: infer Args) => infer Result
  ? (...args: Args) => Result | Promise<Result>
  : never

function visibleFirst(selector: string): Element | null {
  const all = queryAll(selector)
  return all.find((element) => hasState(element, 'visible')) ?? all[0] ?? null
}

function propertyOf(element: Element, property: Property): string | null | Box {
  switch (property) {
    case 'textContent':
      return element.textContent
    case 'innerHTML':
      return element.innerHTML
    case 'innerText':
      if (element instanceof HTMLElement) {
        const { innerText } = element
        return innerText
      }
      throw new Refusal('BAD_ARGUMENT', `${describe(element)} is not an HTML element and has no innerText`)
    case 'inputValue':
      return inputValue(element)
    case 'boundingBox': {
      if (!element.isConnected || element.getClientRects().length === 0) return null
      const { x, y, width, height } = element.getBoundingClientRect()
      return { x, y, width, height }
    }
  }
}
