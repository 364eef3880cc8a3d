/**
 * Where two values differ, strictly: class, keys and their order, -0, shared references and cycles; stacks of errors apart. Undefined
 * when they are the same. It runs in pages too, so it uses nothing from outside.
 */
export function difference(one: unknown, other: unknown): string | undefined {
  const partners = new Map<unknown, unknown>()
  const taken = new Map<unknown, unknown>()
  const show = (value: unknown) => {
    try {
      return Object.is(value, -0) ? '-0' : typeof value === 'string' ? JSON.stringify(value) : String(value)
    } catch {
      return typeof value
    }
  }

  const compare = (a: unknown, b: unknown, path: string): string | undefined => {
    if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null)
      return Object.is(a, b) ? undefined : `${path}: ${show(a)} and ${show(b)}`
    if (partners.has(a) || taken.has(b))
      return partners.get(a) === b && taken.get(b) === a ? undefined : `${path}: another shared object`
    partners.set(a, b)
    taken.set(b, a)
    if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b))
      return `${path}: ${a.constructor?.name} and ${b.constructor?.name}`
    return special(a, b, path) ?? properties(a, b, path)
  }

  const lists = (a: unknown[], b: unknown[], path: string): string | undefined => {
    if (a.length !== b.length) return `${path}: ${a.length} and ${b.length} items`
    for (let at = 0; at < a.length; at++) {
      const found = compare(a[at], b[at], `${path}<${at}>`)
      if (found) return found
    }
    return undefined
  }

  const special = (a: object, b: object, path: string): string | undefined => {
    if (a instanceof Date) return compare(a.getTime(), (b as Date).getTime(), `${path} time`)
    if (a instanceof RegExp || a instanceof URL) return compare(String(a), String(b), `${path} text`)
    if (a instanceof Map) return lists([...a].flat(), [...(b as typeof a)].flat(), path)
    if (a instanceof Set) return lists([...a], [...(b as typeof a)], path)
    if (a instanceof ArrayBuffer)
      return lists([...new Uint8Array(a)], [...new Uint8Array(b as ArrayBuffer)], path)
    if (ArrayBuffer.isView(a)) {
      const bytes = ({ buffer, byteOffset, byteLength }: ArrayBufferView) => [
        ...new Uint8Array(buffer, byteOffset, byteLength),
      ]
      return lists(bytes(a), bytes(b as ArrayBufferView), path)
    }
    if (!(a instanceof Error)) return undefined
    const facts = (error: Error) => [
      error.name,
      error.message,
      Object.hasOwn(error, 'cause'),
      error.cause,
      (error as AggregateError).errors,
    ]
    return lists(facts(a), facts(b as Error), path)
  }

  const properties = (a: object, b: object, path: string): string | undefined => {
    if (ArrayBuffer.isView(a)) return undefined
    const [keys, others] = [Object.keys(a), Object.keys(b)]
    if (keys.join() !== others.join())
      return `${path}: the keys ${show(keys.join())} and ${show(others.join())}`
    for (const key of keys) {
      const [mine, theirs] = [a, b].map((object) => Object.getOwnPropertyDescriptor(object, key)!.value)
      const found = compare(mine, theirs, `${path}[${show(key)}]`)
      if (found) return found
    }
    return undefined
  }

  return compare(one, other, 'value')
}
