import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { homeOrigin } from '../browser.ts'
import type { Kind } from '../kind.ts'
import { css, Picture } from '../picture.ts'
import { blocksPage } from '../site.ts'

const require = createRequire(import.meta.url)
const families = ['Main-Regular', 'SansSerif-Regular', 'Typewriter-Regular']
const words = ['Sphinx of black quartz', 'Pack my box with five', 'Jackdaws love my big']
const colors = [0x003060, 0x802000]

/** Web fonts, asked for anew each time under a URL never seen before; nobody waits for them but the capture. */
export const font: Kind = {
  name: 'font',
  lifetime: 100,
  async open({ page, size, random, site, note }) {
    const files = await Promise.all(
      families.map((file) => readFile(require.resolve(`katex/dist/fonts/KaTeX_${file}.ttf`))),
    )
    const text =
      '<div id="text" style="position: absolute; left: 10px; top: 10px; font-size: 40px; line-height: 60px"></div><style id="sheet"></style>'
    await page.goto(site.add(homeOrigin, { body: blocksPage([], text) }))
    return async () => {
      const family = random.below(files.length)
      const word = random.below(words.length)
      const color = random.below(colors.length)
      const way = random.pick(['sheet', 'face'])
      const delay = random.chance(0.2) ? random.below(30) : 0
      note(`${way}, after ${delay} ms`)
      const headers = { 'content-type': 'font/ttf' }
      const url = site.add(homeOrigin, { headers, body: files[family]! }, { delay, extension: 'ttf' })
      const name = `f${random.below(1e9)}`
      const face =
        way === 'sheet'
          ? `document.getElementById('sheet').textContent = '@font-face { font-family: ${name}; src: url(${url}) }'`
          : `document.fonts.add(new FontFace('${name}', 'url(${url})'))`
      await page.evaluate(`{ ${face}
        const text = document.getElementById('text')
        text.style.fontFamily = '${name}'; text.style.color = '${css(colors[color]!)}'; text.textContent = ${JSON.stringify(words[word])} }`)
      const points = [{ x: size.width - 2, y: size.height - 2 }]
      return {
        state: `${size.width} ${size.height} ${family} ${word} ${color}`,
        picture: new Picture(size),
        points,
      }
    }
  },
}
