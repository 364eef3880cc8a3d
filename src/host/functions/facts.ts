import type { AudioTopic, FactTopic } from '../../protocol/facts.js'
import type { Offered } from '../../protocol/wire.js'
import type { PageContext } from './context.js'

export function factFunctions({ page }: PageContext): Offered<FactTopic & AudioTopic> {
  return {
    'page.entries': async (id) => {
      const { currentIndex, entries } = await page(id).session.send('Page.getNavigationHistory')
      return { index: currentIndex, entries: entries.map(({ url, title }) => ({ url, title })) }
    },
    'audio.report': (id) => page(id).addon.reportAudio(id, true),
    'audio.mute': (id, muted) => page(id).addon.muteAudio(id, muted),
  }
}
