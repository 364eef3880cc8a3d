// Makes the documentation site: the guides of docs/ as they are, and a reference of the docstrings of all that the package exports, with
// TypeDoc. Run by `npm run docs`, which installs what it needs. A warning of TypeDoc, a dead link and a guide in no list fail it.
import { readFileSync, rmSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Application, Converter, KindRouter, ReflectionKind } from 'typedoc'
import { checkSite } from './links.mjs'
import { pagesOf } from './pages.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const out = join(root, 'site/public')
const pages = pagesOf(root)

const pageOf = (document) => {
  const file = relative(root, document.project.files.getReflectionPath(document))
  return pages.find(({ path }) => path === file)
}

/** A guide's address is its path, which stays when its title changes. */
class Router extends KindRouter {
  getIdealBaseName(reflection) {
    return reflection.isDocument()
      ? pageOf(reflection).path.replace(/\.md$/, '')
      : super.getIdealBaseName(reflection)
  }
}

/** Sources of the package's entries, and the names that they are imported by. `cefrig/jest-preset` exports nothing to import. */
const entries = new Map(
  Object.entries(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).exports)
    .filter(([, { types }]) => types)
    .map(([name, { types }]) => [
      types.replace(/^\.\/dist\//, '').replace(/\.d\.ts$/, '.ts'),
      join('cefrig', name),
    ]),
)

// Only `site/public` is ever written: TypeDoc's own default would be docs/, which it empties.
const app = await Application.bootstrap({
  name: 'cefrig',
  tsconfig: join(root, 'site/tsconfig.json'),
  entryPoints: [...entries.keys()].map((file) => join(root, file)),
  projectDocuments: pages.map(({ path }) => join(root, path)),
  readme: join(root, 'README.md'),
  out,
  basePath: root,
  displayBasePath: root,
  // TypeDoc has a compiler of its own; `npm run check` checks types with the package's.
  skipErrorChecking: true,
  disableGit: true,
  disableSources: true,
  excludeInternal: true,
  excludePrivate: true,
  // What `cefrig/vitest` passes on from Vitest is Vitest's to explain.
  excludeExternals: true,
  includeVersion: true,
  searchInComments: true,
  searchInDocuments: true,
  groupOrder: [...new Set(pages.map(({ group }) => group)), '*'],
  navigation: { includeGroups: true, includeCategories: false, includeFolders: false },
  validation: { notExported: false, invalidLink: true, invalidPath: true, rewrittenLink: true },
  highlightLanguages: [
    'bash',
    'console',
    'css',
    'docker',
    'html',
    'javascript',
    'json',
    'tsx',
    'typescript',
    'yaml',
  ],
  treatWarningsAsErrors: true,
  markdownItLoader: (parser) => parser.core.ruler.push('cefrig', headingsWithCode),
})

app.renderer.defineRouter('cefrig', Router)
app.options.setValue('router', 'cefrig')

app.converter.on(Converter.EVENT_CREATE_DECLARATION, (_, reflection) => {
  if (!reflection.kindOf(ReflectionKind.Module)) return
  const file = [...entries.keys()].find((path) => path.replace(/(\/index)?\.ts$/, '') === reflection.name)
  reflection.name = entries.get(file) ?? reflection.name
})

app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_, document) => {
  const page = pageOf(document)
  document.name = page.title
  document.frontmatter.group = page.group
})

const project = await app.convert()
if (!project) process.exit(1)
app.validate(project)
rmSync(out, { recursive: true, force: true })
await app.generateDocs(project, out)

const problems = checkSite(out)
for (const problem of problems) console.error(problem)
if (problems.length > 0 || app.logger.warningCount > 0 || app.logger.errorCount > 0) {
  console.error('The site has the faults above.')
  process.exitCode = 1
} else console.log(`The site is in site/public: open ${join(out, 'index.html')}`)

/** Of a heading TypeDoc's anchors take the text and leave out the code; GitHub's take both, and so do the links in the guides. */
function headingsWithCode({ tokens, Token }) {
  tokens.forEach((token, index) => {
    if (token.type !== 'heading_open') return
    const inline = tokens[index + 1]
    inline.children = inline.children.flatMap((child) => {
      if (child.type !== 'code_inline') return [child]
      const parts = [
        new Token('html_inline', '', 0),
        new Token('text', '', 0),
        new Token('html_inline', '', 0),
      ]
      parts[0].content = '<code>'
      parts[1].content = child.content
      parts[2].content = '</code>'
      return parts
    })
  })
}
