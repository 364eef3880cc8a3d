import { Frame } from '../client/frame.js'
import { Keyboard } from '../client/input/keyboard.js'
import { Mouse } from '../client/input/mouse.js'
import { Touchscreen } from '../client/input/touchscreen.js'
import { Locator } from '../client/locator.js'
import { Page } from '../client/page.js'
import { type Steps, stepsKey } from './steps.js'

const ofPages = [
  ...['goto', 'setContent', 'reload', 'goBack', 'goForward', 'title', 'content', 'close', 'resize'],
  ...['evaluate', 'evaluateHandle', 'addInitScript', 'addStyleTag', 'addScriptTag'],
  ...['waitForURL', 'waitForLoadState', 'waitForFunction', 'waitForEvent', 'waitForRequest'],
  ...['waitForResponse', 'pixels', 'screenshot', 'pdf', 'findText', 'emulate', 'setFocused', 'dragAndDrop'],
  ...['drop', 'bind', 'rebind', 'unbind', 'serve', 'unserve', 'route', 'unroute', 'unrouteAll'],
  ...['recordHar', 'routeFromHAR', 'authenticate', 'grantPermissions', 'clearPermissions'],
] as const

const ofLocators = [
  ...['click', 'dblclick', 'hover', 'tap', 'dragTo', 'drop', 'check', 'uncheck', 'setChecked', 'fill'],
  ...['clear', 'press', 'pressSequentially', 'type', 'selectOption', 'selectText', 'focus', 'blur'],
  ...['scrollIntoViewIfNeeded', 'setInputFiles', 'waitFor', 'screenshot', 'boundingBox', 'count', 'all'],
  ...['evaluate', 'evaluateHandle', 'evaluateAll', 'elementHandle', 'textContent', 'innerText', 'innerHTML'],
  ...['inputValue', 'getAttribute', 'ariaSnapshot', 'allTextContents', 'allInnerTexts', 'isVisible'],
  ...['isHidden', 'isEnabled', 'isDisabled', 'isEditable', 'isChecked'],
] as const

const ofFrames = ['evaluate', 'evaluateHandle', 'waitForFunction', 'content', 'title'] as const
const ofKeyboards = ['down', 'up', 'press', 'type', 'insertText', 'setLayout'] as const
const ofMice = ['move', 'down', 'up', 'click', 'dblclick', 'wheel'] as const
const ofTouchscreens = ['tap', 'start', 'move', 'end', 'cancel'] as const

/** What records the steps of a test's page and of what it is made of. */
interface Recorded {
  [stepsKey]?: Steps
}

/** Lets the pages of tests record their steps: from now on in this process, those pages that know where to. */
export function recordSteps(): void {
  const itself = (page: object) => page as Recorded
  patch(Page.prototype, ofPages, itself, () => 'page')
  patch(
    Frame.prototype,
    ofFrames,
    (frame: Frame) => frame.page(),
    () => 'frame',
  )
  patch(Locator.prototype, ofLocators, (locator: Locator) => locator.page(), String)
  patch(Keyboard.prototype, ofKeyboards, itself, () => 'page.keyboard')
  patch(Mouse.prototype, ofMice, itself, () => 'page.mouse')
  patch(Touchscreen.prototype, ofTouchscreens, itself, () => 'page.touchscreen')
}

/** Says where a page and its devices record their steps. */
export function recordStepsOf(page: Page, steps: Steps): void {
  for (const object of [page, page.keyboard, page.mouse, page.touchscreen])
    Object.defineProperty(object, stepsKey, { value: steps, configurable: true })
}

const patched = new WeakSet<object>()

function patch<T extends object>(
  prototype: T,
  methods: readonly (keyof T & string)[],
  keeper: (subject: T) => object,
  words: (subject: T) => string,
): void {
  if (patched.has(prototype)) return
  patched.add(prototype)
  for (const method of methods) {
    const original = prototype[method] as (...args: unknown[]) => unknown
    Object.defineProperty(prototype, method, {
      value: function (this: T, ...args: unknown[]) {
        const steps = (keeper(this) as Recorded)[stepsKey]
        const work = () => original.apply(this, args)
        return steps ? steps.record({ subject: words(this), method, args }, work) : work()
      },
      writable: true,
      configurable: true,
    })
  }
}

/** Where a use of a page or locator is recorded, and its name; null for whatever records nothing. */
export function stepOwner(received: unknown): { steps: Steps; words: string } | null {
  const [page, words] =
    received instanceof Locator ? [received.page(), String(received)] : [received as Recorded | null, 'page']
  const steps = typeof page === 'object' ? (page as Recorded | null)?.[stepsKey] : undefined
  return steps ? { steps, words } : null
}
