import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { digestOf, filesOf, fontPath, requireFonts } from '../install/font-store.js'
import { sealedFonts } from '../install/sealed-fonts.js'
import { fontRules } from './font-rules.js'

/** What a Host needs to run with the sealed fonts and nothing of the machine's. */
export interface SealedFonts {
  /** To be set before CEF starts; helpers inherit it. */
  env: Record<string, string>
  /** 16 hexadecimal digits over the fonts' contents and the rules. */
  digest: string
  /** Absolute paths of the font files in use. */
  files: string[]
}

/** Digest of the sealed font set: which files, and the rules by which they are chosen and drawn. */
export const fontDigest = createHash('sha256')
  .update(digestOf(sealedFonts))
  .update(fontRules)
  .digest('hex')
  .slice(0, 16)

/**
 * Writes `fonts.conf` into the Host's directory, over the fonts in the cache, which all Hosts of this user share with fontconfig's scan of
 * them. Where the cache cannot be written, each Host keeps a scan of its own in its directory.
 * @throws NOT_INSTALLED when the fonts are not there.
 */
export function sealFonts(directory: string): SealedFonts {
  const store = requireFonts()
  const file = join(directory, 'fonts.conf')
  writeFileSync(file, configuration(store, directory), { mode: 0o600 })
  return {
    // The last two would let the user's environment choose another language's fonts or another way to draw.
    env: {
      FONTCONFIG_FILE: file,
      FONTCONFIG_PATH: directory,
      FC_LANG: 'en',
      FREETYPE_PROPERTIES: '',
    },
    digest: fontDigest,
    files: filesOf(sealedFonts).map((font) => fontPath(store, font)),
  }
}

/** fontconfig writes its scan into the first of the directories that it can. */
function configuration(store: string, directory: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
<dir>${xmlText(join(store, 'files'))}</dir>
<cachedir>${xmlText(join(store, 'scan'))}</cachedir>
<cachedir>${xmlText(join(directory, 'scan'))}</cachedir>
<config><rescan><int>0</int></rescan></config>
${fontRules}
</fontconfig>
`
}

function xmlText(path: string): string {
  return path.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
