import type { EvaluationTopic, NavigationTopic } from '../../protocol/page.js'
import type { Offered } from '../../protocol/wire.js'
import { adopt, framePlace } from '../adopt.js'
import { evaluate } from '../evaluate.js'
import type { PageContext } from './context.js'

export function documentFunctions({ page }: PageContext): Offered<NavigationTopic & EvaluationTopic> {
  const frame = (id: number, frameId: string) => page(id).frames.get(frameId)
  return {
    'page.goto': (id, url, options) => page(id).goto(url, options),
    'page.setContent': (id, html, options) => page(id).setContent(html, options),
    'page.reload': (id, options) => page(id).reload(options),
    'page.history': (id, delta, options) => page(id).history(delta, options),
    'frame.evaluate': (id, frameId, request) => evaluate(frame(id, frameId), request),
    'handle.dispose': async (id, frameId, objectId) => {
      await frame(id, frameId).session.send('Runtime.releaseObject', { objectId })
    },
    'handle.adopt': (id, frameId, objectId) => adopt(frame(id, frameId), objectId),
    'handle.contentFrame': async (id, frameId, objectId) => {
      const { session } = frame(id, frameId)
      const described = await session.send('DOM.describeNode', { objectId }).catch(() => undefined)
      return described?.node.frameId ?? null
    },
    'frame.place': (id, frameId) => framePlace(page(id).frames, frame(id, frameId)),
    'page.addInitScript': (id, source) => page(id).frames.addInitScript(source),
  }
}
