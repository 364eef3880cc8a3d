/** What an element begins with: properties by their names, `class`, `data-` and `aria-` attributes, and listeners as `onclick`. */
export type Given<Tag extends keyof HTMLElementTagNameMap> = {
  [Name in keyof HTMLElementTagNameMap[Tag]]?: HTMLElementTagNameMap[Tag][Name]
} & { class?: string | undefined } & {
  [Name in `data-${string}` | `aria-${string}` | 'role']?: string | undefined
}

type Content = Node | string | null | undefined | false

/**
 * Makes an element. All text becomes text nodes, so that nothing that a test said is ever read as HTML.
 */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  given: Given<Tag> = {},
  ...content: Content[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue
    if (name === 'class') made.className = String(value)
    else if (name === 'role' || /^(data|aria)-/.test(name)) made.setAttribute(name, String(value))
    else Object.assign(made, { [name]: value })
  }
  for (const part of content) if (part) made.append(part)
  return made
}

/** A button that submits nothing. */
export function button(label: string, onclick: () => void, given: Given<'button'> = {}): HTMLButtonElement {
  return element('button', { type: 'button', ...given, onclick }, label)
}

/** As `1,234`. */
export function number(value: number): string {
  return value.toLocaleString('en-US')
}

/** As `1 picture` or `12 pictures`. */
export function counted(value: number, noun: string): string {
  return `${number(value)} ${noun}${value === 1 ? '' : 's'}`
}

/** As `3.2 s`. */
export function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`
}
