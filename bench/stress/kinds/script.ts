import { homeOrigin } from '../browser.ts'
import type { Kind } from '../kind.ts'
import { grid, recolored } from '../layout.ts'
import { css, Picture } from '../picture.ts'
import { blocksPage } from '../site.ts'

const intrusions = [
  'window.requestAnimationFrame = () => 0',
  'window.requestAnimationFrame = () => { throw new Error("no frames here") }',
  'Object.defineProperty(Window.prototype, "requestAnimationFrame", { value: undefined })',
  'window.Promise = class {}; window.setTimeout = () => 0; window.addEventListener = () => {}',
  'for (let id = 0; id < 1e4; id++) cancelAnimationFrame(id); setInterval(() => { for (let id = 0; id < 1e4; id++) cancelAnimationFrame(id) }, 1)',
  'Object.defineProperty(document, "readyState", { value: "loading" }); document.fonts.ready.then = undefined',
  // Frames that never end, and frames that take long.
  '(function frame() { requestAnimationFrame(frame) })()',
  '(function frame() { const until = performance.now() + 12; while (performance.now() < until); requestAnimationFrame(frame) })()',
  'setInterval(() => { const until = performance.now() + 8; while (performance.now() < until); }, 10)',
]

/** Pages that patch, stop or overuse animation frames and other things that a capture may lean on. */
export const patchedFrames: Kind = {
  name: 'patched-raf',
  lifetime: 40,
  async open({ page, size, random, site, note }) {
    let blocks = grid(size, 4, 3, random)
    const intrusion = random.pick(intrusions)
    note(intrusion)
    await page.goto(site.add(homeOrigin, { body: blocksPage(blocks, `<script>${intrusion}</script>`) }))
    return async () => {
      blocks = recolored(blocks, random)
      const colors = JSON.stringify(blocks.map(({ color }) => css(color)))
      await page.evaluate(`(() => { const colors = ${colors}
        document.querySelectorAll('.block').forEach((block, index) => { block.style.background = colors[index] }) })()`)
      return { exactly: new Picture(size).draw(blocks) }
    }
  },
}
