import { everything, type Filter } from './entries.js'
import { type ViewName, viewWords } from './views.js'

/** What the address says behind `#`, so that it can be handed on. */
export interface Route {
  picture: string
  view: ViewName
  filter: Partial<Filter>
}

export function readRoute(): Route {
  const given = new URLSearchParams(location.hash.slice(1))
  const view = given.get('view') ?? ''
  const names = Object.keys(everything) as (keyof Filter)[]
  return {
    picture: given.get('picture') ?? '',
    view: Object.hasOwn(viewWords, view) ? (view as ViewName) : 'side',
    filter: Object.fromEntries(names.flatMap((name) => (given.has(name) ? [[name, given.get(name)!]] : []))),
  }
}

export function writeRoute({ picture, view, filter }: Route): void {
  const values = new URLSearchParams()
  if (picture) values.set('picture', picture)
  if (view !== 'side') values.set('view', view)
  for (const [name, value] of Object.entries(filter)) if (value) values.set(name, value)
  const address = values.size === 0 ? location.href.split('#')[0]! : `#${values}`
  history.replaceState(null, '', address)
}
