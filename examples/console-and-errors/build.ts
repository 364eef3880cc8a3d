import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Minified in one line, with a source map beside it: what an error's stack points to is of no use without the map. */
export async function setup(): Promise<void> {
  await build({
    entryPoints: [here('source/shop.ts')],
    outfile: here('pages/dist/shop.js'),
    bundle: true,
    minify: true,
    sourcemap: true,
    logLevel: 'warning',
  })
}
