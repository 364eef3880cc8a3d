import { CefrigError, isCefrigError } from '../errors.js'
import { outside } from '../protocol/frame-place.js'
import type { Point } from '../protocol/operation.js'
import type { LocatorBase } from './locator-base.js'
import { type ClickOptions, type DragOptions, type PointerOptions, pointerStates } from './method-options.js'
import { type Deadline, sleep } from './timers.js'

const POLL_MS = 20

/** Points at the element, and presses and releases the button; again when something else came between. */
export async function click(locator: LocatorBase, options: ClickOptions, deadline: Deadline): Promise<void> {
  const { button = 'left', clickCount = 1, delay = 0 } = options
  const page = locator.page()
  await point(locator, options, deadline, async ({ x, y }) => {
    if (delay === 0) return page.call('mouse.click', x, y, button, clickCount)
    await page.call('mouse.move', x, y, 1)
    for (let count = 1; count <= clickCount; count++) {
      await page.call('mouse.down', button, count)
      await sleep(delay)
      await page.call('mouse.up', button, count)
    }
  })
}

export async function hover(
  locator: LocatorBase,
  options: PointerOptions,
  deadline: Deadline,
): Promise<void> {
  await point(locator, options, deadline, ({ x, y }) => locator.page().call('mouse.move', x, y, 1))
}

/** Touches the element, and lifts the finger; again when something else came between. */
export async function tap(locator: LocatorBase, options: PointerOptions, deadline: Deadline): Promise<void> {
  await point(locator, options, deadline, ({ x, y }) => locator.page().call('touch.tap', x, y))
}

/** Presses the button on one element, moves, and lets it go on another. */
export async function drag(
  source: LocatorBase,
  target: LocatorBase,
  { sourcePosition, targetPosition, steps = 5, modifiers = [] }: DragOptions,
  deadline: Deadline,
): Promise<void> {
  const page = source.page()
  let isDown = false
  const release = async () => {
    if (isDown) await page.call('mouse.up', 'left', 1)
    isDown = false
  }
  for (const key of modifiers) await page.call('keyboard.down', key)
  try {
    await point(source, sourcePosition ? { position: sourcePosition } : {}, deadline, async ({ x, y }) => {
      await release()
      await page.call('mouse.move', x, y, 1)
      await page.call('mouse.down', 'left', 1)
      isDown = true
    })
    const { x, y } = await place(target, targetPosition, deadline)
    await page.call('mouse.move', x, y, steps)
  } finally {
    await release()
    for (const key of modifiers) await page.call('keyboard.up', key)
  }
}

/** Where something can be let go on the element, in the page's viewport. What is dragged may lie between, so nothing guards it. */
export async function place(
  locator: LocatorBase,
  position: Point | undefined,
  deadline: Deadline,
): Promise<Point> {
  const at = await locator.operate('aim', deadline, (target) => [
    target,
    ['visible', 'stable'],
    { ...(position ? { position } : {}), trial: true },
  ])
  return outside(await locator.frame.place(), at)
}

/** Clicks a checkbox or radio button unless it has the state already. */
export async function setChecked(
  locator: LocatorBase,
  checked: boolean,
  options: PointerOptions,
  deadline: Deadline,
): Promise<void> {
  const isChecked = () => locator.operate('hasState', deadline, (target) => [target, 'checked'])
  if ((await isChecked()) === checked) return
  await click(locator, options, deadline)
  if (options.trial) return
  // A framework may take its time to show the state.
  while ((await isChecked()) !== checked) {
    if (deadline.isOver) throw unchanged(locator, checked, deadline)
    await sleep(POLL_MS)
  }
}

function unchanged(locator: LocatorBase, checked: boolean, { timeout }: Deadline): CefrigError {
  const wish = checked ? 'checked' : 'unchecked'
  const message = `${locator} is not ${wish} ${timeout} ms after the click. Look at what the page does with the click.`
  return new CefrigError('TIMEOUT', message, {
    facts: { locator: String(locator), timeout, pending: `not ${wish}` },
  })
}

async function point(
  locator: LocatorBase,
  options: PointerOptions,
  deadline: Deadline,
  act: (at: Point) => Promise<void>,
): Promise<void> {
  const { position, force = false, trial = false, modifiers = [] } = options
  const page = locator.page()
  for (;;) {
    const aimed = await locator.operate('aim', deadline, (target) => [
      target,
      pointerStates,
      { ...(position ? { position } : {}), force, trial },
    ])
    if (trial) return
    const at = outside(await locator.frame.place(), aimed)
    for (const key of modifiers) await page.call('keyboard.down', key)
    try {
      await act(at)
    } catch (error) {
      if (!force) void unguard(locator, deadline).catch(() => {})
      throw error
    } finally {
      for (const key of modifiers) await page.call('keyboard.up', key)
    }
    const stoppedBy = force ? null : await unguard(locator, deadline)
    if (stoppedBy === null) return
    if (!deadline.isOver) continue
    const message = `${locator}: ${stoppedBy}, after ${deadline.timeout} ms. Close what covers it, or raise \`timeout\`.`
    throw new CefrigError('TIMEOUT', message, { facts: { locator: String(locator), pending: stoppedBy } })
  }
}

/** What stopped the events, if anything did. The click may have led to another document, which knows nothing of it. */
async function unguard(locator: LocatorBase, deadline: Deadline): Promise<string | null> {
  try {
    return await locator.operate('unguard', deadline, () => [])
  } catch (error) {
    if (isCefrigError(error, 'EXECUTION_CONTEXT_LOST') || isCefrigError(error, 'FRAME_DETACHED')) return null
    if (isCefrigError(error, 'PAGE_CLOSED')) return null
    throw error
  }
}
