import { boxOutside } from '../protocol/frame-place.js'
import type { Clip } from '../protocol/options.js'
import { framePlace } from './adopt.js'
import { evaluateInternal } from './evaluate.js'
import type { Frame } from './frame.js'
import type { Frames } from './frames.js'

/** Whether a frame renders in a process of its own. */
export function isRoot(frames: Frames, frame: Frame): boolean {
  const parent = frame.parentId === null ? undefined : (frames.find(frame.parentId) ?? frames.main)
  return parent === undefined || frame.session !== parent.session
}

/**
 * Iframes that render in processes of their own and are shown: others share the main frame's animation frames, or get none. With a
 * part of the viewport, which alone is painted, those within: others get one frame per second.
 */
export async function shownRoots(frames: Frames, part?: Clip): Promise<Frame[]> {
  const roots = frames.all.filter((frame) => frame !== frames.main && isRoot(frames, frame))
  const shown = await Promise.all(roots.map((frame) => isShown(frames, frame, part)))
  return roots.filter((_, index) => shown[index])
}

async function isShown(frames: Frames, frame: Frame, part: Clip | undefined): Promise<boolean> {
  if (part && !(await isWithin(frames, frame, part))) return false
  for (let child: Frame = frame; child.parentId !== null; ) {
    const parent = frames.find(child.parentId)
    if (!parent || (child.session !== parent.session && !(await ownerIsShown(parent, child)))) return false
    child = parent
  }
  return true
}

async function isWithin(frames: Frames, frame: Frame, part: Clip): Promise<boolean> {
  try {
    const [width, height] = (await evaluateInternal(frame, '[innerWidth, innerHeight]')) as [number, number]
    const box = boxOutside(await framePlace(frames, frame), { x: 0, y: 0, width, height })
    return (
      box.x < part.x + part.width &&
      box.y < part.y + part.height &&
      box.x + box.width > part.x &&
      box.y + box.height > part.y
    )
  } catch {
    return false
  }
}

/** Whether the element that holds a child frame is rendered and within its document's viewport. */
async function ownerIsShown(parent: Frame, child: Frame): Promise<boolean> {
  try {
    const { backendNodeId } = await parent.session.send('DOM.getFrameOwner', { frameId: child.id })
    const executionContextId = await parent.context('isolated')
    const { object } = await parent.session.send('DOM.resolveNode', { backendNodeId, executionContextId })
    const { result } = await parent.session.send('Runtime.callFunctionOn', {
      objectId: object.objectId!,
      returnByValue: true,
      functionDeclaration: `function () {
        const { top, left, bottom, right, width, height } = this.getBoundingClientRect()
        return this.checkVisibility() && width > 0 && height > 0
          && bottom > 0 && right > 0 && top < innerHeight && left < innerWidth }`,
    })
    return result.value === true
  } catch {
    return false
  }
}
