import { CefrigError } from '../errors.js'

/** cef_termination_status_t. */
const endings = ['abnormal', 'killed', 'crashed', 'out of memory', 'launch failed', 'integrity failure']

/** A renderer's end in words; undefined for a status that CEF has added since. */
export function ending(status: number): string | undefined {
  return endings[status]
}

/** SIGTRAP: a check of Chromium's own that failed. */
const failedCheck = 5

/** Documents that the browser opened without an origin. CEF 146 fails a check on every `<iframe srcdoc>` in one. */
const withoutOrigin = /^(about:|data:|$)/

export function crashedError(url: string, status: string, exitCode: number): CefrigError {
  const srcdoc =
    exitCode === failedCheck && withoutOrigin.test(url)
      ? ' CEF 146 crashes on an <iframe srcdoc> in a document without an origin: if the page has one, serve it (page.serve() or root) and load it by goto().'
      : ''
  const message = `The page's renderer died (${status}, exit code ${exitCode}) while it showed ${url || 'about:blank'}.${srcdoc} Open a new page with cef.newPage().`
  return new CefrigError('RENDERER_CRASHED', message, { facts: { url, status, exitCode } })
}
