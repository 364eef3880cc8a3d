import type { StorageTopic } from '../../protocol/storage.js'
import type { Offered } from '../../protocol/wire.js'
import type { Session } from '../devtools.js'
import type { HostPage } from '../page.js'
import type { Pages } from '../pages.js'
import { addCookies, clearCookies, cookies, written } from '../storage/cookies.js'
import { localStorages, restoreLocalStorages, withPage } from '../storage/local-storage.js'
import { preference, preferences, setPreference } from '../storage/preferences.js'
import type { PageContext } from './context.js'

export function storageFunctions({ page, served }: PageContext, pages: Pages): Offered<StorageTopic> {
  const speak = async <T>(id: number, work: (session: Session, page: HostPage) => Promise<T>): Promise<T> => {
    const open = pages.openIn(id)
    const [first] = open
    if (first) {
      await written(open)
      return work(first.session, first)
    }
    return withPage(pages, id, (hidden) => work(hidden.session, hidden))
  }
  return {
    'page.context': (id) => page(id).contextId,
    'context.cookies': (id, urls) => speak(id, (session) => cookies(session, urls)),
    'context.addCookies': (id, added) => speak(id, (session) => addCookies(session, added)),
    'context.clearCookies': (id, filter) => speak(id, (session) => clearCookies(session, filter)),
    'context.preference': (id, name) => speak(id, (_, { addon }) => preference(addon, id, name)),
    'context.preferences': (id) => speak(id, (_, { addon }) => preferences(addon, id)),
    'context.setPreference': (id, name, value) =>
      speak(id, (_, { addon }) => setPreference(addon, id, name, value)),
    'context.storageState': (id) =>
      withPage(pages, id, async (hidden) => ({
        cookies: await speak(id, (session) => cookies(session)),
        origins: await localStorages(id, hidden, served),
      })),
    'context.restore': (id, state) =>
      withPage(pages, id, async (hidden) => {
        await addCookies(hidden.session, state.cookies)
        await restoreLocalStorages(state.origins, hidden, served)
      }),
  }
}
