// `cefrig/presets` as test files of Jest get it, by the export condition `cefrig-jest`: the package itself is loaded once per worker, outside of
// their realm, and they need no way to load ECMAScript modules. Written out, because importers read the names from this text.
const ownPresets = (globalThis as unknown as Record<symbol, Record<string, Record<string, unknown>>>)[
  Symbol.for('cefrig.jest')
]!.presets!

exports.cefSharp = ownPresets.cefSharp
exports.jcef = ownPresets.jcef
exports.messageRouter = ownPresets.messageRouter
exports.pytonium = ownPresets.pytonium
