import { before } from './deadline.js'
import type { Session } from './devtools.js'
import type { Frames } from './frames.js'

/** Milliseconds that fetching a resource for a stack may take. */
const patience = 5000

/** What a frame has loaded from a URL; null when none has. */
export async function loadedResource(frames: Frames, url: string): Promise<string | null> {
  for (const { id: frameId, session } of frames.all) {
    const found = await session.send('Page.getResourceContent', { frameId, url }).catch(() => null)
    if (found) return decode(found.content, found.base64Encoded)
  }
  return null
}

/** What a URL holds, fetched as the page would; null when it cannot be had. */
export async function fetchResource(session: Session, frames: Frames, url: string): Promise<string | null> {
  const load = async () => {
    const options = { disableCache: false, includeCredentials: true }
    const frameId = frames.main.id
    const { resource } = await session.send('Network.loadNetworkResource', { frameId, url, options })
    return resource.success && resource.stream !== undefined ? readStream(session, resource.stream) : null
  }
  return before(load(), patience, () => new Error(`${url} did not arrive`)).catch(() => null)
}

async function readStream(session: Session, handle: string): Promise<string> {
  const parts: string[] = []
  for (let eof = false; !eof; ) {
    const part = await session.send('IO.read', { handle })
    parts.push(decode(part.data, part.base64Encoded ?? false))
    eof = part.eof
  }
  await session.send('IO.close', { handle })
  return parts.join('')
}

function decode(text: string, isBase64: boolean): string {
  return isBase64 ? Buffer.from(text, 'base64').toString('utf8') : text
}
