import { join, relative, resolve } from 'node:path'
import { nearest } from '../option-names.js'
import { plainText } from '../report/plain.js'
import type { Candidate } from '../report/review/candidates.js'
import type { Reviewed } from '../report/review/folders.js'
import type { Decision, ReviewState } from '../report/review-api.js'
import { UsageError } from './usage.js'

/** A picture that there is something to decide about, as `--list` shows it. Paths are relative to the working directory. */
export interface ListedPicture {
  id: string
  decision: Decision
  name: string
  /** Titles of its test. */
  test: string
  project: string
  file: string
  /** As in the run, relative to the project. */
  golden: string
  outcome: string
  message: string
  width: number
  height: number
  files: Record<string, string>
}

/** The pictures of a run, in its order. */
export function listed({ candidates }: Reviewed, { decisions }: ReviewState): ListedPicture[] {
  return [...candidates.values()].map(({ picture, test, folder }) => ({
    id: picture.id,
    decision: decisions[picture.id] ?? 'open',
    name: picture.name,
    test: test.titles.join(' > '),
    project: test.project,
    file: test.file,
    golden: picture.golden,
    outcome: picture.outcome,
    message: picture.message,
    ...picture.size,
    files: Object.fromEntries(
      Object.entries(picture.files).map(([part, path]) => [part, shown(join(folder.directory, path))]),
    ),
  }))
}

/** The list for people. */
export function wordsOf(reviewed: Reviewed, pictures: readonly ListedPicture[]): string {
  const lines = pictures.flatMap(({ id, decision, name, test, golden, outcome, message, files }) => [
    '',
    `${decision.padEnd(8)}  ${line(name)}`,
    `  id        ${id}`,
    `  test      ${line(test)}`,
    `  golden    ${line(golden)}, ${outcome}`,
    ...Object.entries(files).map(([part, path]) => `  ${part.padEnd(8)}  ${line(path)}`),
    `  ${line(message)}`,
  ])
  return `${[headline(reviewed, pictures), ...lines].join('\n')}\n`
}

/** One line about what is reviewed. */
export function headline({ id, folders }: Reviewed, pictures: readonly { decision: Decision }[]): string {
  const last = folders.at(-1)!.run
  const runs = folders.length === 1 ? 'Run' : `${folders.length} runs,`
  const counts = (['open', 'approved', 'rejected'] as const)
    .map((decision) => `${pictures.filter((picture) => picture.decision === decision).length} ${decision}`)
    .join(', ')
  return `${runs} ${line(id)} of ${line(last.started)} (${line(last.runner.name)}): ${counts}.`
}

/**
 * The picture that is meant by a golden's name or path or by an id. Those that are one decision count as one. Errors: UsageError for none,
 * and for several.
 */
export function pictureNamed(name: string, { candidates }: Reviewed, root: string): Candidate {
  const all = [...candidates.values()]
  const path = resolve(name)
  const found = all.filter(
    ({ picture }) =>
      picture.id === name ||
      picture.name === name ||
      picture.golden === name ||
      resolve(root, picture.golden) === path,
  )
  const [first] = found
  if (first === undefined) throw new UsageError(`cefrig review failed: ${nothingNamed(name, all)}`)
  if (found.every(({ picture }) => first.same.includes(picture.id))) return first
  const choices = found.map(
    ({ picture, test }) => `  ${picture.id}  ${line(picture.golden)} (${line(test.titles.join(' > '))})`,
  )
  throw new UsageError(
    [
      `cefrig review failed: \`${line(name)}\` means ${found.length} pictures. Give the id of one:`,
      ...choices,
    ].join('\n'),
  )
}

function nothingNamed(name: string, all: readonly Candidate[]): string {
  const fact = `no picture that there is something to decide about is called \`${line(name)}\``
  if (all.length === 0) return `${fact}, and there is none at all.`
  const near = nearest(
    name,
    all.flatMap(({ picture }) => [picture.name, picture.golden]),
  )
  return `${fact}. Did you mean \`${line(near)}\`? \`cefrig review --list\` shows all.`
}

/** They turn the order of what follows around: a path could be read as another one. */
const directions = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** Without what a terminal would obey: a run's record may come from anywhere. */
export function line(text: string): string {
  return plainText(text).replace(directions, '\ufffd').replace(/\s+/g, ' ').trim()
}

function shown(file: string): string {
  const path = relative(process.cwd(), file)
  return path.startsWith('..') ? file : path
}
