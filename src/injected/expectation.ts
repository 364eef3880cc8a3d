import type { Expectation, Observed, TextMatch } from '../protocol/operation.js'
import { aria } from './aria-access.js'
import { hasState } from './element-state.js'
import { inputValue } from './fields.js'
import { queryAll, queryOne } from './selectors.js'

/** One look at what the selector finds: whether it is as expected, and what it is. */
export function observe(selector: string, expectation: Expectation): Observed {
  switch (expectation.kind) {
    case 'count': {
      const received = queryAll(selector).length
      return { pass: received === expectation.count, received }
    }
    case 'texts': {
      const received = queryAll(selector).map((element) => element.textContent ?? '')
      const { texts, contain } = expectation
      const pass =
        received.length === texts.length && texts.every((text, at) => matches(received[at]!, text, contain))
      return { pass, received }
    }
    case 'state': {
      const element = queryOne(selector)
      const { state } = expectation
      if (!element) return { pass: state === 'hidden', missing: state !== 'hidden' && state !== 'visible' }
      if (state !== 'focused') return { pass: hasState(element, state) }
      return { pass: (element.getRootNode() as Document | ShadowRoot).activeElement === element }
    }
    default: {
      const element = queryOne(selector)
      return element ? observeElement(element, expectation) : { pass: false, missing: true }
    }
  }
}

function observeElement(
  element: Element,
  expectation: Exclude<Expectation, { kind: 'count' | 'texts' | 'state' }>,
): Observed {
  switch (expectation.kind) {
    case 'text': {
      const received = element.textContent ?? ''
      return { pass: matches(received, expectation.text, expectation.contain), received }
    }
    case 'value': {
      const received = inputValue(element)
      const { value } = expectation
      return { pass: typeof value === 'string' ? received === value : value.test(received), received }
    }
    case 'aria':
      return aria().compare(element, expectation.template)
    case 'attribute': {
      const received = element.getAttribute(expectation.name)
      const { value } = expectation
      if (received === null || value === undefined)
        return { pass: received !== null && value === undefined, received }
      return { pass: typeof value === 'string' ? received === value : value.test(received), received }
    }
  }
}

function matches(received: string, expected: TextMatch, contain: boolean): boolean {
  if (typeof expected !== 'string') return expected.test(received)
  const [has, wants] = [normalized(received), normalized(expected)]
  return contain ? has.includes(wants) : has === wants
}

/** As people see it: runs of white space are one space, and what is invisible is nothing. */
function normalized(text: string): string {
  return text
    .replace(/[\u200b\u00ad]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}
