import { homeOrigin } from '../browser.ts'
import type { Kind } from '../kind.ts'
import { grid, recolored } from '../layout.ts'
import { css, Picture } from '../picture.ts'
import { blocksMarkup, blocksPage } from '../site.ts'

/** A document and a box that scroll. */
export const scroll: Kind = {
  name: 'scroll',
  lifetime: 200,
  async open({ page, size, random, site, note }) {
    const area = { width: size.width * 2, height: size.height * 4 }
    const blocks = grid(area, 6, 16, random)
    const place = { x: 40, y: 30, width: Math.floor(size.width / 3), height: Math.floor(size.height / 3) }
    const content = grid({ width: place.width, height: place.height * 4 }, 2, 9, random)
    const box = `<div id="box" style="position: fixed; left: ${place.x}px; top: ${place.y}px; width: ${place.width}px; height: ${place.height}px; overflow: scroll">
      <div style="position: relative; width: ${place.width}px; height: ${place.height * 4}px">${blocksMarkup(content)}</div></div>`
    const body = `${blocksPage(blocks, box)}<style>html, body { overflow: visible; width: ${area.width}px; height: ${area.height}px }</style>`
    await page.goto(site.add(homeOrigin, { body }))
    let [x, y, inner] = [0, 0, 0]
    return async () => {
      const way = random.pick(['page', 'page', 'box', 'both'])
      note(way)
      if (way === 'page' || way === 'both') {
        x = random.below(area.width - size.width + 1)
        y = random.below(area.height - size.height + 1)
        await page.evaluate(`scrollTo({ left: ${x}, top: ${y}, behavior: 'instant' })`)
      }
      if (way === 'box' || way === 'both') {
        inner = random.below(place.height * 3 + 1)
        await page.evaluate(`document.getElementById('box').scrollTop = ${inner}`)
      }
      const picture = new Picture(size).draw(blocks, { x: -x, y: -y })
      return { exactly: picture.draw(content, { x: place.x, y: place.y - inner, within: place }) }
    }
  },
}

/** Layers of the compositor's own: moved, shown, hidden, covered; no paint of the main thread's changes. */
export const layers: Kind = {
  name: 'layers',
  lifetime: 300,
  async open({ page, size, random, site, note }) {
    const under = grid(size, 3, 3, random)
    let over = grid({ width: Math.floor(size.width / 2), height: Math.floor(size.height / 2) }, 2, 2, random)
    const layer = `<div id="layer" style="position: absolute; left: 0; top: 0; will-change: transform, opacity">${blocksMarkup(over)}</div>`
    await page.goto(site.add(homeOrigin, { body: blocksPage(under, layer) }))
    let [x, y, isShown] = [0, 0, true]
    return async () => {
      const way = random.pick(['move', 'move', 'opacity', 'color'])
      note(way)
      if (way === 'move') [x, y] = [random.below(size.width / 2), random.below(size.height / 2)]
      if (way === 'opacity') isShown = !isShown
      if (way === 'color') over = recolored(over, random)
      await page.evaluate(`{ const layer = document.getElementById('layer'), colors = ${JSON.stringify(over.map(({ color }) => css(color)))}
        layer.style.transform = 'translate(${x}px, ${y}px)'; layer.style.opacity = ${isShown ? 1 : 0}
        if (${way === 'color'}) layer.querySelectorAll('.block').forEach((block, index) => { block.style.background = colors[index] }) }`)
      const picture = new Picture(size).draw(under)
      return { exactly: isShown ? picture.draw(over, { x, y }) : picture }
    }
  },
}

/** The viewport takes another size. */
export const resize: Kind = {
  name: 'resize',
  lifetime: 200,
  async open({ page, size, random, site }) {
    let now = size
    await page.goto(site.add(homeOrigin, { body: blocksPage([]) }))
    return async () => {
      if (random.chance(0.7)) {
        now = { width: 200 + random.below(800), height: 150 + random.below(700) }
        await page.resize(now.width, now.height)
      }
      const blocks = grid(now, 4, 3, random)
      await page.evaluate(`document.body.innerHTML = ${JSON.stringify(blocksMarkup(blocks))}`)
      return { exactly: new Picture(now).draw(blocks) }
    }
  },
}
