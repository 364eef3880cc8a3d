// What `engines` of package.json says, for those whose installer did not. Imports nothing, so that it runs where the rest cannot.

/** Why this version of Node cannot run cefrig, with the next step; undefined when it can. */
export function unsupportedNode(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if ((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22) return undefined
  return `cefrig cannot run on Node ${version}. Install Node 20.19, 22.12 or newer.`
}
