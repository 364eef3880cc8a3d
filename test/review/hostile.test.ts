import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, realpathSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { encodePng } from '../../src/golden/png.js'
import { chunk, signature } from '../../src/golden/png-chunks.js'
import { Review } from '../../src/report/review/review.js'
import { filesBelow, scratch } from '../golden/scratch.js'
import { type Project, put, red, type Seed, seedProject } from './seed.js'

/** A project in a directory that has other things beside it. */
async function seeded(...seeds: Seed[]): Promise<{ outer: string; project: Project; approve: Approve }> {
  const outer = realpathSync(scratch())
  const project = await seedProject(seeds, { root: join(outer, 'project') })
  const review = await Review.open([{ directory: project.directory, name: '.' }], project.root)
  const approve = async () => {
    const { done, refused } = await review.approve({ run: 'run-1', pictures: project.ids })
    return { done, refused: refused.map(({ code, message }) => [code, message]) }
  }
  return { outer, project, approve }
}

type Approve = () => Promise<{ done: string[]; refused: string[][] }>

const nowhere = (golden: string): Seed => ({ was: null, record: { golden } })

test('goldens out of the project are refused, however the path says so', async () => {
  const { outer, project, approve } = await seeded(
    nowhere('../beside.png'),
    nowhere('specs/../../beside.png'),
    nowhere('/etc/beside.png'),
    nowhere('C:\\beside.png'),
    nowhere('specs/beside\0.png'),
    nowhere('link/beside.png'),
    nowhere('link.png'),
    nowhere('dangling.png'),
    nowhere('loop.png'),
    nowhere('inner.png'),
    nowhere('specs/page.test.ts'),
    nowhere(''),
    nowhere('.'),
    nowhere(`${'long/'.repeat(2000)}a.png`),
    nowhere(`${'n'.repeat(300)}.png`),
    nowhere('specs/page.test.ts/a.png'),
  )
  mkdirSync(join(outer, 'beside'))
  put(join(outer, 'beside.png'), 'kept')
  put(join(project.root, 'package.json'), '{}')
  symlinkSync(join(outer, 'beside'), join(project.root, 'link'))
  symlinkSync(join(outer, 'beside.png'), join(project.root, 'link.png'))
  symlinkSync('nowhere.png', join(project.root, 'dangling.png'))
  symlinkSync('loop.png', join(project.root, 'loop.png'))
  symlinkSync('package.json', join(project.root, 'inner.png'))
  const before = filesBelow(outer)
  const { done, refused } = await approve()
  expect(done).toEqual([])
  expect(refused).toEqual([
    ['OUTSIDE_PROJECT', expect.stringContaining('"../beside.png" leads out of the project')],
    ['OUTSIDE_PROJECT', expect.stringContaining('leads out of the project')],
    ['OUTSIDE_PROJECT', expect.stringContaining('is no path within the project')],
    ['OUTSIDE_PROJECT', expect.stringContaining('is no path within the project')],
    ['OUTSIDE_PROJECT', expect.stringContaining('"specs/beside\\u0000.png" is no path within the project')],
    ['OUTSIDE_PROJECT', expect.stringContaining('is a link out of the project')],
    ['OUTSIDE_PROJECT', expect.stringContaining('is a link out of the project')],
    ['OUTSIDE_PROJECT', expect.stringContaining('is a link that leads nowhere')],
    ['FILE_FAILED', expect.stringContaining('ELOOP')],
    ['OUTSIDE_PROJECT', expect.stringContaining('does not end in .png')],
    ['OUTSIDE_PROJECT', expect.stringContaining('does not end in .png')],
    ['OUTSIDE_PROJECT', expect.stringContaining('leads out of the project')],
    ['OUTSIDE_PROJECT', expect.stringContaining('leads out of the project')],
    ['FILE_FAILED', expect.stringContaining('ENAMETOOLONG')],
    ['FILE_FAILED', expect.stringContaining('ENAMETOOLONG')],
    ['FILE_FAILED', expect.stringContaining('ENOTDIR')],
  ])
  expect(filesBelow(outer)).toEqual(before)
  expect(readFileSync(join(outer, 'beside.png'), 'utf8')).toBe('kept')
})

test('a golden behind a link within the project is approved where it really is', async () => {
  const { project, approve } = await seeded(nowhere('short/new.png'))
  mkdirSync(join(project.root, 'specs/long'))
  symlinkSync('specs/long', join(project.root, 'short'))
  expect(await approve()).toEqual({ done: project.ids, refused: [] })
  expect(existsSync(join(project.root, 'specs/long/new.png'))).toBe(true)
})

test('pictures out of the run and the project are refused', async () => {
  const picture = (actual: string): Seed => ({ record: { files: { actual } } })
  const { outer, project, approve } = await seeded(
    picture('../../secret.png'),
    picture('/etc/passwd'),
    picture('results/link.png'),
    picture('run.json'),
    picture('results/\0.png'),
    picture('results/pipe.png'),
    picture('results'),
    picture('__proto__'),
  )
  put(join(outer, 'secret.png'), encodePng(red))
  symlinkSync(join(outer, 'secret.png'), join(project.directory, 'results/link.png'))
  execFileSync('mkfifo', [join(project.directory, 'results/pipe.png')])
  const { done, refused } = await approve()
  expect(done).toEqual([])
  const out = expect.stringContaining("leads out of the run's folder, or is no picture")
  expect(refused).toEqual([
    ['PICTURE_MISSING', out],
    ['PICTURE_MISSING', out],
    ['PICTURE_MISSING', out],
    ['PICTURE_MISSING', out],
    ['PICTURE_MISSING', expect.stringContaining('is no path')],
    ['FILE_FAILED', expect.stringContaining('it is no file')],
    ['PICTURE_MISSING', out],
    ['PICTURE_MISSING', expect.stringContaining('is gone')],
  ])
})

test('a header that claims more pixels than there are, and a golden that is a pipe, take neither memory nor time', async () => {
  const size = { width: 16_000, height: 16_000 }
  const { project, approve } = await seeded({ record: { size } }, { name: 'pipe', was: null })
  const header = Buffer.alloc(13)
  header.writeUInt32BE(size.width, 0)
  header.writeUInt32BE(size.height, 4)
  header.set([8, 6], 8)
  const parts = [chunk('IHDR', header), chunk('IDAT', Buffer.from('x')), chunk('IEND', new Uint8Array())]
  put(project.actual(0), Buffer.concat([signature, ...parts]))
  mkdirSync(join(project.root, 'specs/__goldens__'), { recursive: true })
  execFileSync('mkfifo', [project.golden('pipe')])
  expect(await approve()).toEqual({
    done: [],
    refused: [
      ['PICTURE_CHANGED', expect.stringContaining('its pixels cannot be read')],
      ['FILE_FAILED', expect.stringContaining('it is no file')],
    ],
  })
})

test('a review.json that came with the run, or that is damaged, decides nothing', async () => {
  const { outer, project, approve } = await seeded({ name: 'a' }, { name: 'b', was: null })
  const entry = { decision: 'approved', sha256: '0'.repeat(64) }
  const decisions = Object.fromEntries(project.ids.map((id) => [id, entry]))
  mkdirSync(join(outer, 'elsewhere'))
  put(join(outer, 'elsewhere/kept.txt'), '')
  symlinkSync(join(outer, 'elsewhere'), join(project.directory, 'review'))
  const file = join(project.directory, 'review.json')
  put(file, JSON.stringify({ format: 1, run: 'run-1', root: '/home/runner/work', decisions }))
  expect((await approve()).done).toEqual(project.ids)
  expect(filesBelow(join(outer, 'elsewhere'))).toEqual(['kept.txt'])
  for (const text of ['', '{', 'null', '[]', '{"format":1}', '\0'.repeat(100)]) {
    put(file, text)
    const review = await Review.open([{ directory: project.directory, name: '.' }], project.root)
    expect((await review.state()).decisions).toEqual(
      Object.fromEntries(project.ids.map((id) => [id, 'open'])),
    )
  }
  const [first, second] = project.ids
  const bad = { [first!]: { decision: 'approved', sha256: '../../x' }, [second!]: null }
  put(file, JSON.stringify({ format: 1, run: 'run-1', root: project.root, decisions: bad }))
  // Both goldens are the pictures of the run by now.
  expect((await approve()).done).toEqual(project.ids)
})
