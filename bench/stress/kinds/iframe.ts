import { homeOrigin, otherOrigin } from '../browser.ts'
import type { Kind, Stage } from '../kind.ts'
import { grid, recolored } from '../layout.ts'
import { type Block, Picture } from '../picture.ts'
import { blocksMarkup, blocksPage } from '../site.ts'

const listen = `<script>addEventListener('message', ({ data, source }) => {
  document.body.querySelectorAll('.block').forEach((block) => block.remove())
  document.body.insertAdjacentHTML('beforeend', data); source.postMessage('done', '*') })</script>`

const show = (markup: string): string =>
  `{ document.body.querySelectorAll('.block').forEach((block) => block.remove())
     document.body.insertAdjacentHTML('beforeend', ${JSON.stringify(markup)}) }`

/** A page around an iframe; both change, by turns or together. */
function framed(name: string, origin: string, lifetime: number): Kind {
  return {
    name,
    lifetime,
    open: (stage) => framedPage(stage, origin),
  }
}

async function framedPage({ page, size, random, site, note }: Stage, origin: string) {
  const place = {
    x: Math.floor(size.width / 4),
    y: Math.floor(size.height / 4),
    width: Math.floor(size.width / 2),
    height: Math.floor(size.height / 2),
  }
  let outer = grid(size, 3, 3, random)
  let inner = grid(place, 2, 2, random)
  const document = (blocks: readonly Block[]) => site.add(origin, { body: blocksPage(blocks, listen) })
  const style = `left: ${place.x}px; top: ${place.y}px; width: ${place.width}px; height: ${place.height}px; z-index: 1`
  const element = `<iframe src="${document(inner)}" style="${style}"></iframe>`
  await page.goto(site.add(homeOrigin, { body: blocksPage(outer, element) }))
  const ways: Record<string, () => Promise<unknown>> = {
    inside: () => page.evaluateIn(origin === homeOrigin ? currentUrl : origin, show(blocksMarkup(inner))),
    message: () =>
      page.evaluate(`new Promise((done) => { addEventListener('message', done, { once: true })
        document.querySelector('iframe').contentWindow.postMessage(${JSON.stringify(blocksMarkup(inner))}, '*') })`),
    navigated: () => {
      currentUrl = document(inner)
      return page.evaluate(`new Promise((done) => { const frame = document.querySelector('iframe')
        frame.onload = done; frame.src = ${JSON.stringify(currentUrl)} })`)
    },
    replaced: () => {
      currentUrl = document(inner)
      return page.evaluate(`new Promise((done) => { const frame = document.querySelector('iframe')
        const next = document.createElement('iframe'); next.style.cssText = frame.style.cssText
        next.onload = done; next.src = ${JSON.stringify(currentUrl)}; frame.replaceWith(next) })`)
    },
    hidden: async () => {
      await page.evaluate(`document.querySelector('iframe').style.display = 'none'`)
      if (random.chance(0.5)) await page.capture()
      await page.evaluate(`document.querySelector('iframe').style.display = ''`)
      await ways.message!()
    },
  }
  let currentUrl = /src="([^"]+)"/.exec(element)![1]!
  return async () => {
    const way = random.pick(['inside', 'inside', 'message', 'message', 'navigated', 'replaced', 'hidden'])
    const changesOuter = random.chance(0.5)
    note(changesOuter ? `${way} and outside` : way)
    inner = recolored(inner, random)
    if (changesOuter) {
      outer = recolored(outer, random)
      await page.evaluate(show(blocksMarkup(outer)))
    }
    await ways[way]!()
    return { exactly: new Picture(size).draw(outer).draw(inner, { x: place.x, y: place.y, within: place }) }
  }
}

/** An iframe of the page's own origin. */
export const iframe: Kind = framed('iframe', homeOrigin, 200)

/** An iframe of another origin, which renders in a process of its own. */
export const oopif: Kind = framed('oopif', otherOrigin, 200)
