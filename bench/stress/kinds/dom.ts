import { homeOrigin } from '../browser.ts'
import type { Kind } from '../kind.ts'
import { grid, recolored } from '../layout.ts'
import { css, Picture } from '../picture.ts'
import { blocksMarkup, blocksPage } from '../site.ts'

/** Elements: style, markup, style sheets, custom properties, visibility, insertion. */
export const dom: Kind = {
  name: 'dom',
  lifetime: 500,
  async open({ page, size, random, site, note }) {
    let blocks = grid(size, 4, 3, random)
    const body = blocksPage(blocks, '<style id="sheet"></style>')
    await page.goto(site.add(homeOrigin, { body }))
    const ways: Record<string, (colors: string[]) => string> = {
      style: (colors) =>
        `{ const colors = ${JSON.stringify(colors)}
           document.querySelectorAll('.block').forEach((block, index) => { block.style.background = colors[index] }) }`,
      markup: () =>
        `document.body.innerHTML = ${JSON.stringify(`${blocksMarkup(blocks)}<style id="sheet"></style>`)}`,
      sheet: (colors) =>
        `document.getElementById('sheet').textContent = ${JSON.stringify(
          colors
            .map((color, index) => `.block:nth-child(${index + 1}) { background: ${color} !important }`)
            .join('\n'),
        )}`,
      replaced: () =>
        `{ const next = document.createElement('div'); next.innerHTML = ${JSON.stringify(blocksMarkup(blocks))}
           document.querySelectorAll('.block').forEach((block) => block.replaceWith(next.firstChild)) }`,
      frame: (colors) =>
        `{ const colors = ${JSON.stringify(colors)}
           requestAnimationFrame(() => document.querySelectorAll('.block').forEach((block, index) => { block.style.background = colors[index] })) }`,
    }
    return async () => {
      blocks = recolored(blocks, random, random.pick([0.1, 0.5, 1]))
      const way = random.pick(Object.keys(ways))
      note(way)
      if (way !== 'sheet') await page.evaluate(`document.getElementById('sheet').textContent = ''`)
      await page.evaluate(ways[way]!(blocks.map(({ color }) => css(color))))
      return { exactly: new Picture(size).draw(blocks) }
    }
  },
}
