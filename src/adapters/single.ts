/** Attribute of elements of adapters that have no box, around what components render. */
export const withoutBox = 'data-cefrig-around'

/**
 * Marks the root that holds one element and nothing else, at depth 1, or 2 below an element without a box: then the test's locator
 * is that element. Returns what ends it.
 */
export function isSingle(root: HTMLElement): () => void {
  const observer = new MutationObserver(mark)
  function mark() {
    let [depth, holder] = [1, root]
    let only = onlyElement(holder)
    if (only?.hasAttribute(withoutBox)) {
      observer.observe(only, { childList: true })
      ;[depth, holder] = [2, only as HTMLElement]
      only = onlyElement(holder)
    }
    if (only) root.dataset.single = String(depth)
    else delete root.dataset.single
  }
  observer.observe(root, { childList: true })
  mark()
  return () => observer.disconnect()
}

function onlyElement(holder: Element): Element | null {
  const nodes = [...holder.childNodes].filter(
    (node) => node instanceof Element || (node instanceof Text && node.data.trim() !== ''),
  )
  return nodes.length === 1 && nodes[0] instanceof Element ? nodes[0] : null
}
