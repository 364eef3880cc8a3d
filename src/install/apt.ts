import { installFailed } from './failure.js'
import { findProgram, run } from './process.js'

/** Whether this process can install Debian packages: it is root and there is apt. */
export async function canInstallPackages(): Promise<boolean> {
  return process.getuid?.() === 0 && (await hasApt())
}

/** Whether this machine's packages come by apt. */
export async function hasApt(): Promise<boolean> {
  return (await findProgram('apt-get')) !== undefined
}

/** The command a person runs to install these packages. */
export function aptCommand(packages: readonly string[]): string {
  return `apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')}`
}

/** Installs Debian packages. Throws INSTALL_FAILED with reason apt and the end of what apt said. */
export async function installPackages(packages: readonly string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const update = await run('apt-get', ['update'], { env })
  const args = ['install', '-y', '--no-install-recommends', ...packages]
  const { code, output } = await run('apt-get', args, { env })
  if (code === 0) return
  const lines = [...(update.code === 0 ? [] : [update.output]), output].join('\n').trim().split('\n')
  const said = (lines.filter((line) => line.startsWith('E:')).join(' ') || lines.slice(-3).join(' ')).replace(
    /\.+$/,
    '',
  )
  throw installFailed(
    'apt',
    `\`apt-get ${args.join(' ')}\` ended with exit code ${code}: ${said}`,
    'Mend what apt says and run the command again',
    { packages, code },
  )
}
