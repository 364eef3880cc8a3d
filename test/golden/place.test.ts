import { relative } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fileName } from '../../src/golden/name.js'
import { goldenPlace, type PlaceRequest } from '../../src/golden/place.js'
import { environment, testIn } from './scratch.js'

function place(request: Partial<PlaceRequest> = {}) {
  return goldenPlace({
    name: 'editor',
    options: {},
    test: testIn('/p'),
    counter: 1,
    ordinal: 1,
    environment,
    ...request,
  })
}

function complaint(request: Partial<PlaceRequest>): string {
  try {
    return place(request).file
  } catch (error) {
    return (error as Error).message
  }
}

describe('goldenPlace()', () => {
  test('puts goldens beside the test file, in a directory of its name', () => {
    expect(place().file).toBe('/p/specs/__goldens__/editor.test.ts/editor.png')
    expect(place({ name: 'dialogs/save.png' }).file).toBe(
      '/p/specs/__goldens__/editor.test.ts/dialogs/save.png',
    )
  })

  test('names a golden without a name by the titles of its test and a number', () => {
    expect(place({ name: undefined, counter: 2 }).file).toBe(
      '/p/specs/__goldens__/editor.test.ts/editor-saves-2.png',
    )
  })

  test('fills every token of a template, relative to the root', () => {
    const template = 'shots/{project}/{platform}-{arch}/{cef}/{file}/{test}/{counter}-{name}.png'
    const test = testIn('/p', { defaults: { template } })
    expect(place({ test, counter: 3 }).file).toBe(
      '/p/shots/default/linux-x64/146.0.10/editor.test.ts/editor-saves/3-editor.png',
    )
    expect(place({ test: testIn('/p', { defaults: { template: '{dir}/{name}.png' } }) }).file).toBe(
      '/p/specs/editor.png',
    )
  })

  test('refuses templates that cannot be', () => {
    const withTemplate = (template: string) => complaint({ test: testIn('/p', { defaults: { template } }) })
    expect(withTemplate('{nane}.png')).toBe(
      'toMatchGolden() failed: the template "{nane}.png" knows no {nane}. Did you mean {name}?',
    )
    expect(withTemplate('{dir}/golden.png')).toBe(
      'toMatchGolden() failed: the template "{dir}/golden.png" gives every golden one path. Add {name}.',
    )
    expect(withTemplate('{dir}/{name}.jpg')).toBe(
      'toMatchGolden() failed: the template "{dir}/{name}.jpg" does not end in .png. End it in .png.',
    )
  })

  test.each([
    ['', 'is empty'],
    ['..', 'would leave its directory'],
    ['../editor', 'would leave its directory'],
    ['a/../../b', 'would leave its directory'],
    ['/etc/passwd', 'would leave its directory'],
    ['a//b', 'has an empty part'],
    ['a\0b', 'holds a zero character'],
  ])('refuses the name %j: it %s', (name, fact) => {
    expect(complaint({ name })).toBe(
      `toMatchGolden() failed: the name ${JSON.stringify(name)} ${fact}. Name it by words, with single slashes between folders.`,
    )
  })

  test('never leaves the directory, whatever the name', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[./\\a-c]*$/)), (name) => {
        const answer = complaint({ name })
        if (answer.startsWith('toMatchGolden() failed')) return
        expect(relative('/p/specs/__goldens__/editor.test.ts', answer)).not.toMatch(/^\.\.(\/|$)/)
        expect(Buffer.byteLength(answer)).toBeLessThan(4096)
        for (const part of answer.split('/')) expect(Buffer.byteLength(part)).toBeLessThanOrEqual(255)
      }),
    )
  })

  test('keeps the pictures of failures apart by test, repeat and retry', () => {
    const results = (given: object, ordinal = 1) =>
      place({ test: testIn('/p', given), ordinal }).results.directory
    expect(results({})).toBe('/p/.cefrig/results/specs/editor.test.ts/editor-saves')
    expect(results({ retry: 2 })).toBe('/p/.cefrig/results/specs/editor.test.ts/editor-saves/retry2')
    expect(results({ repeat: 1, retry: 2 })).toBe(
      '/p/.cefrig/results/specs/editor.test.ts/editor-saves/repeat1-retry2',
    )
    expect(results({}, 2)).toBe('/p/.cefrig/results/specs/editor.test.ts/editor-saves-2')
    expect(results({ project: 'a b' })).toBe('/p/.cefrig/results/a-b/specs/editor.test.ts/editor-saves')
    expect(results({ defaults: { outputDir: 'out' } })).toBe('/p/out/specs/editor.test.ts/editor-saves')
  })

  test('keeps those apart whose tests, files, projects or names only differ in what file names should not hold', () => {
    const results = (given: object, name = 'editor') => {
      const { directory, prefix } = place({ test: testIn('/p', given), name }).results
      return `${directory}/${prefix}`
    }
    const apart = [
      ...['a', '(a)', '[a]', 'a!'].map((folder) => results({ file: `/p/${folder}/page.test.ts` })),
      ...['wide', 'wide?', '<wide>'].map((project) => results({ project })),
      ...['saves a > b', 'saves a < b', 'saves a b', 'saves'].map((title) => results({ names: [title] })),
      ...['a/b', 'a-b', 'a/b/c', 'a/b-c', 'retry1/editor'].map((name) => results({}, name)),
    ]
    expect(new Set(apart).size).toBe(apart.length)
  })

  test('wants a name and a directory in a plain script', () => {
    expect(complaint({ test: null, name: undefined })).toBe(
      'toMatchGolden() failed: the page belongs to no test that could name the golden. Give a name: toMatchGolden("name", { directory }).',
    )
    expect(complaint({ test: null })).toBe(
      'toMatchGolden() failed: the page belongs to no test, so there is no place for the golden. Give the option directory.',
    )
    expect(complaint({ test: null, options: { directory: '/shots' } })).toBe('/shots/editor.png')
  })
})

describe('fileName()', () => {
  test.each([
    ['Ein Bär, zwei Bären', 'Ein-Bär-zwei-Bären'],
    ['日本語 の テスト', '日本語-の-テスト'],
    ['a:b*c?"<>|\\d', 'a-b-c-d'],
    ['.hidden.', 'hidden'],
    ['CON', '_CON'],
    ['nul.txt', '_nul.txt'],
    ['???', 'golden-3ece7cbe'],
  ])('%j becomes %j', (text, name) => expect(fileName(text)).toBe(name))

  test('cuts what is too long, and still tells two long texts apart', () => {
    const [one, other] = [fileName(`${'very '.repeat(100)}one`), fileName(`${'very '.repeat(100)}other`)]
    expect(Buffer.byteLength(one)).toBeLessThanOrEqual(100)
    expect(one).not.toBe(other)
  })
})
