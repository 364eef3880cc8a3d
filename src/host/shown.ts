import type { Frame } from './frame.js'
import type { Frames } from './frames.js'

/** Whether a frame renders in a process of its own. */
export function isRoot(frames: Frames, frame: Frame): boolean {
  const parent = frame.parentId === null ? undefined : (frames.find(frame.parentId) ?? frames.main)
  return parent === undefined || frame.session !== parent.session
}

/** Iframes that render in processes of their own and are shown: others share the main frame's animation frames, or get none. */
export async function shownRoots(frames: Frames): Promise<Frame[]> {
  const roots = frames.all.filter((frame) => frame !== frames.main && isRoot(frames, frame))
  const shown = await Promise.all(roots.map((frame) => isShown(frames, frame)))
  return roots.filter((_, index) => shown[index])
}

async function isShown(frames: Frames, frame: Frame): Promise<boolean> {
  for (let child: Frame = frame; child.parentId !== null; ) {
    const parent = frames.find(child.parentId)
    if (!parent || (child.session !== parent.session && !(await ownerIsShown(parent, child)))) return false
    child = parent
  }
  return true
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
