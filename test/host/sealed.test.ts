import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { launch } from 'cefrig'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { digestPixels } from '../../src/golden/digest.js'
import { sealFonts } from '../../src/host/fonts.js'
import { cacheRoot } from '../../src/install/cache.js'

let directory: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cefrig-sealed-'))
})

afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(directory, { recursive: true, force: true })
})

/** Every script, with what a page writes by its language and time zone. */
const scripts = readFileSync(
  fileURLToPath(new URL('../../examples/visual/pages/scripts.html', import.meta.url)),
  'utf8',
)
const content = `<!doctype html><meta charset="utf-8"><body style="font: 20px sans-serif">
  <p>Latin Ελληνικά Кириллица עברית العربية 漢字 かな 한국어 👍🏽 ✓ ① ∑ <b>bold</b> <i>italic</i></p>
  <p style="font-family: serif">serif</p><p style="font-family: monospace">monospace</p><p style="font-family: Georgia">Georgia</p>
  <input type="date" value="2026-03-31"><input type="time" value="14:30"><input type="number" value="3.5">
  <input type="file"><meter value="0.5"></meter><pre></pre><script>
  const date = new Date(1e12), { timeZone, locale } = new Intl.DateTimeFormat().resolvedOptions()
  document.querySelector('pre').textContent = [date, date.toLocaleString(), date.getTimezoneOffset(), timeZone, locale,
    (1234567.8).toLocaleString(), navigator.languages, ['z', 'ä', 'a'].sort(new Intl.Collator().compare)].join(' | ')
  </script>`

/** Digests of two pictures, and what the page says. */
async function look(): Promise<string[]> {
  const cef = await launch()
  try {
    const page = await cef.newPage({ viewport: { width: 900, height: 700 } })
    const digest = async () => digestPixels((await page.pixels()).data)
    await page.setContent(content)
    const [words, controls] = [
      await page.evaluate(() => document.querySelector('pre')!.textContent),
      await digest(),
    ]
    await page.setContent(scripts)
    return [words, controls, await digest()]
  } finally {
    await cef.close()
  }
}

test("pictures do not depend on the machine's fonts, its ways to draw them, its language and its time zone", async () => {
  const usual = await look()
  expect(usual[0]).toBe(
    'Sun Sep 09 2001 01:46:40 GMT+0000 (Coordinated Universal Time) | 9/9/2001, 1:46:40 AM | 0 | UTC | en-US | 1,234,567.8 | en-US | a,ä,z',
  )
  mkdirSync(join(directory, 'fontconfig'))
  writeFileSync(
    join(directory, 'fontconfig/fonts.conf'),
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>
      <dir>/usr/share/fonts</dir><dir prefix="xdg">fonts</dir>
      <match target="pattern"><edit name="family" mode="prepend" binding="same"><string>DejaVu Serif</string></edit></match>
      <match target="font"><edit name="rgba" mode="assign"><const>rgb</const></edit>
      <edit name="hintstyle" mode="assign"><const>hintfull</const></edit>
      <edit name="hinting" mode="assign"><bool>true</bool></edit></match></fontconfig>`,
  )
  // Another set of fonts, where fontconfig looks for a user's: a serif by the names of the others.
  const { files } = sealFonts(directory)
  const serif = files.find((file) => file.endsWith('Tinos_400Regular.ttf'))!
  for (const place of ['.fonts', '.local/share/fonts', 'data/fonts']) {
    mkdirSync(join(directory, place), { recursive: true })
    for (const name of ['Arial.ttf', 'NotoSansCJK.ttf']) copyFileSync(serif, join(directory, place, name))
  }
  vi.stubEnv('CEFRIG_CACHE', cacheRoot(process.env))
  vi.stubEnv('HOME', directory)
  vi.stubEnv('XDG_DATA_HOME', join(directory, 'data'))
  vi.stubEnv('XDG_CACHE_HOME', join(directory, 'cache'))
  vi.stubEnv('TZ', 'Pacific/Kiritimati')
  vi.stubEnv('FC_DEBUG', '1')
  vi.stubEnv('XDG_CONFIG_HOME', directory)
  vi.stubEnv('FONTCONFIG_PATH', join(directory, 'fontconfig'))
  vi.stubEnv('FONTCONFIG_FILE', join(directory, 'fontconfig/fonts.conf'))
  vi.stubEnv('FREETYPE_PROPERTIES', 'truetype:interpreter-version=35')
  for (const name of ['LANG', 'LC_ALL', 'LC_TIME']) vi.stubEnv(name, 'ja_JP.UTF-8')
  vi.stubEnv('LANGUAGE', 'ja')
  vi.stubEnv('FC_LANG', 'ja')
  expect(await look()).toEqual(usual)
})
