import { type FramePlace, outside, wholePage } from '../protocol/frame-place.js'
import { evaluateInternal } from './evaluate.js'
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

/** Where the frame lies in the page's viewport: over all frames that it lies in, with their zoom and transforms. */
export async function framePlace(frames: Frames, frame: Frame): Promise<FramePlace> {
  let place = wholePage
  for (let at = frame; at.parentId !== null; ) {
    place = within(await placeOf(frames.get(at.parentId), at), place)
    // Boxes count from the outermost frame of the parent's own process.
    at = frames.get(at.parentId)
    while (at.parentId !== null && frames.get(at.parentId).session === at.session)
      at = frames.get(at.parentId)
  }
  return place
}

async function placeOf({ session }: Frame, frame: Frame): Promise<FramePlace> {
  const size = evaluateInternal(frame, '[innerWidth, innerHeight]') as Promise<[number, number]>
  const [[width, height], { model }] = await Promise.all([
    size,
    session
      .send('DOM.getFrameOwner', { frameId: frame.id })
      .then(({ backendNodeId }) => session.send('DOM.getBoxModel', { backendNodeId })),
  ])
  // Corners of the content: top left, top right, bottom right, bottom left.
  const [x, y, rightX, rightY, , , downX, downY] = model.content as [
    ...[number, number, number, number],
    ...[number, number, number, number],
  ]
  const right = { x: rightX - x, y: rightY - y }
  const down = { x: downX - x, y: downY - y }
  // The frame counts in whole pixels: less than one is no scaling.
  const isPlain = near(right.x, width) && near(right.y, 0) && near(down.x, 0) && near(down.y, height)
  if (isPlain || width === 0 || height === 0) return { ...wholePage, x, y }
  return {
    x,
    y,
    right: { x: right.x / width, y: right.y / width },
    down: { x: down.x / height, y: down.y / height },
  }
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) < 1
}

/** Where something lies that has this place in a frame. */
function within(frame: FramePlace, inner: FramePlace): FramePlace {
  const turned = { ...frame, x: 0, y: 0 }
  return {
    ...outside(frame, inner),
    right: outside(turned, inner.right),
    down: outside(turned, inner.down),
  }
}
