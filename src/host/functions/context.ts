import type { ClientFunctions } from '../../protocol/events.js'
import type { Rpc } from '../../protocol/wire.js'
import type { DevToolsSocket } from '../devtools-socket.js'
import type { Requests } from '../network/requests.js'
import type { HostPage } from '../page.js'
import type { Served } from '../served.js'
import type { Automation } from '../tools/automation.js'

/** What the functions about pages work with, for one client. */
export interface PageContext {
  /** One of the client's pages. @throws PAGE_CLOSED */
  page(id: number): HostPage
  rpc: Pick<Rpc<ClientFunctions>, 'call' | 'send'>
  served: Served
  requests: Requests
  devtoolsSocket: DevToolsSocket
  automation: Automation
}
