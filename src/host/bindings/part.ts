import { createCodec } from '../../injected/codec.js'
import type { HostPage } from '../page.js'
import type { PagePart } from '../page-parts.js'

const { encode } = createCodec({ encode: () => '', decode: () => new Uint8Array() })

/** Ends the bindings of a page with it. */
export function bindingPart(page: HostPage): PagePart {
  return {
    closing() {
      const { code, message } = page.closedError()
      const refusal = Object.assign(new Error(message), { code })
      refusal.name = 'CefrigError'
      page.renderers.closing(page.id, Buffer.from(encode(refusal)))
    },
    ended(reason) {
      if (reason.code === 'RENDERER_CRASHED') page.renderers.crashed(page.id, reason)
      else page.renderers.forget(page.id, reason)
    },
  }
}
