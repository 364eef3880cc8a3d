/**
 * Where a value is that cannot travel: `argument 1, value items[3].node`, `the result, value node`. `path`: the keys that lead to
 * it from the message, the last one first; `depth`: how many of the outermost only lead to the arguments or the result.
 */
export function placeOf(path: readonly (string | number)[], depth: number): string {
  const isArgument = depth > 0
  let at = path.length - 1 - depth
  // The root itself is named by an empty key.
  const whole = isArgument ? `argument ${+path[at--]! + 1}` : 'the result'
  let inner = ''
  for (; at >= 0; at--) {
    const key = path[at]!
    if (typeof key === 'number') inner += `[${key}]`
    else if (key !== '') inner += inner === '' ? key : `.${key}`
  }
  return inner === '' ? whole : `${whole}, value ${inner}`
}

/** The sentence about it. `name`: what was called; `to`: who cannot be sent it. */
export function unserializableText(
  name: string,
  path: readonly (string | number)[],
  depth: number,
  what: string,
  to: string,
): string {
  return `${name} failed: ${placeOf(path, depth)} is a ${what}, which cannot be sent to the ${to}. Send data (numbers, text, arrays, objects, dates, maps, sets, bytes) or functions.`
}

/** Bytes of a message, at most: as in native/helper/frame.cc, with room for what else is in it. */
export const largestMessage = 2 ** 30 - 2 ** 20
/** Buffers of a message, at most; further ones go into the text. */
export const mostBuffers = 60_000

export function tooLargeText(name: string): string {
  return `${name} failed: what it sends is larger than a message can be, which is 1 GiB. Send it in pieces.`
}

/** The sentence about something of which nothing can be sent, not even why. */
export function unwritableText(name: string, to: string): string {
  return `${name} failed: its outcome cannot be sent to the ${to}. Return or throw data.`
}
