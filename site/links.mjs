// What must hold for a folder of HTML: its links lead to files that are there, to anchors that they have, and no page loads anything
// from elsewhere, so that it works offline and opened as a file.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { Parser } from 'htmlparser2'

/** What a browser fetches by itself, and by which attribute. */
const loaded = {
  script: 'src',
  img: 'src',
  iframe: 'src',
  source: 'src',
  video: 'src',
  audio: 'src',
  link: 'href',
}

/** @returns {string[]} a sentence per problem */
export function checkSite(directory) {
  const pages = new Map(
    readdirSync(directory, { recursive: true })
      .filter((name) => name.endsWith('.html'))
      .map((name) => [join(directory, name), read(join(directory, name))]),
  )
  if (pages.size === 0) return [`${directory} has no pages.`]
  return [...pages].flatMap(([file, { links }]) =>
    links.flatMap((link) => {
      const problem = problemOf(link, file, directory, pages)
      return problem ? [`${relative(directory, file)}: ${link.target}: ${problem}`] : []
    }),
  )
}

function problemOf({ target, isLoaded }, file, directory, pages) {
  const scheme = /^(?:([a-z][a-z0-9+.-]*):|\/\/)/i.exec(target)
  if (scheme) return isLoaded && scheme[1] !== 'data' ? 'is loaded from elsewhere' : undefined
  if (target.startsWith('/')) return 'counts from the root of a server'
  const [path, anchor] = target.split('#')
  const goal = path === '' ? file : resolve(dirname(file), decodeURIComponent(path.split('?')[0]))
  if (relative(directory, goal).startsWith('..')) return 'leads out of the site'
  if (!statSync(goal, { throwIfNoEntry: false })?.isFile()) return 'is not there'
  if (goal.endsWith('.md')) return 'is no page of the site'
  if (!anchor || !pages.has(goal)) return undefined
  return pages.get(goal).anchors.has(decodeURIComponent(anchor)) ? undefined : 'the page has no such anchor'
}

/** The links of a page and what can be linked to in it. */
function read(file) {
  const links = []
  const anchors = new Set()
  const parser = new Parser({
    onopentag(name, attributes) {
      for (const key of ['id', ...(name === 'a' ? ['name'] : [])]) {
        if (attributes[key]) anchors.add(attributes[key])
      }
      const attribute = name === 'a' ? 'href' : loaded[name]
      const target = attribute && attributes[attribute]
      if (target) links.push({ target, isLoaded: name !== 'a' })
    },
  })
  parser.end(readFileSync(file, 'utf8'))
  return { links, anchors }
}
