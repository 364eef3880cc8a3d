import type { Protocol } from 'devtools-protocol'
import type { AccessibilityNode } from '../../protocol/tools.js'
import type { Frame } from '../frame.js'
import type { Frames } from '../frames.js'

type Found = Protocol.Accessibility.AXNode

/** A frame's nodes, and the element that shows it: numbered in its parent's process. */
interface Part {
  frame: Frame
  nodes: Found[]
  owner: number | undefined
}

/** Chromium's own accessibility tree of a page, with those of its iframes in their places. */
export async function accessibilityTree(frames: Frames): Promise<AccessibilityNode> {
  const parts = frames.all.map((frame) =>
    partOf(frame, frame.parentId === null ? undefined : frames.find(frame.parentId)).catch((error) => {
      if (frame === frames.main) throw error
      // One that leaves meanwhile is left out.
      return undefined
    }),
  )
  const all = (await Promise.all(parts)).filter((part) => part !== undefined)
  const main = all.find(({ frame }) => frame === frames.main)
  return (main && treeOf(main, all)[0]) ?? { role: 'RootWebArea', name: '' }
}

async function partOf(frame: Frame, parent: Frame | undefined): Promise<Part> {
  const [{ nodes }, owner] = await Promise.all([
    frame.session.send('Accessibility.getFullAXTree', { frameId: frame.id }),
    parent?.session.send('DOM.getFrameOwner', { frameId: frame.id }),
  ])
  return { frame, nodes, owner: owner?.backendNodeId }
}

/** From the root down; what Chromium ignores gives way to what is in it. */
function treeOf(part: Part, all: readonly Part[]): AccessibilityNode[] {
  const inside = all.filter(({ frame }) => frame.parentId === part.frame.id)
  const nodes = new Map(part.nodes.map((node) => [node.nodeId, node]))
  const visit = (node: Found | undefined): AccessibilityNode[] => {
    if (!node || node.role?.value === 'InlineTextBox') return []
    const inner = inside.find(({ owner }) => owner !== undefined && owner === node.backendDOMNodeId)
    const children = [
      ...(node.childIds ?? []).flatMap((id) => visit(nodes.get(id))),
      ...(inner ? treeOf(inner, all) : []),
    ]
    return node.ignored ? children : [described(node, children)]
  }
  return visit(part.nodes[0])
}

function described(node: Found, children: AccessibilityNode[]): AccessibilityNode {
  const name = String(node.name?.value ?? '')
  const [only] = children
  // The text that a name was made of says nothing more.
  const isNamed = children.length === 1 && only?.role === 'StaticText' && only.name === name
  const states = (node.properties ?? []).map(({ name: key, value }) => [key, value.value])
  return {
    role: String(node.role?.value ?? ''),
    name,
    ...(node.value?.value === undefined ? {} : { value: node.value.value as string | number }),
    ...(node.description?.value ? { description: String(node.description.value) } : {}),
    ...Object.fromEntries(states.filter(([, value]) => value !== undefined)),
    ...(children.length > 0 && !isNamed ? { children } : {}),
  }
}
