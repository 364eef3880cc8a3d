import fc from 'fast-check'

const simple = fc.oneof(
  fc.constantFrom('undefined', 'null', 'true', 'false', 'NaN', '-0', '0', 'Infinity', '-Infinity'),
  fc.double().map((number) => (Object.is(number, -0) ? '-0' : `${number}`)),
  fc.integer().map((number) => `${number}`),
  fc.bigInt().map((number) => `${number}n`),
  fc.string({ unit: 'binary' }).map((text) => JSON.stringify(text)),
  // Any code units: half pairs too.
  fc
    .array(fc.integer({ min: 0xd7f0, max: 0xe010 }), { maxLength: 4 })
    .map((units) => `String.fromCharCode(${units})`),
)

const views = [
  ...[
    'Int8Array',
    'Uint8Array',
    'Uint8ClampedArray',
    'Int16Array',
    'Uint16Array',
    'Int32Array',
    'Uint32Array',
  ],
  ...['Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array', 'DataView'],
]
/** Small ones travel in the text, others beside it. */
const sizes = fc.oneof(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 28, max: 200 }))
const bytes = fc
  .tuple(sizes, fc.nat(255), fc.nat(2))
  .map(([eights, seed, skipped]) => ({ eights, seed, skip: Math.min(skipped, eights) * 8 }))
const buffer = (eights: number, seed: number) =>
  `new Uint8Array(${eights * 8}).map((_, at) => at * 31 + ${seed}).buffer`

const errors = ['Error', 'TypeError', 'RangeError', 'SyntaxError', 'EvalError', 'URIError', 'ReferenceError']

/** Objects whose contents are given afterwards, so that they can be in each other and in themselves. */
const containers = fc.oneof(
  fc.constantFrom('{}', '[]', 'new Map()', 'new Set()'),
  fc
    .tuple(fc.constantFrom(...errors), fc.string())
    .map(([name, text]) => `new ${name}(${JSON.stringify(text)})`),
)
const leaves = fc.oneof(
  fc.integer({ min: -864e13, max: 864e13 }).map((time) => `new Date(${time})`),
  fc.constantFrom(
    'new Date(NaN)',
    '/a[/"]+\\u2028b/giu',
    '/\\ud800/',
    '/(?:)/dy',
    'new URL("https://a.test/?b#c")',
  ),
  bytes.map(({ eights, seed }) => buffer(eights, seed)),
  fc
    .tuple(fc.constantFrom(...views), bytes)
    .map(([view, { eights, seed, skip }]) => `new ${view}(${buffer(eights, seed)}, ${skip})`),
)

const keys = fc.oneof(
  fc.constantFrom('a', 'b', '0', '', '__proto__', 'constructor', 'toString', 'length', 'then it', '\ud800'),
  fc.string(),
)

/**
 * Expressions whose values are graphs: objects of all kinds that hold simple values and each other, shared and in cycles. As text, so
 * that page and test make the same value each for itself.
 */
export const expressions: fc.Arbitrary<string> = fc
  .record({
    nodes: fc.array(fc.oneof({ weight: 3, arbitrary: containers }, { weight: 1, arbitrary: leaves }), {
      minLength: 1,
      maxLength: 6,
    }),
    edges: fc.array(
      fc.record({
        from: fc.nat(5),
        key: keys,
        to: fc.oneof({ weight: 2, arbitrary: simple }, { weight: 1, arbitrary: fc.nat(5) }),
        other: fc.oneof(simple, fc.nat(5)),
      }),
      { maxLength: 12 },
    ),
    root: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: simple }),
  })
  .map(({ nodes, edges, root }) => {
    const at = (place: string | number) =>
      typeof place === 'string' ? `(${place})` : `n[${place % nodes.length}]`
    const lines = edges.map(
      ({ from, key, to, other }) => `put(${at(from)}, ${JSON.stringify(key)}, ${at(to)}, ${at(other)})`,
    )
    return `((put) => { const n = [${nodes}]; ${lines.join('; ')}; return ${at(root)} })(${put})`
  })

/** Puts one thing into another, as the other's kind allows. */
const put = `(object, key, value, other) => {
  if (Array.isArray(object)) object.push(value)
  else if (object instanceof Map) object.set(value, other)
  else if (object instanceof Set) object.add(value)
  else if (object instanceof Error && key === 'a') Object.defineProperty(object, 'cause', { value, writable: true, configurable: true })
  else if (object instanceof Error ? !/^(stack|message|name|cause|errors)$/.test(key) : object.constructor === Object || Object.hasOwn(object, 'constructor'))
    Object.defineProperty(object, key, { value, writable: true, configurable: true, enumerable: true })
}`
