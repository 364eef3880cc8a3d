// The main job: every example suite on its real pages, with the runner's HTML report.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { main, setup } from './setup.mjs'
import { exampleSuites, runSuite, summary } from './suites.mjs'

await main(async () => {
  await setup()
  const results = []
  for (const suite of exampleSuites()) {
    const report = join(suite.directory, '.vitest/index.html')
    const args = ['--reporter=html', ...process.argv.slice(2)]
    results.push({ ...(await runSuite(suite, args)), report })
  }
  if (results.some(({ failed }) => failed > 0)) process.exitCode = 1
  console.log('\nReports with pictures:')
  for (const { name, passed, failed, seconds, report } of results) {
    console.log(`  ${name}: ${passed} passed, ${failed} failed in ${seconds.toFixed(1)} s`)
    if (existsSync(report)) console.log(`    ${report}`)
  }
  console.log(`\n${summary(results)}`)
})
