import type { PromptTopic } from '../../protocol/prompts.js'
import type { Offered } from '../../protocol/wire.js'
import type { PageContext } from './context.js'

export function promptFunctions({ page }: PageContext): Offered<PromptTopic> {
  return {
    'page.adoptPopups': (id, adopt) => page(id).prompts.adoptPopups(adopt),
    'page.reportMenus': (id) => page(id).prompts.reportMenus(),
    'page.find': (id, text, options) => page(id).prompts.finding.find(text, options),
    'page.stopFinding': (id) => page(id).prompts.finding.stop(),
    'page.grant': (id, names, origin) => page(id).prompts.permissions.grant(names, origin),
    'page.clearGrants': (id) => page(id).prompts.permissions.clear(),
    'download.cancel': (id, download) => page(id).prompts.cancelDownload(download),
    'prompt.answer': (id, question, answer) => page(id).prompts.answer(question, answer),
    'element.setFiles': async (id, frameId, objectId, paths) => {
      const { session } = page(id).frames.get(frameId)
      await session.send('DOM.setFileInputFiles', { objectId, files: [...paths] })
    },
  }
}
