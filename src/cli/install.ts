import { isCefrigError } from '../errors.js'
import { aptCommand, canInstallPackages, installPackages } from '../install/apt.js'
import { resolveFonts } from '../install/fonts.js'
import { type ResolvedCef, resolveCef } from '../install/install.js'
import { checkLibraries, missingLibraries, packagesFor } from '../install/libraries.js'
import { buildNative } from '../install/native.js'
import { shortVersion } from '../install/version.js'
import { ProgressView } from './progress.js'

/** What `cefrig install` was asked for. */
export interface InstallRequest {
  from: string | undefined
  cef: string | undefined
  withDeps: boolean
  /** Whether the sealed fonts are fetched too. */
  fonts: boolean
}

/** `cefrig install`: CEF, the native addon, the sealed fonts, and with `--with-deps` what they need from the system. */
export async function installCommand(request: InstallRequest): Promise<void> {
  const cef = await withTools(request.withDeps, () => install(request))
  say(
    `CEF ${shortVersion(cef.version)} is in ${cef.directory}${cef.source === 'CEFRIG_CEF_DIR' ? ' (CEFRIG_CEF_DIR)' : ''}.`,
  )
  await withTools(request.withDeps, () => buildNative(say))
  await provideLibraries(cef.directory, request.withDeps)
  if (request.fonts) await withTools(request.withDeps, provideFonts)
}

async function provideFonts(): Promise<void> {
  using view = new ProgressView('fonts')
  const { directory, source } = await resolveFonts({ onProgress: (progress) => view.show(progress) })
  if (source !== 'cache') say(`The sealed fonts are in ${directory}.`)
}

async function install({ from, cef }: InstallRequest): Promise<ResolvedCef> {
  using view = new ProgressView()
  return await resolveCef({
    ...(cef !== undefined && { version: cef }),
    ...(from !== undefined && { from }),
    onProgress: (progress) => view.show(progress),
  })
}

/** Runs a step; when programs are missing and may be installed, installs them and runs it once more. */
async function withTools<Result>(withDeps: boolean, step: () => Promise<Result>): Promise<Result> {
  try {
    return await step()
  } catch (error) {
    const packages = isCefrigError(error, 'INSTALL_FAILED') ? [error.facts.packages ?? []].flat() : []
    if (!withDeps || packages.length === 0 || !(await canInstallPackages())) throw error
    await apt(packages as string[])
    return await step()
  }
}

/** Missing libraries are an error for who asked for them, and a remark for who did not. */
async function provideLibraries(directory: string, withDeps: boolean): Promise<void> {
  const report = await checkLibraries(directory)
  if (report.missing.length === 0 && report.tooOld.length === 0) return
  const packages = packagesFor(report.missing)
  if (withDeps && packages.length > 0 && (await canInstallPackages())) {
    await apt(packages)
    const rest = await checkLibraries(directory)
    if (rest.missing.length === 0 && rest.tooOld.length === 0) return
    throw await missingLibraries(rest)
  }
  const problem = await missingLibraries(report)
  if (withDeps) throw problem
  process.stderr.write(`${problem.message}\n`)
}

async function apt(packages: readonly string[]): Promise<void> {
  say(`Running ${aptCommand(packages)}`)
  await installPackages(packages)
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
