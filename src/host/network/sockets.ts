import type { NetworkEvent } from '../../protocol/network.js'
import type { Session } from '../devtools.js'

/** WebSocket opcodes, of RFC 6455. */
const opcodes = { text: 1, binary: 2 }

/** Sees the WebSockets of a session. */
export function followSockets(session: Session, tell: (event: NetworkEvent) => void): void {
  const keyOf = (requestId: string) => `${session.id ?? ''} ${requestId}`
  const frame = (
    requestId: string,
    sent: boolean,
    { opcode, payloadData }: { opcode: number; payloadData: string },
  ) => {
    const [key, type] = [keyOf(requestId), 'websocketframe' as const]
    if (opcode === opcodes.text) tell({ type, key, sent, text: payloadData, bytes: null })
    else if (opcode === opcodes.binary)
      tell({ type, key, sent, text: null, bytes: Buffer.from(payloadData, 'base64') })
  }
  session.on('Network.webSocketCreated', ({ requestId, url }) =>
    tell({ type: 'websocket', key: keyOf(requestId), url }),
  )
  session.on('Network.webSocketFrameSent', ({ requestId, response }) => frame(requestId, true, response))
  session.on('Network.webSocketFrameReceived', ({ requestId, response }) => frame(requestId, false, response))
  session.on('Network.webSocketFrameError', ({ requestId, errorMessage }) =>
    tell({ type: 'websocketerror', key: keyOf(requestId), message: errorMessage }),
  )
  session.on('Network.webSocketClosed', ({ requestId }) =>
    tell({ type: 'websocketclosed', key: keyOf(requestId) }),
  )
}
