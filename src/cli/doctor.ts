import { type Check, examine } from '../install/doctor.js'

const marks = { ok: 'ok     ', warning: 'warning', problem: 'PROBLEM' } as const

/** `cefrig doctor`: prints what was found; the exit code is 1 when something that is needed is missing. */
export async function doctorCommand({ json }: { json: boolean }): Promise<void> {
  const checks = await examine()
  const problems = checks.filter(({ state }) => state === 'problem').length
  process.stdout.write(json ? asJson(checks, problems) : asWords(checks, problems))
  if (problems > 0) process.exitCode = 1
}

function asJson(checks: readonly Check[], problems: number): string {
  return `${JSON.stringify({ ok: problems === 0, checks }, null, 2)}\n`
}

function asWords(checks: readonly Check[], problems: number): string {
  const width = Math.max(...checks.map(({ name }) => name.length))
  const lines = checks.flatMap(({ name, state, fact, remedy }) => [
    `${marks[state]}  ${name.padEnd(width)}  ${fact}`,
    ...(remedy ? [`${' '.repeat(width + 11)}${remedy}`] : []),
  ])
  const end =
    problems === 0 ? 'Nothing that is needed is missing.' : `${problems} of ${checks.length} need attention.`
  return `${[...lines, '', end].join('\n')}\n`
}
