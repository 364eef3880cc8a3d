import { CefrigError } from '../errors.js'

/** A platform that CEF runs on as cefrig's Host, with the names others give it. */
export interface CefPlatform {
  /** CEF's own name, also the cache's: `linux64`, `linuxarm64`. */
  name: string
  /** Maven's: `linux-amd64`, `linux-arm64`. */
  maven: string
  /** `e_machine` of its ELF files. */
  machine: number
}

const platforms: Readonly<Record<string, CefPlatform>> = {
  x64: { name: 'linux64', maven: 'linux-amd64', machine: 62 },
  arm64: { name: 'linuxarm64', maven: 'linux-arm64', machine: 183 },
}

/** The platform this process runs on. Throws `UNSUPPORTED_PLATFORM` where CEF cannot run as a Host. */
export function currentPlatform(system: string = process.platform, arch: string = process.arch): CefPlatform {
  const platform = system === 'linux' ? platforms[arch] : undefined
  if (platform) return platform
  throw new CefrigError(
    'UNSUPPORTED_PLATFORM',
    `CEF's Host runs on Linux x64 and arm64; this is ${system} ${arch}. ` +
      'Run the tests against a remote Host on Linux (a container will do), which also gives everybody the same pixels.',
    { facts: { platform: system, arch } },
  )
}
