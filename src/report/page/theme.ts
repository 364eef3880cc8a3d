import { button } from './element.js'

const schemes = ['system', 'light', 'dark'] as const
type Scheme = (typeof schemes)[number]

const words: Readonly<Record<Scheme, string>> = { system: 'as the system', light: 'light', dark: 'dark' }

/** Switches between the system's colours, light and dark; the choice is kept where the browser keeps anything. */
export function themeButton(): HTMLButtonElement {
  let scheme = schemes.find((name) => name === kept('cefrig-scheme')) ?? 'system'
  const made = button('', () => {
    scheme = schemes[(schemes.indexOf(scheme) + 1) % schemes.length]!
    keep('cefrig-scheme', scheme)
    apply()
  })
  const apply = () => {
    document.documentElement.dataset.scheme = scheme
    made.textContent = `Colours: ${words[scheme]}`
  }
  apply()
  return made
}

/** What was kept; null where nothing is, or nothing may be: pages that were opened as files have no storage in some browsers. */
export function kept(name: string): string | null {
  try {
    return localStorage.getItem(name)
  } catch {
    return null
  }
}

export function keep(name: string, value: string): void {
  try {
    localStorage.setItem(name, value)
  } catch {
    // Then it holds as long as the page.
  }
}
