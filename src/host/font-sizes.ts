import type { HostPage } from './page.js'

/** CEF 146 takes font families as browser settings, and ignores sizes. */
export async function setFontSizes({ session, options }: HostPage): Promise<void> {
  const { defaultSize, defaultFixedSize } = options.fontSettings ?? {}
  if (defaultSize === undefined && defaultFixedSize === undefined) return
  const fontSizes = {
    ...(defaultSize === undefined ? {} : { standard: defaultSize }),
    ...(defaultFixedSize === undefined ? {} : { fixed: defaultFixedSize }),
  }
  await session.send('Page.setFontSizes', { fontSizes })
}
