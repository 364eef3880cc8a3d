// `npm run stress`: sets up what is missing, then captures pages that change at random and checks every pixel.
import { join } from 'node:path'
import { main, newNode, root, runProgram, setup } from './setup.mjs'

await main(async () => {
  await setup()
  await runProgram(newNode, [join(root, 'bench/stress/main.ts'), ...process.argv.slice(2)])
})
