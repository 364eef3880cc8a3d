import type { BrowserOptions } from './addon.js'
import type { HostPage } from './page.js'

/** What a page's browser is made with. */
export function browserOptions({ id, contextId, size, options, renderers }: HostPage): BrowserOptions {
  const fonts = options.fontSettings ?? {}
  return {
    page: id,
    context: contextId,
    url: 'about:blank',
    bindSocket: renderers.path,
    bindToken: renderers.token,
    width: size.viewport.width,
    height: size.viewport.height,
    scale: size.scale,
    frameRate: options.frameRate ?? 60,
    javascript: options.javaScriptEnabled ?? true,
    images: options.images ?? true,
    background: argb(options.backgroundColor ?? '#ffffff'),
    standardFont: fonts.standardFamily ?? '',
    serifFont: fonts.serifFamily ?? '',
    sansSerifFont: fonts.sansSerifFamily ?? '',
    fixedFont: fonts.fixedFamily ?? '',
    fontSize: fonts.defaultSize ?? 0,
    fixedFontSize: fonts.defaultFixedSize ?? 0,
    minimumFontSize: 0,
    ...(options.window && { window: options.window }),
  }
}

/** `#rrggbb` or `transparent` as CEF wants it. */
function argb(color: string): number {
  if (color === 'transparent') return 0
  return 0xff000000 + Number.parseInt(color.slice(1), 16)
}
