import type { EmulateOptions, EmulationTopic } from '../../protocol/emulation.js'
import type { Offered } from '../../protocol/wire.js'
import type { HostPage } from '../page.js'
import type { PageContext } from './context.js'

export function emulationFunctions({ page }: PageContext): Offered<EmulationTopic> {
  return { 'page.emulate': (id, options) => emulate(page(id), options) }
}

async function emulate(page: HostPage, options: EmulateOptions): Promise<number> {
  await page.emulation.set(options)
  const { deviceScaleFactor: scale } = options
  if (scale !== undefined) await page.resize(page.viewport, scale ?? page.options.deviceScaleFactor ?? 1)
  return page.scale
}
