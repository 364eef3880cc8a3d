import { homeOrigin } from '../browser.ts'
import type { Kind, Stage } from '../kind.ts'
import { grid, recolored } from '../layout.ts'
import { type Block, css, Picture } from '../picture.ts'
import { blockStyle, blocksPage, pngOf } from '../site.ts'

/** The URL of a picture of a block's size and colour: in the URL itself, or served, at once or after a while. */
function source({ width, height, color }: Block, way: string, { site, random }: Stage): string {
  if (way === 'svg') {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1" preserveAspectRatio="none"><rect width="1" height="1" fill="${css(color)}"/></svg>`
    return `data:image/svg+xml,${encodeURIComponent(svg)}`
  }
  const body = pngOf(width, height, color)
  if (way === 'data') return `data:image/png;base64,${body.toString('base64')}`
  const delay = random.chance(0.2) ? random.below(30) : 0
  return site.add(homeOrigin, { headers: { 'content-type': 'image/png' }, body }, { delay, extension: 'png' })
}

/** Image elements whose sources change; nobody waits for them but the capture. */
export const image: Kind = {
  name: 'image',
  lifetime: 200,
  async open(stage) {
    const { page, size, random, site, note } = stage
    let blocks = grid(size, 2, 2, random)
    const elements = blocks
      .map((block) => `<img alt="" style="${blockStyle({ ...block, color: 0 })}">`)
      .join('')
    await page.goto(site.add(homeOrigin, { body: blocksPage([], elements) }))
    return async () => {
      blocks = recolored(blocks, random)
      const way = random.pick(['data', 'svg', 'served', 'new'])
      note(way)
      const urls = JSON.stringify(blocks.map((block) => source(block, way, stage)))
      await page.evaluate(
        way === 'new'
          ? `{ const urls = ${urls}; document.querySelectorAll('img').forEach((image, index) => {
               const next = new Image(); next.style.cssText = image.style.cssText; next.src = urls[index]; image.replaceWith(next) }) }`
          : `{ const urls = ${urls}; document.querySelectorAll('img').forEach((image, index) => { image.src = urls[index] }) }`,
      )
      return { exactly: new Picture(size).draw(blocks) }
    }
  },
}

/** Pictures behind elements, by style; nobody waits for them but the capture. */
export const background: Kind = {
  name: 'background',
  lifetime: 200,
  async open(stage) {
    const { page, size, random, site, note } = stage
    let blocks = grid(size, 2, 2, random)
    await page.goto(site.add(homeOrigin, { body: blocksPage(blocks) }))
    return async () => {
      blocks = recolored(blocks, random)
      const way = random.pick(['data', 'svg', 'served'])
      note(way)
      const urls = JSON.stringify(blocks.map((block) => source(block, way, stage)))
      await page.evaluate(`{ const urls = ${urls}; document.querySelectorAll('.block').forEach((block, index) => {
        block.style.background = 'url("' + urls[index] + '") 0 0 / 100% 100%' }) }`)
      return { exactly: new Picture(size).draw(blocks) }
    }
  },
}
