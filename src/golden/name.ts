import { CefrigError } from '../errors.js'
import { crc32 } from './crc32.js'

/** Longer parts are cut and end in a digest of the whole, because file systems take 255 bytes. */
const maxLength = 100

/** Names that Windows keeps for devices, with any extension. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i

/**
 * A golden's name as path segments: `/` makes folders, `.png` at the end is dropped, what a file name should not hold becomes
 * `-`. Errors: BAD_ARGUMENT for an empty name and for one that would leave its directory.
 */
export function nameSegments(name: string): string[] {
  const segments = name.replace(/\.png$/i, '').split('/')
  for (const segment of segments) {
    if (/^\s*\.*\s*$/.test(segment) || name.includes('\0')) {
      throw new CefrigError(
        'BAD_ARGUMENT',
        `toMatchGolden() failed: the name ${JSON.stringify(name)} ${complaint(name)}. Name it by words, with single slashes between folders.`,
        { facts: { name } },
      )
    }
  }
  return segments.map(fileName)
}

/** Any text as one path segment. */
export function fileName(text: string): string {
  const clean = text
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}._-]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
  const named = clean === '' ? `golden-${shortDigest(text)}` : clean
  const cut =
    Buffer.byteLength(named) > maxLength ? `${cutTo(named, maxLength - 9)}-${shortDigest(text)}` : named
  return reserved.test(cut) ? `_${cut}` : cut
}

/** As {@link fileName}, but a text that lost more than its spaces by it ends in a digest: two texts do not share a folder. */
export function ownFileName(text: string): string {
  const name = fileName(text)
  return name === text.normalize('NFC').replaceAll(' ', '-') ? name : `${name}-${shortDigest(text)}`
}

function shortDigest(text: string): string {
  return crc32(text).toString(16).padStart(8, '0')
}

function cutTo(text: string, bytes: number): string {
  let cut = ''
  let length = 0
  for (const character of text) {
    length += Buffer.byteLength(character)
    if (length > bytes) break
    cut += character
  }
  return cut
}

function complaint(name: string): string {
  if (name.trim() === '') return 'is empty'
  if (name.includes('\0')) return 'holds a zero character'
  return name.startsWith('/') || /(^|\/)\s*\.\.\s*(\/|$)/.test(name)
    ? 'would leave its directory'
    : 'has an empty part'
}
