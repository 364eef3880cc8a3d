// What tests say goes into the report as plain text: no colours of terminals, no control characters, no megabytes.

/** Longer texts are cut. */
const maxLength = 50_000

// Sequences of terminals: CSI, OSC up to its end, and two characters.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const sequences = /\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]/g
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const controls = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/g

/** A text as it is shown. */
export function plainText(text: string): string {
  const cut = text.length > maxLength ? text.slice(0, maxLength) : text
  const plain = cut.replace(sequences, '').replace(/\r\n?/g, '\n').replace(controls, '\ufffd')
  return cut === text ? plain : `${plain}\n… (${text.length - maxLength} more characters)`
}

/** A value with all texts in it plain. */
export function plainTexts<Value>(value: Value): Value {
  if (typeof value === 'string') return plainText(value) as Value
  if (Array.isArray(value)) return value.map(plainTexts) as Value
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plainTexts(inner)])) as Value
}
