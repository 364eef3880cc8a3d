import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { conflictNote } from '../../src/golden/git-state.js'
import { readGoldenHeader } from '../../src/golden/golden-file.js'
import { encodePng } from '../../src/golden/png.js'
import { scratch, sheet } from './scratch.js'

const pointer = 'version https://git-lfs.github.com/spec/v1\n'

test.each([
  [
    'a pointer of Git LFS',
    `${pointer}oid sha256:0123\nsize 5\n`,
    () =>
      'the file is a Git LFS pointer, not the picture. Nothing was overwritten: fetch the pictures with `git lfs pull` (in CI let the checkout fetch LFS files)',
  ],
  [
    'a merge conflict',
    '<<<<<<< HEAD\n\x89PNG',
    (file: string) =>
      `the file holds the marks of a merge conflict, not a picture. Choose a side with \`git checkout --ours -- ${file}\` or \`--theirs\`, and add it`,
  ],
  [
    'a merge conflict of pointers',
    `${pointer}<<<<<<< HEAD\noid sha256:01\n=======\noid sha256:02\n>>>>>>> x\n`,
    (file: string) =>
      `the file holds the marks of a merge conflict, not a picture. Choose a side with \`git checkout --ours -- ${file}\` or \`--theirs\`, and add it`,
  ],
])('%s in the place of a golden is told with what to do', (_, text, sentence) => {
  const file = join(scratch(), 'golden.png')
  writeFileSync(file, text, 'latin1')
  expect(() => readGoldenHeader(file)).toThrow(
    `toMatchGolden() failed: ${file} is no valid golden: ${sentence(file)}.`,
  )
})

test('a golden that Git holds in a merge conflict is told, and no other', async () => {
  const root = scratch()
  const git = (args: string[], input = '') =>
    execFileSync('git', args, { cwd: root, input, encoding: 'utf8' })
  const [both, calm, outside] = [
    join(root, 'a b', 'ü.png'),
    join(root, 'a b', 'calm.png'),
    join(scratch(), 'x.png'),
  ]
  mkdirSync(join(root, 'a b'))
  git(['init', '-q'])
  for (const file of [both, calm]) writeFileSync(file, encodePng(sheet(2, 2)))
  git(['add', 'a b/calm.png'])
  const object = git(['hash-object', '-w', 'a b/ü.png']).trim()
  git(
    ['update-index', '--index-info'],
    [2, 3].map((stage) => `100644 ${object} ${stage}\ta b/ü.png\n`).join(''),
  )
  expect(await conflictNote(both)).toContain('Git holds this golden in a merge conflict')
  expect(await conflictNote(calm)).toBe('')
  expect(await conflictNote(outside)).toBe('')
  expect(await conflictNote(join(root, 'none', 'x.png'))).toBe('')
})
