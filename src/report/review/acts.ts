import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isCefrigError } from '../../errors.js'
import type { Candidate } from './candidates.js'
import type { Decisions } from './decided.js'
import { type Approved, keepBackup, readBackup } from './decisions.js'
import type { Reviewed } from './folders.js'
import { goldenOf } from './picture.js'
import { bytesOf, goldenFile, isMissing, sha256 } from './place.js'
import { Refused, refused } from './refused.js'
import { type GoldenFile, removeGolden, replaceGolden } from './replace.js'

/** What one who holds the lock decides about. */
export interface Scene {
  root: string
  reviewed: Reviewed
  decisions: Decisions
}

/** Why pictures were refused, by their ids. */
type Refusals = Map<string, Refused>

/** Pictures that are decoded at one time. */
const atOnce = 4

/** A golden that is ready to be written. */
interface Ready {
  id: string
  candidate: Candidate
  place: GoldenFile
  bytes: Uint8Array
  /** SHA-256 of what is there; null: nothing. */
  was: string | null
  entry: Approved
}

/**
 * Writes pictures in their goldens' place. What is meant is noted before the first golden is touched, so that one who is killed
 * leaves either the old golden or the new one, and a record that can tell which.
 */
export async function approve(scene: Scene, ids: readonly string[]): Promise<Refusals> {
  const refusals: Refusals = new Map()
  const ready: Ready[] = []
  const twins: string[] = []
  const chosen = new Set<string>()
  const first = ids.filter((id) => {
    const same = scene.reviewed.candidates.get(id)?.same ?? []
    const isTwin = same.some((other) => chosen.has(other))
    chosen.add(id)
    if (isTwin) twins.push(id)
    return !isTwin
  })
  for (let start = 0; start < first.length; start += atOnce) {
    const some = first.slice(start, start + atOnce)
    const all = some.map((id) => collecting(refusals, id, async () => ready.push(await prepare(scene, id))))
    await Promise.all(all)
  }
  for (const { candidate, entry } of ready) scene.decisions.set(candidate, { ...entry, pending: true })
  await scene.decisions.save()
  for (const { id, candidate, place, bytes, was, entry } of ready) {
    scene.decisions.set(candidate, undefined)
    await collecting(refusals, id, async () => {
      if (was !== entry.sha256) await replaceGolden(place, was, bytes)
      scene.decisions.set(candidate, entry)
    })
  }
  await saveOutcome(scene)
  for (const id of twins) {
    const { same } = scene.reviewed.candidates.get(id)!
    const why = same.map((other) => refusals.get(other)).find(Boolean)
    if (why) refusals.set(id, why)
  }
  return refusals
}

export async function reject(scene: Scene, ids: readonly string[]): Promise<Refusals> {
  const refusals: Refusals = new Map()
  const candidates: Candidate[] = []
  for (const id of ids) await collecting(refusals, id, async () => candidates.push(undecided(scene, id)))
  for (const candidate of candidates) scene.decisions.set(candidate, { decision: 'rejected' })
  await scene.decisions.save()
  return refusals
}

/** Takes decisions back, noting first which goldens are about to change. */
export async function undo(scene: Scene, ids: readonly string[]): Promise<Refusals> {
  const refusals: Refusals = new Map()
  const approved: [id: string, candidate: Candidate, entry: Approved][] = []
  const known = ids.map((id) => {
    const candidate = scene.reviewed.candidates.get(id)
    // Of all before the first is taken back: one decision may be that of several pictures.
    return [id, candidate, candidate && scene.decisions.get(candidate)] as const
  })
  for (const [id, candidate, entry] of known) {
    if (!candidate) refusals.set(id, refused.unknown(id))
    else if (!entry) refusals.set(id, refused.undecided(candidate.picture.golden))
    else if (entry.decision === 'rejected') scene.decisions.set(candidate, undefined)
    else approved.push([id, candidate, entry])
  }
  for (const [, candidate, entry] of approved) scene.decisions.set(candidate, { ...entry, pending: true })
  await scene.decisions.save()
  for (const [id, candidate, entry] of approved) {
    scene.decisions.set(candidate, entry)
    await collecting(refusals, id, async () => {
      await restore(scene, candidate, entry)
      scene.decisions.set(candidate, undefined)
    })
  }
  await saveOutcome(scene)
  return refusals
}

/** When the disk is full now, what was noted before and the goldens themselves tell the same. */
async function saveOutcome({ decisions }: Scene): Promise<void> {
  try {
    await decisions.save()
  } catch (error) {
    if (!isCefrigError(error, 'FILE_FAILED')) throw error
  }
}

/** Checks all that an approval needs, and keeps what the golden is now. */
async function prepare(scene: Scene, id: string): Promise<Ready> {
  const candidate = undecided(scene, id)
  const { golden, reference } = candidate.picture
  if (candidate.rivals.length > 0) throw refused.rivals(golden, candidate.hasRivalRuns)
  const place = { golden, file: await goldenFile(scene.root, golden) }
  await refuseOtherProject(scene, candidate)
  const bytes = await goldenOf(candidate)
  const before = await bytesOf(place.file)
  const was = before === null ? null : sha256(before)
  const wanted = sha256(bytes)
  // A reviewer that was killed, or another picture of the same pixels, wrote it already.
  const isDone = was === wanted
  if (!isDone) refuseChanged(golden, reference, was)
  if (!isDone && before !== null) await keepBackup(candidate.folder, before)
  return { id, candidate, place, bytes, was, entry: { decision: 'approved', sha256: wanted } }
}

function refuseChanged(
  golden: string,
  reference: Candidate['picture']['reference'],
  was: string | null,
): void {
  if (reference === null) {
    if (was !== null)
      throw refused.goldenChanged(golden, 'is there now, and was not when the run looked for it')
  } else if (was === null) {
    throw refused.goldenChanged(golden, 'is gone since the run compared it')
  } else if (was !== reference.sha256) {
    throw refused.goldenChanged(golden, 'is not the file that the run compared')
  }
}

/** A golden that is missing looks the same in every directory: the test that asks for it must be there. */
async function refuseOtherProject({ root }: Scene, { folder, test }: Candidate): Promise<void> {
  if (folder.run.runner.name === 'shoot') return
  try {
    await stat(join(root, test.file))
  } catch (error) {
    throw isMissing(error) ? refused.otherProject(test.file, root) : refused.fileFailed(test.file, error)
  }
}

function undecided({ reviewed, decisions }: Scene, id: string): Candidate {
  const candidate = reviewed.candidates.get(id)
  if (candidate === undefined) throw refused.unknown(id)
  const entry = decisions.get(candidate)
  if (entry !== undefined) throw refused.decided(candidate.picture.golden, entry.decision)
  return candidate
}

async function restore({ root, reviewed }: Scene, { picture }: Candidate, entry: Approved): Promise<void> {
  const { golden, reference } = picture
  const place = { golden, file: await goldenFile(root, golden) }
  const bytes = await bytesOf(place.file)
  const is = bytes === null ? null : sha256(bytes)
  if (is === (reference?.sha256 ?? null)) return
  if (is !== entry.sha256) throw refused.notUndone(golden)
  if (reference?.sha256 === undefined) return removeGolden(place, entry.sha256)
  const before = await readBackup(reviewed.folders, reference.sha256)
  if (before === null) throw refused.noBackup(golden)
  await replaceGolden(place, entry.sha256, before)
}

/** Does something for a picture; a refusal is kept, any other failure is the caller's. */
async function collecting(refusals: Refusals, id: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (error instanceof Refused) refusals.set(id, error)
    else if (isCefrigError(error, 'FILE_FAILED')) refusals.set(id, new Refused('FILE_FAILED', error.message))
    else throw error
  }
}
