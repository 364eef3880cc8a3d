import type { ReportTest } from '../data.js'
import type { ConsoleRecord, ErrorRecord, StepRecord } from '../run.js'
import { button, counted, duration, element } from './element.js'

/** Lines that are shown before somebody asks for all. */
const atFirst = 200

/** What is known of a test: errors, steps, console. */
export function testRecord(test: ReportTest): HTMLElement {
  const { errors, steps, console: messages } = test
  return element(
    'section',
    { class: 'test', 'aria-labelledby': 'test-heading' },
    element('h3', { id: 'test-heading' }, 'Test'),
    element('p', { class: 'titles' }, test.titles.join(' › ')),
    element(
      'p',
      { class: 'quiet-text' },
      [
        test.file,
        test.project && `project ${test.project}`,
        test.state,
        duration(test.duration),
        test.attempts > 1 && counted(test.attempts, 'attempt'),
      ]
        .filter(Boolean)
        .join(', '),
    ),
    errors.length > 0 && part(counted(errors.length, 'error'), errors.map(errorOf), 'errors'),
    steps.length > 0 && part(counted(steps.length, 'step'), steps.map(stepOf), 'steps'),
    messages.length > 0 &&
      part(counted(messages.length, 'console message'), messages.map(messageOf), 'console'),
  )
}

function part(title: string, items: HTMLElement[], kind: string): HTMLElement {
  const list = element('ol', { class: kind }, ...items.slice(0, atFirst))
  const rest = items.length - atFirst
  const more = button(`Show ${rest} more`, () => {
    list.append(...items.slice(atFirst))
    more.remove()
  })
  return element('details', { open: true }, element('summary', {}, title), list, rest > 0 && more)
}

function errorOf({ message, stack }: ErrorRecord): HTMLElement {
  const frames = stack?.startsWith(message) ? stack.slice(message.length).trim() : stack
  return element(
    'li',
    {},
    element('pre', { class: 'message' }, message),
    Boolean(frames) && element('pre', { class: 'stack' }, frames!),
  )
}

function stepOf({ title, at, duration: took, error }: StepRecord): HTMLElement {
  return element(
    'li',
    { class: error === undefined ? '' : 'bad' },
    element('span', { class: 'time' }, duration(at)),
    element('span', {}, title),
    element('span', { class: 'time' }, duration(took)),
    error !== undefined && element('pre', {}, error),
  )
}

function messageOf({ level, text, source }: ConsoleRecord): HTMLElement {
  return element(
    'li',
    { class: level === 'error' ? 'bad' : '' },
    element('span', { class: 'level' }, level),
    element('pre', {}, text),
    source !== undefined && element('span', { class: 'source' }, source),
  )
}
