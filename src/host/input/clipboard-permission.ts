import type { Session } from '../devtools.js'
import type { HostPage } from '../page.js'

/** Lets the scripts of a page use the clipboard unasked, from each document's first one on: the permission goes by origin. */
export function permitClipboard(page: HostPage, session: Session): void {
  const origins = new Set<string>()
  session.on('Network.requestWillBeSent', ({ type, request }) => {
    if (type !== 'Document' || !/^https?:/.test(request.url) || !URL.canParse(request.url)) return
    const { origin } = new URL(request.url)
    if (origins.has(origin)) return
    origins.add(origin)
    page.input.allowClipboard(origin)
  })
}
