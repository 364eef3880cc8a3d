import { join } from 'node:path'
import { CefrigError } from '../errors.js'
import { aptCommand, hasApt } from './apt.js'
import { run } from './process.js'

/** Debian's package for each shared library that CEF is linked to. */
const packages: Readonly<Record<string, string>> = {
  'libX11.so.6': 'libx11-6',
  'libX11-xcb.so.1': 'libx11-xcb1',
  'libXcomposite.so.1': 'libxcomposite1',
  'libXdamage.so.1': 'libxdamage1',
  'libXext.so.6': 'libxext6',
  'libXfixes.so.3': 'libxfixes3',
  'libXrandr.so.2': 'libxrandr2',
  'libasound.so.2': 'libasound2',
  'libatk-1.0.so.0': 'libatk1.0-0',
  'libatk-bridge-2.0.so.0': 'libatk-bridge2.0-0',
  'libatspi.so.0': 'libatspi2.0-0',
  'libcairo.so.2': 'libcairo2',
  'libcups.so.2': 'libcups2',
  'libdbus-1.so.3': 'libdbus-1-3',
  'libdrm.so.2': 'libdrm2',
  'libexpat.so.1': 'libexpat1',
  'libgbm.so.1': 'libgbm1',
  'libgcc_s.so.1': 'libgcc-s1',
  'libgio-2.0.so.0': 'libglib2.0-0',
  'libglib-2.0.so.0': 'libglib2.0-0',
  'libgobject-2.0.so.0': 'libglib2.0-0',
  'libnspr4.so': 'libnspr4',
  'libnss3.so': 'libnss3',
  'libnssutil3.so': 'libnss3',
  'libpango-1.0.so.0': 'libpango-1.0-0',
  'libsmime3.so': 'libnss3',
  'libudev.so.1': 'libudev1',
  'libxcb.so.1': 'libxcb1',
  'libxkbcommon.so.0': 'libxkbcommon0',
}

/** Packages that changed their name with 64-bit time (Debian 13, Ubuntu 24.04). */
const renamed = [
  'libasound2',
  'libatk1.0-0',
  'libatk-bridge2.0-0',
  'libatspi2.0-0',
  'libcups2',
  'libglib2.0-0',
]

const cefLibraries = ['libcef.so', 'libEGL.so', 'libGLESv2.so', 'libvk_swiftshader.so']

/** What the system's loader does not find for CEF. */
export interface LibraryReport {
  /** Names of shared libraries, as `libnss3.so`. */
  missing: string[]
  /** Symbol versions that the C library is too old for, as `GLIBC_2.34`. */
  tooOld: string[]
}

/** Asks the loader, without running anything of CEF, which libraries are missing for the CEF in a directory. */
export async function checkLibraries(directory: string): Promise<LibraryReport> {
  const { output } = await run(
    'ldd',
    cefLibraries.map((name) => join(directory, name)),
  )
  const missing = [...output.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1]!)
  const tooOld = [...output.matchAll(/version [`']([^`']+)' not found/g)].map((match) => match[1]!)
  return { missing: [...new Set(missing)].sort(), tooOld: [...new Set(tooOld)].sort() }
}

/** The Debian packages that hold these libraries, as this release of Debian or Ubuntu names them; unknown ones are left out. */
export function packagesFor(libraries: readonly string[], glibc = glibcVersion()): string[] {
  const names = libraries.flatMap((library) => packages[library] ?? [])
  const hasNewNames = Number(glibc?.split('.')[1]) >= 39
  const current = names.map((name) => (hasNewNames && renamed.includes(name) ? `${name}t64` : name))
  return [...new Set(current)].sort()
}

/** What to do about missing libraries, in words. */
export async function libraryRemedy({ missing, tooOld }: LibraryReport): Promise<string> {
  if (tooOld.length > 0) return 'Use a newer Linux: Debian 11 or Ubuntu 20.04 and later'
  const known = (await hasApt()) ? packagesFor(missing) : []
  const others = known.length > 0 ? missing.filter((library) => !(library in packages)) : missing
  const remedies = [
    ...(known.length > 0 ? [`Run as root: ${aptCommand(known)}`] : []),
    ...(others.length > 0
      ? [`Install the packages of your distribution that hold ${others.join(', ')}`]
      : []),
  ]
  return remedies.join('. ')
}

/** Says what is missing. */
export async function missingLibraries(report: LibraryReport): Promise<CefrigError> {
  const names = [...report.missing, ...report.tooOld].join(', ')
  return new CefrigError(
    'MISSING_LIBRARY',
    `CEF cannot be loaded: the system lacks ${names}. ${await libraryRemedy(report)}.`,
    { facts: { ...report, packages: packagesFor(report.missing) } },
  )
}

/** Version of the C library, as `2.36`; undefined where it is none of GNU's (Alpine). */
export function glibcVersion(): string | undefined {
  const report = process.report as unknown as {
    excludeNetwork: boolean
    getReport(): { header: { glibcVersionRuntime?: string } }
  }
  // Without this the report looks up the names of all the process's connections.
  report.excludeNetwork = true
  return report.getReport().header.glibcVersionRuntime
}
