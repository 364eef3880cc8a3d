type Callback = (...args: unknown[]) => unknown

const known = new WeakMap<Callback, Callback>()

/** The test's function as the component may call it: what cannot travel of its arguments is described. Always the same one. */
export function callable(callback: Callback): Callback {
  let made = known.get(callback)
  if (!made) {
    made = (...args) => callback(...args.map(travelling))
    known.set(callback, made)
  }
  return made
}

/** Events and elements belong to their document: a test gets what tests ask of them. */
function travelling(value: unknown): unknown {
  if (value instanceof Event) return describeEvent(value)
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Element) return describeElement(value)
  const { nativeEvent } = value as { nativeEvent?: unknown }
  // React's own events.
  if (nativeEvent instanceof Event) {
    return { ...describeEvent(nativeEvent), type: (value as { type?: unknown }).type ?? nativeEvent.type }
  }
  return value
}

const told = [
  'key',
  'code',
  'button',
  'clientX',
  'clientY',
  'altKey',
  'ctrlKey',
  'metaKey',
  'shiftKey',
  'data',
  'inputType',
  'pointerType',
] as const

function describeEvent(event: Event): Record<string, unknown> {
  const all = event as unknown as Record<string, unknown>
  const facts: Record<string, unknown> = { type: event.type }
  for (const name of told) if (name in all) facts[name] = all[name]
  if (event instanceof CustomEvent) facts.detail = travelling(event.detail)
  if (event.target instanceof Element) facts.target = describeElement(event.target)
  return facts
}

function describeElement(element: Element): Record<string, unknown> {
  const facts: Record<string, unknown> = { tagName: element.tagName, id: element.id }
  const all = element as unknown as Record<string, unknown>
  for (const name of ['name', 'value', 'checked']) {
    if (['string', 'number', 'boolean'].includes(typeof all[name])) facts[name] = all[name]
  }
  return facts
}
