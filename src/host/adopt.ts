import type { Frame } from './frame.js'
import type { Frames } from './frames.js'

/** Handles in the page's own world for the node, or the nodes of the array, that a handle of the isolated world stands for. */
export async function adopt(frame: Frame, objectId: string): Promise<string[]> {
  const { session } = frame
  const main = frame.context('main')
  const { node } = await session.send('DOM.describeNode', { objectId }).catch(() => ({ node: null }))
  const nodes = node ? [node.backendNodeId] : await items(frame, objectId)
  const executionContextId = await main
  const adopted = await Promise.all(
    nodes.map((backendNodeId) => session.send('DOM.resolveNode', { backendNodeId, executionContextId })),
  )
  void session.send('Runtime.releaseObject', { objectId }).catch(() => {})
  return adopted.map(({ object }) => object.objectId!)
}

async function items({ session }: Frame, objectId: string): Promise<number[]> {
  const { result } = await session.send('Runtime.getProperties', { objectId, ownProperties: true })
  const elements = result.filter(({ name, value }) => /^\d+$/.test(name) && value?.objectId !== undefined)
  return Promise.all(
    elements.map(async ({ value }) => {
      const { node } = await session.send('DOM.describeNode', { objectId: value!.objectId! })
      return node.backendNodeId
    }),
  )
}

/** Where the frame's top left corner is in the page's viewport, in CSS pixels: over all frames that it lies in. */
export async function frameOffset(frames: Frames, frame: Frame): Promise<{ x: number; y: number }> {
  const offset = { x: 0, y: 0 }
  for (let at = frame; at.parentId !== null; ) {
    const parent = frames.get(at.parentId)
    const { backendNodeId } = await parent.session.send('DOM.getFrameOwner', { frameId: at.id })
    const { model } = await parent.session.send('DOM.getBoxModel', { backendNodeId })
    offset.x += model.content[0]!
    offset.y += model.content[1]!
    // Boxes count from the outermost frame of the parent's own process.
    at = parent
    while (at.parentId !== null && frames.get(at.parentId).session === at.session)
      at = frames.get(at.parentId)
  }
  return offset
}
