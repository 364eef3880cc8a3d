// Makes the documentation site in site/public. What that takes, TypeDoc and the compiler that it needs, has a lockfile of its own in site/
// and is installed there at the first time, so that nobody else has to.
import { join } from 'node:path'
import { installPackages, main, packagesAreInstalled, root, runProgram } from './setup.mjs'

await main(async () => {
  const site = join(root, 'site')
  // The reference is made of the sources, whose types come from packages.
  if (!packagesAreInstalled(root)) await installPackages(root)
  if (!packagesAreInstalled(site)) await installPackages(site)
  await runProgram(process.execPath, ['site/build.mjs'])
})
