import { prunable, prune } from '../report/prune.js'
import { readRun, runFile } from '../report/run-file.js'

/** `cefrig prune`: deletes the goldens that the last run found obsolete. `dryRun`: lists them only. */
export async function pruneCommand({ dryRun, json }: { dryRun: boolean; json: boolean }): Promise<void> {
  const root = process.cwd()
  const goldens = await prunable(root, await readRun(runFile(root)))
  if (!json) for (const golden of goldens) process.stdout.write(`${golden}\n`)
  if (!dryRun) await prune(root, goldens)
  const deleted = dryRun ? [] : goldens
  process.stdout.write(
    json ? `${JSON.stringify({ obsolete: goldens, deleted })}\n` : `${summary(goldens.length, dryRun)}\n`,
  )
}

function summary(count: number, dryRun: boolean): string {
  if (count === 0) return 'There is no obsolete golden.'
  const goldens = count === 1 ? '1 obsolete golden' : `${count} obsolete goldens`
  return dryRun ? `${goldens}; nothing was deleted.` : `${goldens} deleted.`
}
