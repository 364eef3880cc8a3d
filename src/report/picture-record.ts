import { createHash } from 'node:crypto'
import { copyFile, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { makeDirectory } from '../directories.js'
import { writing } from '../file-failure.js'
import type { GoldenResult } from '../golden/check.js'
import type { Difference } from '../golden/comparison.js'
import type { GoldenEnvironment } from '../golden/environment.js'
import type { GoldenOutcome, Size } from '../golden/outcome.js'
import { goldenSentence } from '../golden/report.js'
import { leadsOut, slashed } from './inside.js'
import type { NotedPicture } from './notes.js'
import type { PictureRecord } from './run.js'
import { runDirectory } from './run-file.js'

/** How many regions of a difference are kept. */
const keptRegions = 100

/**
 * What a run keeps of one look at a golden. Pictures of failures that lie outside of the run's directory are copied into it, so that it
 * is whole by itself. `root`: the runner's. `attempt`: from 0. `directory`: the run's; default: the root's. @throws FILE_FAILED
 */
export async function pictureOf(
  result: GoldenResult,
  environment: GoldenEnvironment,
  { root, attempt, directory = runDirectory(root) }: { root: string; attempt: number; directory?: string },
): Promise<NotedPicture> {
  const { outcome, place, picture, files, digest } = result
  return {
    name: place.name,
    golden: slashed(root, place.file),
    attempt,
    outcome: outcome.kind,
    message: goldenSentence(result),
    size: picture,
    digest,
    environment,
    changes: 'environment' in outcome ? outcome.environment : [],
    reference: await referenceOf(outcome, picture, files?.expected),
    difference: differenceOf(result),
    files: await filesIn(directory, files ?? {}),
  }
}

/** The golden as it was compared. */
async function referenceOf(
  outcome: GoldenOutcome,
  picture: Size,
  copy: string | undefined,
): Promise<PictureRecord['reference']> {
  if (outcome.kind === 'missing' || outcome.kind === 'written') return null
  const { golden: size = picture } =
    'golden' in outcome ? outcome : 'because' in outcome && 'golden' in outcome.because ? outcome.because : {}
  if (copy === undefined) return { size }
  return {
    size,
    sha256: createHash('sha256')
      .update(await readFile(copy))
      .digest('hex'),
  }
}

function differenceOf({ outcome, elements }: GoldenResult): PictureRecord['difference'] {
  const difference: Difference | undefined =
    'difference' in outcome
      ? outcome.difference
      : 'because' in outcome && 'difference' in outcome.because
        ? outcome.because.difference
        : undefined
  if (!difference) return null
  const { differentPixels, totalPixels, allowedPixels, regions } = difference
  return {
    differentPixels,
    totalPixels,
    // Without a limit JSON has no word for it.
    allowedPixels: Math.min(allowedPixels, totalPixels),
    regions: regions.slice(0, keptRegions).map((region, index) => {
      const element = elements[index]
      return element ? { ...region, element } : region
    }),
  }
}

async function filesIn(
  directory: string,
  files: { expected?: string; actual?: string; diff?: string },
): Promise<PictureRecord['files']> {
  const kept: PictureRecord['files'] = {}
  for (const part of ['expected', 'actual', 'diff'] as const) {
    const file = files[part]
    if (file !== undefined) kept[part] = await fileIn(directory, file)
  }
  return kept
}

async function fileIn(directory: string, file: string): Promise<string> {
  const path = slashed(directory, file)
  if (!leadsOut(path)) return path
  const parts = path.split('/').map((part) => (part === '..' ? 'up' : part.replace(':', '')))
  const copy = join(directory, copiesName, ...parts.filter((part) => part !== ''))
  await writing(copy, async () => {
    await makeDirectory(dirname(copy))
    await copyFile(file, copy)
  })
  return slashed(directory, copy)
}

/** The folder of the run's directory for pictures that lie elsewhere. */
export const copiesName = 'copies'
