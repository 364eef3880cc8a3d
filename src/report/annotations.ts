import { join } from 'node:path'
import { slashed } from './inside.js'
import { namedObsolete } from './leftovers.js'
import type { Run } from './run.js'

/** GitHub shows no more than ten of a step, so that few words are enough beyond these. */
const mostErrors = 50

/** Where GitHub finds the files of a run. */
export interface Workspace {
  /** Absolute path of the root that the run's paths count from. */
  root: string
  /** Absolute path of the checkout: `GITHUB_WORKSPACE`. */
  workspace: string
}

/** Failures of a run as commands of GitHub Actions, one line each: it shows them beside the test's line. */
export function errorAnnotations({ tests }: Run, place: Workspace): string[] {
  const failed = tests.filter(({ state }) => state === 'failed')
  return failed
    .flatMap(({ project, file, titles, errors }) =>
      errors.map(({ message, stack = '' }) => {
        const [path = file, line, column] = placeIn(stack)
        const title = [...(project === '' ? [] : [`[${project}]`]), titles.join(' > ')].join(' ')
        const inWorkspace = slashed(place.workspace, join(place.root, path))
        return command('error', { file: inWorkspace, line, col: column, title }, message)
      }),
    )
    .slice(0, mostErrors)
}

/** The first frame of the project's own files, whose paths are relative. */
function placeIn(stack: string): string[] {
  const frames = stack.matchAll(/^\s*at (?:.*\()?([^/(\n][^(\n]*?):(\d+):(\d+)\)?$/gm)
  const own = [...frames].find(([, path = '']) => !/^\w{2,}:|node_modules\//.test(path))
  return own?.slice(1) ?? []
}

/** What a run found obsolete, as one command. */
export function obsoleteAnnotations({ obsolete }: Run): string[] {
  if (obsolete.length === 0) return []
  const text = `No test looked at these goldens. \`npx cefrig prune\` deletes them.\n${obsolete.map(namedObsolete).join('\n')}`
  return [command('warning', { title: 'Obsolete goldens' }, text)]
}

/** What GitHub Actions is to be told of a run, in lines; nothing elsewhere. `withErrors`: whether nobody else tells of failures. */
export function githubLines(run: Run, root: string, { withErrors }: { withErrors: boolean }): string[] {
  if (process.env.GITHUB_ACTIONS !== 'true') return []
  const workspace = process.env.GITHUB_WORKSPACE || root
  return [...(withErrors ? errorAnnotations(run, { root, workspace }) : []), ...obsoleteAnnotations(run)]
}

function command(name: string, properties: Record<string, string | undefined>, message: string): string {
  const pairs = Object.entries(properties).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${escaped(value).replaceAll(':', '%3A').replaceAll(',', '%2C')}`],
  )
  return `::${name} ${pairs.join(',')}::${escaped(message)}`
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}
