import { execFile } from 'node:child_process'
import { dirname, resolve } from 'node:path'
import { now } from '../client/timers.js'

/** What Git has put in the place of a picture, and what to do. */
export interface GitRefusal {
  reason: string
  next: string
}

/** What is wrong with a file that starts with these bytes, when Git made it so; otherwise null. */
export function gitRefusal(head: Uint8Array, file: string): GitRefusal | null {
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, 1024)).toString('latin1')
  if (/^(version https:\/\/git-lfs[^\n]*\n)?<<<<<<< /.test(text))
    return {
      reason: 'the file holds the marks of a merge conflict, not a picture',
      next: `Choose a side with \`git checkout --ours -- ${file}\` or \`--theirs\`, and add it`,
    }
  if (!text.startsWith('version https://git-lfs')) return null
  return {
    reason: 'the file is a Git LFS pointer, not the picture',
    next: 'Nothing was overwritten: fetch the pictures with `git lfs pull` (in CI let the checkout fetch LFS files)',
  }
}

/** Milliseconds for which the answer about a directory holds, and which Git may take for one. */
const holdsFor = 2000

const answers = new Map<string, { at: number; files: Promise<ReadonlySet<string>> }>()

/** What to add to the message of a golden that differs, when Git holds it in a merge conflict; otherwise nothing. */
export async function conflictNote(file: string): Promise<string> {
  const directory = dirname(file)
  const known = answers.get(directory)
  const fresh = known !== undefined && now() - known.at < holdsFor
  const files = fresh ? known.files : unmergedIn(directory)
  if (!fresh) answers.set(directory, { at: now(), files })
  if (!(await files).has(file)) return ''
  return (
    '\nGit holds this golden in a merge conflict: the file is one of the two sides. ' +
    'Choose with `git checkout --ours` or `--theirs`, or run with -u, and `git add` it.'
  )
}

/** Absolute paths; none where there is no Git or no repository. */
function unmergedIn(directory: string): Promise<ReadonlySet<string>> {
  return new Promise((done) => {
    const options = { cwd: directory, timeout: holdsFor, maxBuffer: 1 << 26 }
    execFile('git', ['ls-files', '--unmerged', '-z'], options, (error, stdout) => {
      const lines = error ? [] : stdout.split('\0').filter((line) => line !== '')
      done(new Set(lines.map((line) => resolve(directory, line.slice(line.indexOf('\t') + 1)))))
    })
  })
}
