import { resolve } from 'node:path'
import type { NetworkTopic } from '../../protocol/network.js'
import type { Offered } from '../../protocol/wire.js'
import type { Answerer } from '../network/requests.js'
import type { PageContext } from './context.js'

export function networkFunctions({ page, rpc, served, requests }: PageContext): Offered<NetworkTopic> {
  const answererOf = (pageId: number): Answerer => ({
    serve: (...args) => rpc.call('serve.request', pageId, ...args),
    decide: (request) => rpc.call('route.request', pageId, request),
    next: (id) => rpc.call('stream.next', pageId, id),
    drop: (id) => rpc.send('request.dropped', pageId, id),
  })
  return {
    'page.serve': (id, prefix, source) =>
      served.add(
        page(id),
        prefix,
        'directory' in source
          ? { directory: resolve(source.directory) }
          : { answerer: answererOf(id), ...source },
      ),
    'page.unserve': (id, prefix) => served.remove(page(id), prefix),
    'page.route': (id, isRouted) => requests.route(page(id), isRouted ? answererOf(id) : null),
    'page.authenticate': (id, credentials) => requests.authenticate(page(id), credentials),
    'network.report': (id) => page(id).traffic.report(),
    'network.body': (id, key) => page(id).traffic.body(key),
  }
}
