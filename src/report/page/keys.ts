import { button, element } from './element.js'
import { keep, kept } from './theme.js'

/** A key that works everywhere on the page but in text fields. */
export interface Shortcut {
  keys: readonly string[]
  /** How the key is written for people; default: the keys. */
  written?: string
  does: string
  run(key: string): void
}

/** What the list's own keys do; they work while it has the focus. */
const listKeys: readonly (readonly [string, string])[] = [
  ['↑ ↓ Page Up Page Down Home End', 'in the list: another picture'],
  ['Enter', 'in the list: go to the picture'],
]

const reviewKeys: readonly (readonly [string, string])[] = [
  ['Space', 'in the list: mark or unmark'],
  ['Shift + ↑ ↓', 'in the list: mark a range'],
  ['Ctrl + A', 'in the list: mark all shown'],
]

/** Makes the keys work, and answers the button that explains them. They can be switched off there, for whoever speaks to the computer. */
export function installKeys(shortcuts: readonly Shortcut[], review: boolean): HTMLButtonElement {
  const active = element('input', { type: 'checkbox', checked: kept('cefrig-keys') !== 'off' })
  active.onchange = () => keep('cefrig-keys', active.checked ? 'on' : 'off')
  const rows: (readonly [string, string])[] = [
    ...shortcuts.map(({ keys, written, does }) => [written ?? keys.join(', '), does] as const),
    ...listKeys,
    ...(review ? reviewKeys : []),
    ['?', 'this list'],
  ]
  const dialog = element(
    'dialog',
    { class: 'keys', 'aria-labelledby': 'keys-heading' },
    element('h2', { id: 'keys-heading' }, 'Keys'),
    element('label', {}, active, ' Single keys work everywhere but in text fields'),
    element(
      'dl',
      {},
      ...rows.flatMap(([keys, does]) => [
        element('dt', {}, element('kbd', {}, keys)),
        element('dd', {}, does),
      ]),
    ),
    button('Close', () => dialog.close()),
  )
  document.body.append(dialog)
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    if (!active.checked || document.querySelector('dialog[open]') || isTextField(event.target)) return
    const shortcut = shortcuts.find(({ keys }) => keys.includes(event.key))
    if (!shortcut && event.key !== '?') return
    event.preventDefault()
    if (shortcut) shortcut.run(event.key)
    else dialog.showModal()
  })
  return button('Keys', () => dialog.showModal(), { title: '?' })
}

function isTextField(target: EventTarget | null): boolean {
  const field = target instanceof HTMLElement ? target.closest('input, textarea, select') : null
  if (!(field instanceof HTMLInputElement)) return field !== null
  return !['radio', 'checkbox', 'button'].includes(field.type)
}
