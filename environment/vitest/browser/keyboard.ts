import { parseKeyDef } from '@vitest/browser'
import type { Page } from '../../../src/client/page.js'
import { isCefrigError } from '../../../src/errors.js'
import type { CommandContext } from './session.js'

/** Presses keys in the notation of Testing Library, as `{Shift>}a{/Shift}`; keys that stay down are in `held`, by name. */
export async function typeKeys(
  page: Page,
  text: string,
  { held, selectAll }: { held: Set<string>; selectAll: () => Promise<void> },
): Promise<void> {
  for (const { keyDef, releasePrevious, releaseSelf, repeat } of parseKeyDef(text)) {
    const key = keyDef.key ?? ''
    if (held.delete(key)) await ifKnown(() => page.keyboard.up(key))
    if (releasePrevious) continue
    if (key === 'selectall') {
      await selectAll()
      continue
    }
    let isKey = true
    for (let time = 1; time <= repeat; time++) {
      isKey = await ifKnown(() => page.keyboard.down(key))
      if (!isKey) await page.keyboard.insertText(key)
    }
    if (!isKey) continue
    if (releaseSelf) await page.keyboard.up(key)
    else held.add(key)
  }
}

/** Whether the keyboard has the key: what it has not is inserted as text. */
async function ifKnown(press: () => Promise<void>): Promise<boolean> {
  try {
    await press()
    return true
  } catch (error) {
    if (isCefrigError(error, 'BAD_ARGUMENT')) return false
    throw error
  }
}

/** Of whatever field has the focus. */
export async function selectFocused({ iframe }: CommandContext): Promise<void> {
  await iframe.evaluate('document.activeElement?.select?.()')
}

/** Keys go to the document that has the focus. */
export async function focusTester({ iframe }: CommandContext): Promise<void> {
  await iframe.evaluate(`(() => {
    const focused = document.activeElement
    if (!focused || focused === document.body) window.focus()
  })()`)
}
