/** How files begin that stand where a PNG should, with what they are. A dot is any byte. */
const kinds: readonly [start: string, name: string][] = [
  ['\x89PNG\n\x1a\n', 'a PNG whose line ends were converted (mark *.png as binary in .gitattributes)'],
  ['\xff\xd8\xff', 'a JPEG picture, not a PNG'],
  ['GIF8', 'a GIF picture, not a PNG'],
  ['RIFF....WEBP', 'a WebP picture, not a PNG'],
  ['....ftypavif', 'an AVIF picture, not a PNG'],
  ['\x1f\x8b', 'compressed with gzip, not a PNG'],
  ['PK\x03\x04', 'a ZIP archive, not a PNG'],
  ['<svg', 'an SVG picture, not a PNG'],
  ['<!doctype html', 'an HTML document, not a PNG'],
  ['<html', 'an HTML document, not a PNG'],
]

/** What a file is that starts with these bytes, as `a JPEG picture, not a PNG`; null when that is unknown. */
export function fileKind(bytes: Uint8Array): string | null {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 32)).toString('latin1')
  const begins = (pattern: string) =>
    [...pattern].every(
      (character, at) =>
        start.length > at && (character === '.' || start[at]!.toLowerCase() === character.toLowerCase()),
    )
  return kinds.find(([pattern]) => begins(pattern))?.[1] ?? null
}
