// All tests: the specification with its unit tests, then every example. `npm test -- <filter>` takes Vitest's filters.
import { main, provideExtras, setup } from './setup.mjs'
import { failures, runSuites, suitesFor, summary } from './suites.mjs'

await main(async () => {
  const filters = process.argv.slice(2)
  const args = filters.length > 0 ? [...filters, '--passWithNoTests'] : []
  await setup()
  await provideExtras()
  const results = await runSuites(suitesFor(filters), args)
  if (results.some(({ failed }) => failed > 0)) process.exitCode = 1
  for (const failure of failures(results)) console.log(failure)
  console.log('')
  for (const { name, passed, failed, seconds } of results) {
    console.log(`${name}: ${passed} passed, ${failed} failed in ${seconds.toFixed(1)} s`)
  }
  console.log(summary(results))
})
