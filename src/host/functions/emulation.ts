import type { ClockTopic, EmulateOptions, EmulationTopic } from '../../protocol/emulation.js'
import type { Offered } from '../../protocol/wire.js'
import type { HostPage } from '../page.js'
import type { PageContext } from './context.js'

export function emulationFunctions({ page }: PageContext): Offered<EmulationTopic & ClockTopic> {
  return {
    'page.emulate': (id, options) => emulate(page(id), options),
    'clock.install': (id, time) => page(id).clock.install(time),
    'clock.run': (id, milliseconds) => page(id).clock.move('run', milliseconds),
    'clock.skip': (id, milliseconds) => page(id).clock.move('skip', milliseconds),
    'clock.pauseAt': (id, time) => page(id).clock.pauseAt(time),
    'clock.resume': (id) => page(id).clock.resume(),
  }
}

async function emulate(page: HostPage, options: EmulateOptions): Promise<number> {
  await page.emulation.set(options)
  const { deviceScaleFactor: scale } = options
  if (scale !== undefined)
    await page.sized(() => page.resize(page.size.viewport, scale ?? page.options.deviceScaleFactor ?? 1))
  return page.size.scale
}
