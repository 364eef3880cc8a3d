import type { CaptureTopic } from '../../protocol/page.js'
import type { Offered } from '../../protocol/wire.js'
import { capture } from '../capture.js'
import { withDeadlines } from '../ready-deadlines.js'
import { becomeReady } from '../readying.js'
import type { PageContext } from './context.js'

export function pictureFunctions({ page }: PageContext): Offered<CaptureTopic> {
  return {
    'page.capture': (id, request) => capture(page(id), request),
    'page.becomeReady': (id, ready, timeout) =>
      page(id).pumped(() =>
        withDeadlines(page(id), ready, (readying) => becomeReady(page(id), ready, timeout, readying)),
      ),
    'page.reportPaints': (id) => page(id).addon.reportPaints(id, true),
    'rendering.pause': (id) => page(id).pause(),
    'rendering.resume': (id) => page(id).resume(),
    'rendering.step': (id, frames, advance) => page(id).step(frames, advance),
  }
}
