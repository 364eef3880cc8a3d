import { parseKeyDef } from '@vitest/browser'
import type { MouseButton } from '../../../src/protocol/input.js'
import { type CommandContext, type ElementSelector, elementOf } from './session.js'

/** One action of `userEvent.pointer()`. */
export interface PointerAction {
  keys?: string
  target?: ElementSelector
  /** From the target's corner, or without one from the page's, in CSS pixels. */
  coords?: { x?: number; y?: number }
}

/** Where the pointer was left and which keys are down, between two calls. */
export interface PointerState {
  unreleased?: string[]
  target?: ElementSelector
  coords?: { x?: number; y?: number }
}

const buttons: Readonly<Record<string, MouseButton>> = {
  MouseLeft: 'left',
  MouseRight: 'right',
  MouseMiddle: 'middle',
}

/** Carries out the actions in order. An action without a place is at the place of the one before. */
export async function pointer(
  context: CommandContext,
  actions: readonly PointerAction[],
  state: PointerState = {},
): Promise<PointerState> {
  const held = new Set(state.unreleased)
  let place: Pick<PointerState, 'target' | 'coords'> = { ...state }
  for (const { keys, target, coords } of actions) {
    if (target || coords) place = { ...(target && { target }), ...(coords && { coords }) }
    // A press without a move is where the pointer is already.
    if (target || coords || keys) await moveTo(context, place)
    const pressed = keys === undefined ? [] : parseKeyDef(keys)
    for (let at = 0; at < pressed.length; at++) {
      const { keyDef, releasePrevious, releaseSelf, repeat } = pressed[at]!
      const button = buttons[keyDef.code ?? '']
      if (button) {
        const clickCount = clicksBefore(pressed, at) + repeat
        if (!releasePrevious) await press(context, button, clickCount, repeat, releaseSelf)
        else await context.page.mouse.up({ button })
      } else if (keyDef.key && keyDef.key !== 'Unknown') {
        await key(context, keyDef.key, { releasePrevious, releaseSelf, repeat, held })
      }
    }
  }
  return { unreleased: [...held], ...place }
}

/** How often the same button was pressed directly before: two clicks in a row are a double click. */
function clicksBefore(pressed: readonly ReturnType<typeof parseKeyDef>[number][], at: number): number {
  let clicks = 0
  for (let before = at - 1; before >= 0; before--) {
    const one = pressed[before]!
    if (one.keyDef.code !== pressed[at]!.keyDef.code || one.releasePrevious || !one.releaseSelf) break
    clicks += one.repeat
  }
  return clicks
}

async function press(
  { page }: CommandContext,
  button: MouseButton,
  clickCount: number,
  times: number,
  release: boolean,
): Promise<void> {
  for (let count = clickCount - times + 1; count <= clickCount; count++) {
    await page.mouse.down({ button, clickCount: count })
    if (release) await page.mouse.up({ button, clickCount: count })
  }
}

async function key(
  { page }: CommandContext,
  name: string,
  how: { releasePrevious: boolean; releaseSelf: boolean; repeat: number; held: Set<string> },
): Promise<void> {
  if (how.releasePrevious) {
    if (how.held.delete(name)) await page.keyboard.up(name)
    return
  }
  for (let count = 0; count < how.repeat; count++) await page.keyboard.down(name)
  if (how.releaseSelf) await page.keyboard.up(name)
  else how.held.add(name)
}

async function moveTo(
  context: CommandContext,
  { target, coords }: Pick<PointerState, 'target' | 'coords'>,
): Promise<void> {
  const [x, y] = [coords?.x ?? 0, coords?.y ?? 0]
  if (target) await (await elementOf(context, target)).hover(coords ? { position: { x, y } } : {})
  else if (coords) await context.page.mouse.move(x, y)
}
