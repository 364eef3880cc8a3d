import type { AccessibilityTopic, CoverageTopic, DevToolsTopic, TracingTopic } from '../../protocol/tools.js'
import type { Offered } from '../../protocol/wire.js'
import { fetchResource, loadedResource } from '../resources.js'
import { accessibilityTree } from '../tools/accessibility.js'
import type { PageContext } from './context.js'

export function toolFunctions({
  page,
  served,
  devtoolsSocket,
  automation,
}: PageContext): Offered<DevToolsTopic & AccessibilityTopic & CoverageTopic & TracingTopic> {
  return {
    'cdp.send': (id, method, params, sessionId) => {
      const { devtools } = page(id)
      const session = sessionId === undefined ? devtools.root : devtools.session(sessionId)
      return session.send(method as 'Page.enable', params as never)
    },
    'cdp.endpoint': async (id) => ({ webSocketDebuggerUrl: await devtoolsSocket.endpoint(page(id)) }),
    'automation.endpoint': (id) => automation.endpoint(page(id)),
    'accessibility.snapshot': (id) => accessibilityTree(page(id).frames),
    'coverage.startScripts': (id) => page(id).coverage.scripts.start(),
    'coverage.stopScripts': (id) => page(id).coverage.scripts.stop(),
    'coverage.stand': (id) => page(id).coverage.scripts.stand(),
    'coverage.fetch': (id) => page(id).coverage.scripts.fetch(),
    'coverage.startStyles': (id) => page(id).coverage.startStyles(),
    'coverage.stopStyles': (id) => page(id).coverage.stopStyles(),
    'tracing.start': (id, categories) => page(id).tracing.start(categories),
    'tracing.stop': (id) => page(id).tracing.stop(),
    'page.resource': async (id, url) => {
      const shown = page(id)
      const { session, frames } = shown
      const text =
        (await loadedResource(frames, url)) ??
        (await served.text(shown, url)) ??
        (await fetchResource(session, frames, url))
      if (text === null) return null
      const file = await served.file(shown, url)
      return file === undefined ? { text } : { text, file }
    },
  }
}
