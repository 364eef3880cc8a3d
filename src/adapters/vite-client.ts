// In place of `@vite/client`: styles as it adds them, and nothing that would replace modules of a page, for which it holds a
// connection to the server.
// @ts-expect-error: a module that Vite has for this alone
import '@vite/env'

const styles = new Map<string, HTMLStyleElement>()
let last: HTMLStyleElement | undefined

/** Adds the text of a module's style sheet, after those that are there. */
export function updateStyle(id: string, content: string): void {
  const known = styles.get(id)
  if (known) {
    known.textContent = content
    return
  }
  const style = document.createElement('style')
  style.setAttribute('type', 'text/css')
  style.setAttribute('data-vite-dev-id', id)
  style.textContent = content
  if (last?.isConnected) last.after(style)
  else document.head.append(style)
  last = style
  styles.set(id, style)
}

export function removeStyle(id: string): void {
  styles.get(id)?.remove()
  styles.delete(id)
}

/** `import.meta.hot` of modules that ask for it: nothing ever happens to them. */
export function createHotContext(): Record<string, unknown> {
  const nothing = () => {}
  return {
    data: {},
    accept: nothing,
    acceptExports: nothing,
    dispose: nothing,
    prune: nothing,
    decline: nothing,
    invalidate: nothing,
    on: nothing,
    off: nothing,
    send: nothing,
  }
}

/** For dynamic imports whose path is made at run time. */
export function injectQuery(url: string, query: string): string {
  if (url[0] !== '.' && url[0] !== '/') return url
  const path = url.replace(/[?#].*$/, '')
  const { search, hash } = new URL(url, 'https://cefrig.test')
  return `${path}?${query}${search ? `&${search.slice(1)}` : ''}${hash}`
}

export class ErrorOverlay {}
