import { homeOrigin, otherOrigin } from '../browser.ts'
import type { Kind, Stage } from '../kind.ts'
import { grid, recolored } from '../layout.ts'
import { type Block, css, Picture } from '../picture.ts'
import { blocksPage } from '../site.ts'

async function recolor({ page }: Stage, blocks: readonly Block[]): Promise<void> {
  const colors = JSON.stringify(blocks.map(({ color }) => css(color)))
  await page.evaluate(`{ const colors = ${colors}
    document.querySelectorAll('.block').forEach((block, index) => { block.style.background = colors[index] }) }`)
}

/** A new document nearly every time: of the same origin, of another, by markup, by history; some changed once or twice more. */
export const navigation: Kind = {
  name: 'navigation',
  lifetime: 200,
  async open(stage) {
    const { page, size, random, site, note } = stage
    let blocks: Block[] = []
    let previous: Block[] | undefined
    return async () => {
      const way = random.pick(
        blocks.length > 0 ? ['goto', 'goto', 'goto', 'content', 'reload', 'back', 'change'] : ['goto'],
      )
      if (way === 'change') {
        note('change')
        blocks = recolored(blocks, random)
        await recolor(stage, blocks)
        previous = undefined
      } else if (way === 'reload' || (way === 'back' && !previous)) {
        // The document as it was served: a goto of its own, then the reload.
        blocks = grid(size, 3, 2, random)
        note('goto, reload')
        await page.goto(site.add(homeOrigin, { body: blocksPage(blocks) }))
        if (random.chance(0.5)) await page.capture()
        await page.reload()
        previous = undefined
      } else if (way === 'back') {
        note('back')
        blocks = previous!
        await page.back()
        previous = undefined
      } else if (way === 'content') {
        note('content')
        blocks = grid(size, 3, 2, random)
        await page.setContent(blocksPage(blocks))
        previous = undefined
      } else {
        const origin = random.pick([homeOrigin, homeOrigin, otherOrigin])
        const until = random.pick(['load', 'load', 'domcontentloaded', 'commit'] as const)
        const served = grid(size, 3, 2, random)
        note(`goto ${origin} until ${until}`)
        await page.goto(site.add(origin, { body: blocksPage(served) }), until)
        previous = undefined
        blocks = served
        if (random.chance(0.3)) {
          note('goto again')
          previous = blocks
          blocks = grid(size, 3, 2, random)
          await page.goto(site.add(random.pick([homeOrigin, otherOrigin]), { body: blocksPage(blocks) }))
        }
      }
      return { exactly: new Picture(size).draw(blocks) }
    }
  },
}

/** Every page is new: its first capture, mostly, or one of the next two. */
export const fresh: Kind = {
  name: 'fresh',
  lifetime: 3,
  async open(stage) {
    const { page, size, random, site, note } = stage
    let blocks: Block[] = []
    const start = random.pick(['goto', 'goto', 'goto', 'content', 'blank', 'capture first'])
    return async () => {
      if (blocks.length > 0) {
        note('change')
        blocks = recolored(blocks, random)
        await recolor(stage, blocks)
      } else if (start === 'blank' && random.chance(0.5)) {
        note('blank')
      } else {
        blocks = grid(size, 3, 2, random)
        note(start)
        const body = blocksPage(blocks)
        if (start === 'capture first') await page.capture()
        if (start === 'content') await page.setContent(body)
        else await page.goto(site.add(homeOrigin, { body }), random.pick(['load', 'load', 'commit'] as const))
      }
      return { exactly: new Picture(size).draw(blocks) }
    }
  },
}

/** The same, each page captured once. */
export const first: Kind = { ...fresh, name: 'first', lifetime: 1 }
