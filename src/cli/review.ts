import type { Reviewed } from '../report/review/folders.js'
import { Review } from '../report/review/review.js'
import { ReviewServer } from '../report/review/server.js'
import type { Decision } from '../report/review-api.js'
import { openInBrowser } from './browser.js'
import { runFolders } from './review-folders.js'
import { headline, line, listed, pictureNamed, wordsOf } from './review-list.js'
import { UsageError } from './usage.js'

/** What `cefrig review` was asked for. */
export interface ReviewCommand {
  folders: readonly string[]
  /** The project's directory. Default: the working directory. */
  root: string | undefined
  /** Id of the run that is meant. Default: whichever is there. */
  run: string | undefined
  list: boolean
  approveAll: boolean
  /** Names or paths of goldens, or ids of pictures. */
  approve: readonly string[]
  reject: readonly string[]
  undo: readonly string[]
  /** Undefined: any that is free. */
  port: number | undefined
  open: boolean
  json: boolean
}

type Act = 'approve' | 'reject' | 'undo'

const past: Record<Act, Decision> = { approve: 'approved', reject: 'rejected', undo: 'open' }

/** `cefrig review`: has the pictures of the last run approved or rejected, in a browser or by name. */
export async function reviewCommand(command: ReviewCommand): Promise<void> {
  const acts = (['approve', 'reject', 'undo'] as const).filter((act) => command[act].length > 0)
  refuseContradictions(command, acts)
  const { root = '.' } = command
  const review = await Review.open(await runFolders(command.folders, root), root)
  for (const notice of (await review.runs()).notices) process.stderr.write(`${line(notice)}\n`)
  if (command.list) return await list(review, command)
  const [act] = acts
  if (command.approveAll) return await decide(review, 'approve', null, command)
  if (act) return await decide(review, act, command[act], command)
  return await serve(review, command)
}

function refuseContradictions(command: ReviewCommand, acts: readonly Act[]): void {
  const asked = [...(command.list ? ['list'] : []), ...acts, ...(command.approveAll ? ['approve-all'] : [])]
  const idle = command.open ? 'open' : command.port !== undefined ? 'port' : undefined
  const twice = asked.length > 1 ? asked[1] : asked.length === 1 ? idle : undefined
  if (twice !== undefined)
    throw new UsageError(
      `cefrig review failed: \`--${asked[0]}\` and \`--${twice}\` are given. Leave one out.`,
    )
}

async function list(review: Review, { json }: ReviewCommand): Promise<void> {
  const reviewed = await review.runs()
  const pictures = listed(reviewed, await review.state())
  process.stdout.write(
    json
      ? `${JSON.stringify({ run: reviewed.id, root: review.root, pictures })}\n`
      : wordsOf(reviewed, pictures),
  )
}

/** `names`: null for all that are open. The exit code is 1 when a picture was refused. */
async function decide(
  review: Review,
  act: Act,
  names: readonly string[] | null,
  command: ReviewCommand,
): Promise<void> {
  const reviewed = await review.runs()
  const pictures = names
    ? names.map((name) => pictureNamed(name, reviewed, review.root).picture.id)
    : await openPictures(review, reviewed)
  const { done, refused } = await review[act]({ run: command.run ?? reviewed.id, pictures })
  if (refused.length > 0) process.exitCode = 1
  if (command.json) {
    process.stdout.write(`${JSON.stringify({ run: reviewed.id, done, refused })}\n`)
    return
  }
  for (const id of done)
    process.stdout.write(`${line(reviewed.candidates.get(id)!.picture.golden)} is ${past[act]}.\n`)
  for (const message of new Set(refused.map(({ message }) => message)))
    process.stderr.write(`${line(message)}\n`)
  if (pictures.length === 0) process.stdout.write('There is nothing to decide.\n')
  else if (pictures.length > 1)
    process.stdout.write(`${done.length} of ${pictures.length} pictures are ${past[act]}.\n`)
}

async function openPictures(review: Review, reviewed: Reviewed): Promise<string[]> {
  const { decisions } = await review.state()
  return [...reviewed.candidates.keys()].filter((id) => decisions[id] === 'open')
}

async function serve(review: Review, { port = 0, open, json }: ReviewCommand): Promise<void> {
  const reviewed = await review.runs()
  const { decisions } = await review.state()
  const states = Object.values(decisions).map((decision) => ({ decision }))
  const ended = interrupted()
  const server = await ReviewServer.start(review, port)
  if (json) process.stdout.write(`${JSON.stringify({ run: reviewed.id, url: server.url })}\n`)
  else
    process.stdout.write(
      `${headline(reviewed, states)}\n${server.url}\nThe address works once, in one browser. Ctrl-C ends the review.\n`,
    )
  if (open)
    void openInBrowser(server.url).then((problem) => {
      if (problem)
        process.stderr.write(`No browser could be opened: ${problem}. Open the address yourself.\n`)
    })
  await ended
  await server.close()
}

/** Resolves with the first signal to end. */
function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve())
  })
}
