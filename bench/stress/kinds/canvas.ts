import { homeOrigin } from '../browser.ts'
import type { Kind } from '../kind.ts'
import { grid, recolored } from '../layout.ts'
import { type Block, Picture, type Size } from '../picture.ts'
import { blocksPage } from '../site.ts'

const draw = `function draw(context, blocks) {
  for (const { x, y, width, height, color } of blocks) {
    context.fillStyle = '#' + color.toString(16).padStart(6, '0'); context.fillRect(x, y, width, height)
  } }`

function canvasPage({ width, height }: Size, script: string): string {
  return blocksPage([], `<canvas width="${width}" height="${height}"></canvas><script>${script}</script>`)
}

/** A canvas of two dimensions that fills the page. */
export const canvas: Kind = {
  name: 'canvas',
  lifetime: 500,
  async open({ page, size, random, site, note }) {
    let blocks = grid(size, 4, 3, random)
    const body = canvasPage(
      size,
      `${draw}
      const canvas = document.querySelector('canvas'), context = canvas.getContext('2d')
      const ways = {
        fill: (blocks) => draw(context, blocks),
        sized: (blocks) => { canvas.width = canvas.width; draw(context, blocks) },
        frame: (blocks) => void requestAnimationFrame(() => draw(context, blocks)),
        other: (blocks) => {
          const other = new OffscreenCanvas(canvas.width, canvas.height); draw(other.getContext('2d'), blocks)
          context.drawImage(other, 0, 0) },
        data: (blocks) => {
          const other = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d'); draw(other, blocks)
          context.putImageData(other.getImageData(0, 0, canvas.width, canvas.height), 0, 0) },
      }`,
    )
    await page.goto(site.add(homeOrigin, { body }))
    return async () => {
      blocks = recolored(blocks, random, random.pick([0.1, 1]))
      const way = random.pick(['fill', 'sized', 'frame', 'other', 'data'])
      note(way)
      await page.evaluate(`ways.${way}(${JSON.stringify(blocks)})`)
      return { exactly: new Picture(size).draw(blocks) }
    }
  },
}

/** WebGL, cleared block by block, during a script or in an animation frame. */
export const webgl: Kind = {
  name: 'webgl',
  lifetime: 200,
  async open({ page, size, random, site, note }) {
    let blocks = grid(size, 4, 3, random)
    const body = canvasPage(
      size,
      `const gl = document.querySelector('canvas').getContext('webgl2', { alpha: false, antialias: false })
      function draw(blocks) {
        gl.enable(gl.SCISSOR_TEST)
        for (const { x, y, width, height, color } of blocks) {
          gl.scissor(x, gl.drawingBufferHeight - y - height, width, height)
          gl.clearColor((color >> 16) / 255, (color >> 8 & 255) / 255, (color & 255) / 255, 1); gl.clear(gl.COLOR_BUFFER_BIT)
        } }
      const ways = { script: draw, frame: (blocks) => void requestAnimationFrame(() => draw(blocks)) }`,
    )
    await page.goto(site.add(homeOrigin, { body }))
    return async () => {
      blocks = recolored(blocks, random)
      const way = random.pick(['script', 'frame'])
      note(way)
      await page.evaluate(`ways.${way}(${JSON.stringify(blocks)})`)
      return { exactly: new Picture(size).draw(blocks) }
    }
  },
}

/** A canvas that a worker draws; the worker has answered that it has drawn. */
export const workerCanvas: Kind = {
  name: 'worker-canvas',
  lifetime: 200,
  async open({ page, size, random, site }) {
    let blocks: Block[] = grid(size, 4, 3, random)
    const worker = `${draw}
      let context
      onmessage = ({ data }) => {
        if (data.canvas) { context = data.canvas.getContext('2d'); return }
        draw(context, data.blocks); postMessage('drawn') }`
    const body = canvasPage(
      size,
      `const canvas = document.querySelector('canvas').transferControlToOffscreen()
      const worker = new Worker(URL.createObjectURL(new Blob([${JSON.stringify(worker)}])))
      worker.postMessage({ canvas }, [canvas])
      const show = (blocks) => new Promise((done) => { worker.onmessage = () => done(); worker.postMessage({ blocks }) })`,
    )
    await page.goto(site.add(homeOrigin, { body }))
    return async () => {
      blocks = recolored(blocks, random)
      await page.evaluate(`show(${JSON.stringify(blocks)})`)
      return { exactly: new Picture(size).draw(blocks) }
    }
  },
}
