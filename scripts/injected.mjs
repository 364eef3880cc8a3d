import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const from = (name) => join(root, 'src/injected', name)
const to = (name) => join(root, 'dist/src/injected', name)
const shared = { bundle: true, minify: true, target: 'chrome133', charset: 'ascii', logLevel: 'warning' }

/** What is put into the page's own world, as the value of one expression each. */
const expressions = [
  ['page-codec.ts', 'codec.bundle.js'],
  ['clock.ts', 'clock.bundle.js'],
  ['bindings.ts', 'bindings.bundle.js'],
  ['aria.ts', 'aria.bundle.js'],
]

/**
 * Bundles what runs in pages to text: `dist/src/injected/main.bundle.js`, the script of the isolated world, and
 * `codec.bundle.js`, `clock.bundle.js` and `bindings.bundle.js`, expressions whose values are the codec and the clock for the page's own
 * world, and what installs bindings there. `aria.bundle.js` is for the isolated world, where it is needed.
 */
export async function buildInjected() {
  await mkdir(dirname(to('codec.bundle.js')), { recursive: true })
  await build({ ...shared, format: 'iife', entryPoints: [from('main.ts')], outfile: to('main.bundle.js') })
  for (const [source, bundle] of expressions) {
    const { outputFiles } = await build({
      ...shared,
      format: 'esm',
      entryPoints: [from(source)],
      write: false,
    })
    await writeFile(to(bundle), asExpression(outputFiles[0].text))
  }
}

/** A module's text with one default export, as the text of an expression. */
function asExpression(module) {
  const ending = /export\{([\w$]+) as default\};?\s*$/
  if (!ending.test(module)) throw new Error('The bundle does not end with its default export.')
  return `(()=>{${module.replace(ending, 'return $1')}})()`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildInjected()
