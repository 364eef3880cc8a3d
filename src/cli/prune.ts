import { leftoverOf, namedObsolete } from '../report/leftovers.js'
import { prunable, prune } from '../report/prune.js'
import { readRun, runFile } from '../report/run-file.js'

/** `cefrig prune`: deletes the goldens that the last run found obsolete. `dryRun`: lists them only. */
export async function pruneCommand({ dryRun, json }: { dryRun: boolean; json: boolean }): Promise<void> {
  const root = process.cwd()
  const goldens = await prunable(root, await readRun(runFile(root)))
  if (!json) for (const golden of goldens) process.stdout.write(`${namedObsolete(golden)}\n`)
  if (!dryRun) await prune(root, goldens)
  const deleted = dryRun ? [] : goldens
  const leftovers = goldens.flatMap((path) => {
    const leftover = leftoverOf(path)
    return leftover === null ? [] : [{ path, ...leftover }]
  })
  const answer = { obsolete: goldens, leftovers, deleted }
  const { length } = leftovers
  process.stdout.write(
    json ? `${JSON.stringify(answer)}\n` : `${summary(goldens.length - length, length, dryRun)}\n`,
  )
}

function summary(goldens: number, leftovers: number, dryRun: boolean): string {
  const counted = [
    goldens > 0 && (goldens === 1 ? '1 obsolete golden' : `${goldens} obsolete goldens`),
    leftovers > 0 && (leftovers === 1 ? '1 leftover of merges' : `${leftovers} leftovers of merges`),
  ].filter((part) => part !== false)
  if (counted.length === 0) return 'There is no obsolete golden.'
  return `${counted.join(' and ')}${dryRun ? '; nothing was deleted.' : ' deleted.'}`
}
