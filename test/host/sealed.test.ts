import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launch } from 'cefrig'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

let directory: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cefrig-sealed-'))
})

afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(directory, { recursive: true, force: true })
})

const content = `<!doctype html><meta charset="utf-8"><body style="font: 20px sans-serif">
  <p>Latin Ελληνικά Кириллица עברית العربية 漢字 かな 한국어 👍🏽 ✓ ① ∑ <b>bold</b> <i>italic</i></p>
  <p style="font-family: serif">serif</p><p style="font-family: monospace">monospace</p><p style="font-family: Georgia">Georgia</p>
  <input type="date" value="2026-03-31"><input type="time" value="14:30"><input type="number" value="3.5">
  <input type="file"><meter value="0.5"></meter>`

async function picture(): Promise<Buffer> {
  const cef = await launch()
  try {
    const page = await cef.newPage({ viewport: { width: 700, height: 260 } })
    await page.setContent(content)
    return await page.screenshot()
  } finally {
    await cef.close()
  }
}

test("pictures do not depend on the user's language, fonts and ways to draw them", async () => {
  const usual = await picture()
  mkdirSync(join(directory, 'fontconfig'))
  writeFileSync(
    join(directory, 'fontconfig/fonts.conf'),
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>
      <dir>/usr/share/fonts</dir>
      <match target="pattern"><edit name="family" mode="prepend" binding="same"><string>DejaVu Serif</string></edit></match>
      <match target="font"><edit name="rgba" mode="assign"><const>rgb</const></edit>
      <edit name="hintstyle" mode="assign"><const>hintfull</const></edit>
      <edit name="hinting" mode="assign"><bool>true</bool></edit></match></fontconfig>`,
  )
  vi.stubEnv('XDG_CONFIG_HOME', directory)
  vi.stubEnv('FONTCONFIG_PATH', join(directory, 'fontconfig'))
  vi.stubEnv('FONTCONFIG_FILE', join(directory, 'fontconfig/fonts.conf'))
  vi.stubEnv('FREETYPE_PROPERTIES', 'truetype:interpreter-version=35')
  for (const name of ['LANG', 'LC_ALL', 'LC_TIME']) vi.stubEnv(name, 'ja_JP.UTF-8')
  vi.stubEnv('LANGUAGE', 'ja')
  vi.stubEnv('FC_LANG', 'ja')
  const strange = await picture()
  expect(strange.equals(usual)).toBe(true)
})
