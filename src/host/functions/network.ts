import { resolve } from 'node:path'
import type { NetworkTopic, ServedRequest } from '../../protocol/network.js'
import type { Offered } from '../../protocol/wire.js'
import type { PageContext } from './context.js'

export function networkFunctions({ page, rpc, served }: PageContext): Offered<NetworkTopic> {
  return {
    'page.serve': (id, prefix, source) => {
      const ask = (routeId: number) => ({
        ask: (request: ServedRequest) => rpc.call('serve.request', id, routeId, request),
      })
      served.add(
        page(id),
        prefix,
        'directory' in source ? { directory: resolve(source.directory) } : ask(source.routeId),
      )
    },
    'page.unserve': (id, prefix) => served.remove(page(id), prefix),
  }
}
