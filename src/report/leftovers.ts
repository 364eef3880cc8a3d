import { basename } from 'node:path'

/** A file that a merge or a patch has left beside a golden. */
export interface Leftover {
  /** Path of the golden. */
  of: string
  kind: 'base' | 'local' | 'remote' | 'backup' | 'orig' | 'rej'
}

const kinds: Readonly<Record<Leftover['kind'], string>> = {
  base: 'the common ancestor',
  local: 'our side',
  remote: 'their side',
  backup: 'the conflict as it was',
  orig: 'the file as it was',
  rej: 'what was refused',
}

/** What a path is by its name, as merge tools and `patch` give them; null when it is none of theirs. */
export function leftoverOf(path: string): Leftover | null {
  const kept = /^(.+\.png)\.(orig|rej)$/.exec(path)
  if (kept) return { of: kept[1]!, kind: kept[2] as 'orig' | 'rej' }
  const side = /^(.+?)(?:_(BASE|LOCAL|REMOTE|BACKUP)_|\.png\.(BASE|LOCAL|REMOTE|BACKUP)\.)\d+\.png$/.exec(
    path,
  )
  if (!side) return null
  return { of: `${side[1]}.png`, kind: (side[2] ?? side[3])!.toLowerCase() as Leftover['kind'] }
}

/** An obsolete golden's path, with what it is when it is a leftover. */
export function namedObsolete(path: string): string {
  const leftover = leftoverOf(path)
  if (leftover === null) return path
  const { of, kind } = leftover
  return `${path} (left by a merge tool: ${kinds[kind]} of ${basename(of)})`
}
