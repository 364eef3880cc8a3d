import { homeOrigin } from '../browser.ts'
import type { Kind } from '../kind.ts'
import { grid } from '../layout.ts'
import { css, Picture } from '../picture.ts'
import { blocksPage } from '../site.ts'

const options = 8
/** Height of a row of the list. */
const row = 26

/** The list of a `<select>`, a native popup with a view of its own: open, closed, with another list, above a page that changes. */
export const popup: Kind = {
  name: 'popup',
  lifetime: 60,
  hasOracle: false,
  async open({ page, size, random, site, note }) {
    const lists = Array.from({ length: 3 }, () => Array.from({ length: options }, () => random.color()))
    const backdrops = Array.from({ length: 3 }, () => grid(size, 3, 3, random))
    const box = { x: 60, y: 40, width: 160, height: 24 }
    const select = `<select style="position: absolute; z-index: 1; left: ${box.x}px; top: ${box.y}px; width: ${box.width}px; height: ${box.height}px; font: 16px serif; outline: none"></select>`
    const script = `<script>
      const select = document.querySelector('select')
      const fill = (colors) => { select.innerHTML = colors.map((color) => '<option style="background: ' + color + '">option</option>').join('') }
      const cover = (colors) => document.querySelectorAll('.block').forEach((block, index) => { block.style.background = colors[index] })
      fill(${JSON.stringify(lists[0]!.map(css))})</script>`
    await page.goto(site.add(homeOrigin, { body: blocksPage(backdrops[0]!, select + script) }))
    let [list, backdrop, isOpen] = [0, 0, false]
    const id = random.below(1e9)
    return async () => {
      const way = random.pick(
        isOpen ? ['backdrop', 'close', 'close'] : ['open', 'open', 'open', 'backdrop', 'list'],
      )
      note(way)
      if (way === 'open' || way === 'close') {
        if (way === 'open') await page.click(box.x + box.width / 2, box.y + box.height / 2)
        else await page.press('Escape')
        isOpen = way === 'open'
      } else if (way === 'backdrop') {
        backdrop = (backdrop + 1 + random.below(2)) % 3
        await page.evaluate(`cover(${JSON.stringify(backdrops[backdrop]!.map(({ color }) => css(color)))})`)
      } else {
        list = (list + 1) % 3
        await page.evaluate(`fill(${JSON.stringify(lists[list]!.map(css))})`)
      }
      const picture = new Picture(size).draw(backdrops[backdrop]!)
      const points = corners(size)
      if (isOpen) {
        // The first row is selected and has a colour of the browser's.
        for (let index = 1; index < options - 1; index++) {
          const y = box.y + box.height + 1 + index * row
          if (y + row > size.height) break
          picture.draw([{ x: box.x, y, width: box.width, height: row, color: lists[list]![index]! }])
          points.push({ x: box.x + box.width - 30, y: y + row / 2 })
        }
      }
      return { state: `${id} ${backdrop} ${isOpen ? list : 'closed'}`, picture, points }
    }
  },
}

function corners({ width, height }: { width: number; height: number }): { x: number; y: number }[] {
  return [
    { x: 2, y: 2 },
    { x: width - 3, y: 2 },
    { x: 2, y: height - 3 },
    { x: width - 3, y: height - 3 },
  ]
}
