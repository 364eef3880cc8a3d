// The pages of the site and their order: docs/README.md lists them, below the headings that the site's navigation has.
import { readdirSync, readFileSync } from 'node:fs'
import { join, normalize } from 'node:path'

const list = 'docs/README.md'

/**
 * Paths count from `root`. A guide that the list lacks is an error: nobody would find it.
 * @returns {{ path: string, title: string, group: string }[]} in their order
 */
export function pagesOf(root) {
  const sections = readFileSync(join(root, list), 'utf8').split(/^## /m).slice(1)
  const listed = sections.flatMap((section) => {
    const group = section.slice(0, section.indexOf('\n'))
    return [...section.matchAll(/\]\(([^)#]+\.md)\)/g)].map(([, link]) => ({
      path: normalize(join('docs', link)),
      group,
    }))
  })
  const examples = guides(root, 'examples').map((path) => ({ path, group: 'Examples' }))
  const known = new Set([list, ...listed.map(({ path }) => path)])
  const missing = guides(root, 'docs').filter((path) => !known.has(path))
  if (missing.length > 0)
    throw new Error(`${list} does not list ${missing.join(', ')}. Put it below a heading.`)
  return [{ path: list, group: listed[0].group }, ...listed, ...examples].map((page) => ({
    ...page,
    title: titleOf(root, page.path),
  }))
}

function guides(root, directory) {
  return readdirSync(join(root, directory), { recursive: true })
    .filter((name) => name.endsWith('.md') && !name.includes('node_modules'))
    .map((name) => join(directory, name))
    .sort()
}

/** The first heading, without its marks. */
function titleOf(root, path) {
  const title = /^# (.+)$/m.exec(readFileSync(join(root, path), 'utf8'))?.[1]
  if (!title) throw new Error(`${path} has no heading.`)
  return title.replaceAll('`', '')
}
