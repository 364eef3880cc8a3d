import { readFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { assertBrowserFileAccess } from '@vitest/browser'
import { lookup } from 'mrmime'
import type { FilePayload } from '../../../src/client/prompts/file-payload.js'
import { focusTester, selectFocused, typeKeys } from './keyboard.js'
import { type PointerAction, type PointerState, pointer } from './pointer.js'
import { takeScreenshot } from './screenshot.js'
import { type CommandContext, type ElementSelector, elementOf, known } from './session.js'

/** A file for an input: a path relative to the project's root, or its bytes. */
type UploadedFile = string | { name: string; mimeType: string; base64: string }

interface Held {
  unreleased?: string[]
}

const pointerNames = ['timeout', 'position', 'force', 'trial', 'modifiers'] as const
const clickNames = [...pointerNames, 'button', 'clickCount', 'delay'] as const
const fillNames = ['timeout', 'force'] as const
const dragNames = ['timeout', 'sourcePosition', 'targetPosition', 'steps', 'modifiers'] as const

/** What `userEvent`, `page` and locators of Browser Mode ask for, by the names that Vitest gives it. */
export const commands = {
  __vitest_viewport: (context: CommandContext, size: { width: number; height: number }) =>
    context.page.resize({ width: Math.round(size.width), height: Math.round(size.height) }),

  __vitest_click: async (context: CommandContext, selector: ElementSelector, options?: object) => {
    await focusTester(context)
    await (await elementOf(context, selector)).click(known(options, clickNames))
  },

  __vitest_dblClick: async (context: CommandContext, selector: ElementSelector, options?: object) => {
    await focusTester(context)
    await (await elementOf(context, selector)).click({ ...known(options, clickNames), clickCount: 2 })
  },

  __vitest_tripleClick: async (context: CommandContext, selector: ElementSelector, options?: object) => {
    await focusTester(context)
    await (await elementOf(context, selector)).click({ ...known(options, clickNames), clickCount: 3 })
  },

  __vitest_hover: async (context: CommandContext, selector: ElementSelector, options?: object) =>
    (await elementOf(context, selector)).hover(known(options, pointerNames)),

  async __vitest_wheel(
    context: CommandContext,
    selector: ElementSelector,
    { delta, times = 1 }: { delta: { x?: number; y?: number }; times?: number },
  ) {
    await (await elementOf(context, selector)).hover()
    for (let count = 0; count < times; count++) await context.page.mouse.wheel(delta.x ?? 0, delta.y ?? 0)
  },

  __vitest_pointer: (context: CommandContext, actions: PointerAction[], state?: PointerState) =>
    pointer(context, actions, state),

  __vitest_fill: async (context: CommandContext, selector: ElementSelector, text: string, options?: object) =>
    (await elementOf(context, selector)).fill(text, known(options, fillNames)),

  __vitest_clear: async (context: CommandContext, selector: ElementSelector, options?: object) =>
    (await elementOf(context, selector)).clear(known(options, fillNames)),

  async __vitest_type(
    context: CommandContext,
    selector: ElementSelector,
    text: string,
    options: Held & { skipClick?: boolean; skipAutoClose?: boolean } = {},
  ) {
    const element = await elementOf(context, selector)
    if (!options.skipClick) await element.focus()
    const held = new Set(options.unreleased)
    await typeKeys(context.page, text, { held, selectAll: () => element.selectText() })
    if (!options.skipAutoClose) await release(context, held)
    return { unreleased: [...held] }
  },

  async __vitest_keyboard(context: CommandContext, text: string, state: Held = {}) {
    await focusTester(context)
    const held = new Set(state.unreleased)
    await typeKeys(context.page, text, { held, selectAll: () => selectFocused(context) })
    return { unreleased: [...held] }
  },

  __vitest_cleanup: (context: CommandContext, state: Held = {}) =>
    release(context, new Set(state.unreleased)),

  __vitest_tab: (context: CommandContext, { shift = false }: { shift?: boolean } = {}) =>
    context.page.keyboard.press(shift ? 'Shift+Tab' : 'Tab'),

  async __vitest_selectOptions(
    context: CommandContext,
    selector: ElementSelector,
    choices: (string | { element: ElementSelector })[],
    options?: object,
  ) {
    const values = await Promise.all(
      choices.map(async (choice) =>
        typeof choice === 'string'
          ? choice
          : (await elementOf(context, choice.element))
              .evaluate((option) => (option as unknown as { index: number }).index)
              .then((index) => ({ index })),
      ),
    )
    await (await elementOf(context, selector)).selectOption(values, known(options, fillNames))
  },

  __vitest_dragAndDrop: async (
    context: CommandContext,
    source: ElementSelector,
    target: ElementSelector,
    options?: object,
  ) => (await elementOf(context, source)).dragTo(await elementOf(context, target), known(options, dragNames)),

  async __vitest_upload(
    context: CommandContext,
    selector: ElementSelector,
    files: UploadedFile[],
    options?: object,
  ) {
    const { root } = context.project.config
    const paths = files.filter((file) => typeof file === 'string').map((file) => resolve(root, file))
    for (const path of paths) assertBrowserFileAccess(context.project, path)
    // An input takes one kind or the other.
    const chosen =
      paths.length === files.length ? paths : await Promise.all(files.map((file) => payloadAt(file, root)))
    await (await elementOf(context, selector)).setInputFiles(chosen, known(options, ['timeout']))
  },

  __vitest_takeScreenshot: takeScreenshot,
}

async function payloadAt(file: UploadedFile, root: string): Promise<FilePayload> {
  if (typeof file !== 'string')
    return { name: file.name, mimeType: file.mimeType, buffer: Buffer.from(file.base64, 'base64') }
  const path = resolve(root, file)
  return {
    name: basename(path),
    mimeType: lookup(path) ?? 'application/octet-stream',
    buffer: await readFile(path),
  }
}

async function release({ page }: CommandContext, held: Set<string>): Promise<void> {
  for (const key of held) await page.keyboard.up(key)
  held.clear()
}
