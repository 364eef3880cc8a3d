import { CefrigError } from '../errors.js'

/** Why `cefrig install` failed; stands as `facts.reason` in an INSTALL_FAILED error. */
export type InstallReason =
  | 'network'
  | 'not-found'
  | 'truncated'
  | 'checksum'
  | 'wrong-archive'
  | 'disk-full'
  | 'missing-tool'
  | 'not-writable'
  | 'no-source'
  | 'apt'
  | 'build'

/** One failure of an installation: what happened, and what to do next. */
export function installFailed(
  reason: InstallReason,
  fact: string,
  nextStep: string,
  facts: Record<string, unknown> = {},
  cause?: unknown,
): CefrigError {
  return new CefrigError('INSTALL_FAILED', `cefrig install failed: ${fact}. ${nextStep}.`, {
    facts: { reason, fact, nextStep, ...facts },
    ...(cause !== undefined && { cause }),
  })
}

/** The reason of an INSTALL_FAILED error; undefined for any other. */
export function reasonOf(error: unknown): InstallReason | undefined {
  if (!(error instanceof CefrigError) || error.code !== 'INSTALL_FAILED') return undefined
  return error.facts.reason as InstallReason
}

export const failures = {
  network: (url: string, detail: string, cause?: unknown) =>
    installFailed(
      'network',
      `${url} cannot be reached (${detail})`,
      'Check the network, or fetch a CEF archive elsewhere and run `npx cefrig install --from <archive>`',
      { url },
      cause,
    ),

  refused: (url: string, status: number) =>
    installFailed(
      status === 404 || status === 410 ? 'not-found' : 'network',
      `${url} answered with status ${status}`,
      'Try again later, or fetch a CEF archive elsewhere and run `npx cefrig install --from <archive>`',
      { url, status },
    ),

  badIndex: (url: string, detail: string) =>
    installFailed(
      'wrong-archive',
      `${url} is not the index of CEF's builds (${detail})`,
      'Check CEFRIG_DOWNLOAD_URL, or leave it out for the official site',
      { url },
    ),

  unknownVersion: (wanted: string, where: string, has: readonly string[]) =>
    installFailed(
      'not-found',
      `${where} has no CEF ${wanted}${has.length > 0 ? `, only ${has.join(', ')}` : ''}`,
      'Ask for one that exists with `--cef`, or bring an archive with `--from`',
      { wanted, has },
    ),

  cut: (url: string, got: number, size: number) =>
    installFailed(
      'network',
      `the download of ${url} was cut at ${got} of ${size} bytes, and trying again did not help`,
      'Run the command again: it goes on from there',
      { url, got, size },
    ),

  truncated: (path: string, detail: string, cause?: unknown) =>
    installFailed(
      'truncated',
      `${path} ends too early (${detail})`,
      'Fetch it again, it has not arrived whole',
      { path },
      cause,
    ),

  damaged: (path: string, detail: string, cause?: unknown) =>
    installFailed('checksum', `${path} is damaged (${detail})`, 'Fetch it again', { path }, cause),

  wrongSize: (url: string, got: number, size: number) =>
    installFailed(
      'truncated',
      `${url} has ${got} bytes, and its index says ${size}`,
      'Run the command again; if it stays so, the server holds a damaged file: use another one or `--from <archive>`',
      { url, got, size },
    ),

  tooLong: (url: string, size: number) =>
    installFailed(
      'wrong-archive',
      `${url} has more than the ${size} bytes that its index says`,
      'If it stays so, the server holds another file: use another server or `--from <archive>`',
      { url, size },
    ),

  checksum: (url: string, got: string, wanted: string) =>
    installFailed(
      'checksum',
      `${url} arrived with SHA-1 ${got}, and its index says ${wanted}`,
      'Run the command again; if it stays so, do not trust that server and use another one or `--from <archive>`',
      { url, got, wanted },
    ),

  wrongArchive: (path: string, detail: string) =>
    installFailed(
      'wrong-archive',
      `${path} ${detail}`,
      'Take a CEF for this platform: a `minimal` archive of CEF (.tar.bz2), a .tar.gz with libcef.so in it, or the jar with one inside',
      { path },
    ),

  otherVersion: (path: string, version: string, wanted: string, command: string) =>
    installFailed(
      'wrong-archive',
      `${path} holds CEF ${version}, and ${wanted} was expected`,
      `To install it nevertheless, run \`${command}\` and ask for it with the boot option \`cef\``,
      { path, version, wanted },
    ),

  notThere: (path: string) =>
    installFailed(
      'not-found',
      `${path} does not exist`,
      'Give `--from` the path of a CEF archive or directory',
      {
        path,
      },
    ),

  diskFull: (directory: string, detail: string, cause?: unknown) =>
    installFailed(
      'disk-full',
      `the disk of ${directory} is full (${detail})`,
      'Free some space there, or set CEFRIG_CACHE to a directory on another disk',
      { directory },
      cause,
    ),

  notWritable: (directory: string, cause: NodeJS.ErrnoException) =>
    installFailed(
      'not-writable',
      `${directory} cannot be written (${cause.code})`,
      'Make it writable, or set CEFRIG_CACHE to a directory of yours',
      { directory },
      cause,
    ),

  /** `purpose` is a clause, as "which unpacks CEF". */
  missingTool: (tool: string, purpose: string, packageName = tool) =>
    installFailed(
      'missing-tool',
      `\`${tool}\`, ${purpose}, is not on this machine`,
      `Install \`${packageName}\` (Debian, Ubuntu: \`apt-get install -y ${packageName}\`) and run the command again`,
      { tool, packages: [packageName] },
    ),

  maven: (artifact: string, detail: string, isNetwork: boolean, cause?: unknown) =>
    installFailed(
      isNetwork ? 'network' : 'not-found',
      `\`mvn\` could not fetch ${artifact} (${detail})`,
      'Check the network and the settings of Maven, or bring an archive with `npx cefrig install --from <archive>`',
      { artifact },
      cause,
    ),

  npm: (id: string, detail: string, isNetwork: boolean) =>
    installFailed(
      isNetwork ? 'network' : 'not-found',
      `\`npm\` could not fetch the fonts of ${id} (${detail})`,
      "Check the network and the settings of npm, or copy `fonts` out of another machine's cache; `--no-fonts` does without, for fonts: 'system'",
      { package: id },
    ),

  npmIntegrity: (id: string, got?: string, wanted?: string) =>
    installFailed(
      'checksum',
      `${id} arrived ${got === undefined ? 'damaged' : `with integrity ${got}`}, ${wanted === undefined ? 'npm says' : `and ${wanted} is pinned`}`,
      'Run `npm cache verify` and the command again; if it stays so, do not trust that registry',
      { package: id },
    ),

  /** Several sources failed, each in its own way. */
  noSource: (errors: readonly CefrigError[]) =>
    installFailed(
      'no-source',
      errors.map(({ facts }) => facts.fact).join(', and '),
      errors.map(({ facts }) => String(facts.nextStep)).reduce(alternative),
      { reasons: errors.map(reasonOf), packages: errors.flatMap(({ facts }) => facts.packages ?? []) },
    ),
} as const

/** What the file system says about a cache, in words; other errors stay as they are. */
export function translate(error: NodeJS.ErrnoException, root: string): unknown {
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT') return failures.diskFull(root, error.code, error)
  if (['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST'].includes(error.code ?? ''))
    return failures.notWritable(root, error)
  return error
}

/** Two things to do, of which one will help. */
function alternative(first: string, second: string): string {
  return `${first}. Or ${second[0]?.toLowerCase()}${second.slice(1)}`
}
