import type { HostPage } from './page.js'

/**
 * CEF 146 takes font families as browser settings, and ignores sizes: they are set over DevTools, and again for each document, because
 * the browser gives its own settings to the renderer anew when a page goes to another site.
 */
export async function setFontSizes({ session, options, frames }: HostPage): Promise<void> {
  const { defaultSize, defaultFixedSize } = options.fontSettings ?? {}
  if (defaultSize === undefined && defaultFixedSize === undefined) return
  const fontSizes = {
    ...(defaultSize === undefined ? {} : { standard: defaultSize }),
    ...(defaultFixedSize === undefined ? {} : { fixed: defaultFixedSize }),
  }
  const set = () => session.send('Page.setFontSizes', { fontSizes })
  frames.watch((frame, what) => {
    // A page that goes away meanwhile needs no fonts.
    if (what === 'navigated' && frame === frames.main) set().catch(() => {})
  })
  await set()
}
