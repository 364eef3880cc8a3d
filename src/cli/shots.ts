import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { addressOf } from './address.js'
import { UsageError } from './usage.js'

/** One picture that `cefrig shoot` takes. */
export interface Shot {
  url: string
  /** Absolute path of the PNG. */
  file: string
}

/** What was given on the command line: one page and its picture, or a file that lists some. */
export interface ShotArguments {
  url: string | undefined
  file: string | undefined
  list: string | undefined
}

/** The pictures to be taken. */
export async function shotsOf({ url, file, list }: ShotArguments): Promise<Shot[]> {
  if (list === undefined) {
    if (url === undefined || file === undefined)
      throw refused('a page and a file are needed', 'Write `cefrig shoot URL picture.png`, or `--list FILE`')
    return [shot(url, file, '')]
  }
  if (url !== undefined) throw refused('both a page and `--list` are given', 'Leave one out')
  const shots = (await linesOf(list)).map(([line, number]) => {
    const [, page, picture] = /^(\S+)\s+(.+)$/.exec(line) ?? []
    if (page === undefined || picture === undefined)
      throw refused(
        `line ${number} of ${list} is \`${line}\``,
        'Write a URL and a picture: `URL picture.png`',
      )
    return shot(page, picture, ` in line ${number} of ${list}`)
  })
  if (shots.length === 0) throw refused(`${list} has no lines`, 'Write one `URL picture.png` per line')
  const files = shots.map(({ file }) => file)
  const twice = files.find((path, index) => files.indexOf(path) !== index)
  if (twice !== undefined)
    throw refused(`${list} names ${twice} twice`, 'Give each page a picture of its own')
  return shots
}

function shot(url: string, file: string, where: string): Shot {
  if (!/\.png$/i.test(file))
    throw refused(`the picture is \`${file}\`${where}`, 'Pictures are PNGs: end its name in .png')
  return { url: addressOf(url), file: resolve(file) }
}

/** Lines with their numbers, without comments and empty ones. */
async function linesOf(list: string): Promise<[line: string, number: number][]> {
  let text: string
  try {
    text = await readFile(list, 'utf8')
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw refused(`the list ${list} cannot be read (${code})`, 'Give another path')
  }
  return text
    .split(/\r?\n/)
    .map((line, index): [string, number] => [line.trim(), index + 1])
    .filter(([line]) => line !== '' && !line.startsWith('#'))
}

function refused(fact: string, next: string): UsageError {
  return new UsageError(`cefrig shoot failed: ${fact}. ${next}.`)
}
