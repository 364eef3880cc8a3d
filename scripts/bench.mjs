// `npm run bench`: sets up what is missing, Debian's browsers for the peers too, then measures.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { main, newNode, root, runProgram, setup } from './setup.mjs'

const shell = '/usr/lib/chromium/chromium-headless-shell'
const full = '/usr/lib/chromium/chromium'

await main(async () => {
  await setup()
  if (!existsSync(shell)) {
    const command =
      'apt-get update && apt-get install -y --no-install-recommends chromium chromium-headless-shell'
    if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
      console.error(`The benchmark compares with Playwright in Debian's Chromium. Run as root: ${command}`)
      process.exitCode = 1
      return
    }
    await runProgram('sh', ['-c', command])
  }
  const fullArgs = existsSync(full) ? ['--full', full] : []
  await runProgram(newNode, [
    join(root, 'bench/compare/main.ts'),
    '--shell',
    shell,
    ...fullArgs,
    ...process.argv.slice(2),
  ])
})
