import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** The slider's package holds no licence; this is its repository's, which has to stay with its code. */
const licence = join(root, 'src/report/page/img-comparison-slider.license')

/**
 * Bundles the report's page to `dist/src/report/page`: `report.js`, a classic script, because pages that are opened as files load no modules,
 * and `report.css`.
 */
export async function buildReportPage() {
  await build({
    entryPoints: [join(root, 'src/report/page/main.ts'), join(root, 'src/report/page/report.css')],
    entryNames: 'report',
    outdir: join(root, 'dist/src/report/page'),
    bundle: true,
    minify: true,
    format: 'iife',
    target: ['chrome123', 'firefox120', 'safari17.5'],
    charset: 'ascii',
    legalComments: 'inline',
    banner: { js: `/*\n${readFileSync(licence, 'utf8')}*/` },
    logLevel: 'warning',
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildReportPage()
