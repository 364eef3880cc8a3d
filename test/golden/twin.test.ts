import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { claimGolden } from '../../src/golden/claims.js'
import { digestPixels } from '../../src/golden/digest.js'
import { encodeGolden, writeWhole } from '../../src/golden/golden-file.js'
import { goldenPlace } from '../../src/golden/place.js'
import { encodePng, type Pixels } from '../../src/golden/png.js'
import { twinOf } from '../../src/golden/twin.js'
import { environment, scratch, sheet, testIn } from './scratch.js'

const white = sheet(3, 2)

async function write(root: string, path: string, picture: Pixels): Promise<string> {
  const file = join(root, 'specs/__goldens__', path)
  await writeWhole(file, await encodeGolden(picture, environment))
  return file
}

async function twin(root: string, picture: Pixels = white): Promise<string | null> {
  const identity = testIn(root)
  const place = goldenPlace({ name: 'new', options: {}, test: identity, counter: 1, ordinal: 1, environment })
  const { width, height, data } = picture
  return twinOf(place, identity, { width, height, digest: await digestPixels(data) })
}

test('a golden of the same pixels is found under another name', async () => {
  const root = scratch()
  expect(await twin(root)).toBeNull()
  await write(root, 'editor.test.ts/black.png', sheet(3, 2, [0, 0, 0, 255]))
  // The same bytes of pixels in another shape.
  await write(root, 'editor.test.ts/turned.png', sheet(2, 3))
  writeFileSync(join(root, 'specs/__goldens__/editor.test.ts/foreign.png'), encodePng(white))
  writeFileSync(join(root, 'specs/__goldens__/editor.test.ts/broken.png'), 'x')
  expect(await twin(root)).toBeNull()
  const old = await write(root, 'editor.test.ts/old.png', white)
  expect(await twin(root)).toBe(old)
  expect(await twin(root, sheet(3, 2, [1, 2, 3, 255]))).toBeNull()
})

test('so is one of the same name, of a test file that is gone', async () => {
  const root = scratch()
  await write(root, 'there.test.ts/new.png', white)
  await writeWhole(join(root, 'specs/there.test.ts'), Buffer.from(''))
  expect(await twin(root)).toBeNull()
  const gone = await write(root, 'gone.test.ts/new.png', white)
  expect(await twin(root)).toBe(gone)
})

test('one that a test of this run looked at is in use', async () => {
  const root = scratch()
  await write(root, 'editor.test.ts/used.png', white)
  const identity = testIn(root)
  const request = { options: {}, test: identity, counter: 1, ordinal: 1, environment }
  claimGolden(goldenPlace({ ...request, name: 'used' }), identity)
  expect(await twin(root)).toBeNull()
})
