// The renderer writes what the Host reads and the other way: native/test/frame_test.cc has the same bytes.
import { expect, test } from 'vitest'
import { compose, FrameReader } from '../../src/host/bindings/frame.js'

const text = (bytes: string) => new TextEncoder().encode(bytes)
const frame = {
  type: 4,
  flags: 1,
  page: 2,
  context: 3,
  call: 0x01020304,
  text: text('ab'),
  buffers: [text('xyz')],
}
const hex = '250000000401010002000000030000000403020100000000020000000000000061620300000078797a'

test('a message is written as the renderer writes it', () => {
  expect(compose(frame).toString('hex')).toBe(hex)
})

test('messages are cut out of a stream whatever its chunks are', () => {
  const stream = Buffer.concat([compose(frame), compose({ type: 7 }), compose(frame)])
  for (let size = 1; size <= stream.length; size++) {
    const reader = new FrameReader()
    const got = []
    for (let at = 0; at < stream.length; at += size) got.push(...reader.add(stream.subarray(at, at + size))!)
    expect(
      got.map(({ type, call, text, buffers }) => [type, call, String(Buffer.from(text)), buffers.length]),
    ).toEqual([
      [4, 0x01020304, 'ab', 1],
      [7, 0, '', 0],
      [4, 0x01020304, 'ab', 1],
    ])
  }
})

test.each([
  ['a size below the header', '1b000000'],
  ['a size above the largest', 'ffffffff'],
  ['a text that is longer than the message', hex.replace('0200000000000000', 'ff00000000000000')],
  ['a buffer that is longer than the message', hex.replace('03000000787', '04000000787')],
  ['bytes that belong to nothing', hex.replace('03000000787', '02000000787')],
])('%s is refused', (_, bytes) => {
  expect(new FrameReader().add(Buffer.from(bytes, 'hex'))).toBeUndefined()
})
