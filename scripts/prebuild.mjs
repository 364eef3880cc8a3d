// Runs before `npm pack`: builds what is out of date, takes leftovers of removed sources out of dist/, and puts the addon and the
// helper of this machine's platform where an installed package looks for them.
import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
// What npm reads from `npm pack --json` is on stdout.
execFileSync(process.execPath, [join(root, 'scripts/build.mjs')], {
  cwd: root,
  stdio: ['ignore', 2, 'inherit'],
})
for (const file of leftovers()) rmSync(join(root, 'dist', file))

const target = join(root, 'prebuilds', `${process.platform}-${process.arch}`)
mkdirSync(target, { recursive: true })
for (const name of ['cefrig.node', 'cefrig-helper']) {
  copyFileSync(join(root, 'native/build/Release', name), join(target, name))
  chmodSync(join(target, name), 0o755)
}

/** The compiler leaves the output of a source that was removed. */
function leftovers() {
  return readdirSync(join(root, 'dist'), { recursive: true })
    .map(String)
    .filter((file) => /\.(js|js\.map|d\.ts)$/.test(file) && !isBundle(file))
    .filter((file) => !existsSync(join(root, file.replace(/\.(js|js\.map|d\.ts)$/, '.ts'))))
}

/** Made of several sources, none of which has its name. */
function isBundle(file) {
  return file.endsWith('.bundle.js') || file === join('src/report/page/report.js')
}
