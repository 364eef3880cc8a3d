import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** React ships no file that a browser can load, so its page is bundled before the tests, as an application's would be. */
export async function setup(): Promise<void> {
  await build({
    entryPoints: [here('source/basket.jsx')],
    outfile: here('pages/dist/basket.js'),
    bundle: true,
    minify: true,
    sourcemap: true,
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'warning',
  })
}
