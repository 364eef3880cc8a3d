import { defineContract, type Page } from 'cefrig'
import { describe, expect, expectTypeOf, test, vi } from 'vitest'
import { z } from 'zod'
import { formatFailures, pageFailures } from '../../../src/client/page-failures.js'
import { failure, launched } from '../setup.js'
import { notes, whole } from './notes.js'

const cefrig = launched()

/** What a call in the page rejects with. */
const refusal = (page: Page, call: string) =>
  page.evaluate<{
    name: string
    code: string
    message: string
    stack: string
    facts: Record<string, unknown>
  }>(
    `(async () => ${call})().then(() => 'nothing was thrown', ({ name, code, message, stack, facts }) => ({ name, code, message, stack, facts }))`,
  )

describe('page.bind(contract, implementation)', () => {
  test('tells of calls as of other bindings: without what travels beside the arguments', async () => {
    const page = await cefrig.newPage()
    const calls: unknown[] = []
    page.on('bindingcall', ({ path, args }) => calls.push([path, args]))
    await page.bind(notes, whole)
    await page.setContent('<script>host.notes.unknown</script>')
    await page.evaluate('host.notes.save({ text: "a" })')
    await page.evaluate('host.notes.count()')
    expect(calls).toEqual([
      ['host.notes.save', [{ text: 'a' }]],
      ['host.notes.count', []],
    ])
  })

  test('gives the page the methods, with what their schemas make of values', async () => {
    const clock = defineContract({
      name: 'host.clock',
      methods: {
        at: {
          args: [z.string().transform(Number), z.number().default(5)],
          returns: z.number().transform(String),
        },
        now: { returns: z.number(), sync: true },
      },
    })
    const page = await cefrig.newPage()
    const at = vi.fn((hour: number, minute: number) => hour * 60 + minute)
    await page.bind(clock, { at, now: () => 7 })
    await page.setContent('<script>early = [Object.keys(host.clock), host.clock.now()]</script>')
    expect(await page.evaluate('early')).toEqual([['at', 'now'], 7])
    expect(await page.evaluate('host.clock.at("2")')).toBe('125')
    expect(at.mock.calls).toEqual([[2, 5]])
    expect(pageFailures(page)).toEqual([])
  })

  test('refuses types that differ from the contract', async () => {
    const page = await cefrig.newPage()
    // @ts-expect-error the result has no id
    await page.bind(notes, { ...whole, save: async () => ({ number: 1 }) })
    await page.unbind('host.notes')
    const bound = await page.bind(notes, whole)
    expectTypeOf(bound.emit).parameters.toEqualTypeOf<['changed', { id: number }]>()
  })

  test('a wrong argument rejects the call and fails the test, with both stacks', async () => {
    const page = await cefrig.newPage()
    const save = vi.fn(whole.save)
    await page.bind(notes, { ...whole, save })
    await page.setContent('<script>function saveNote() { return host.notes.save({ text: 1 }) }</script>')
    const error = await refusal(page, 'saveNote()')
    expect(error).toMatchObject({
      name: 'CefrigError',
      code: 'CONTRACT_VIOLATED',
      message: expect.stringContaining(
        'host.notes.save() failed: argument 1.text is 1, and the contract wants string',
      ),
      facts: { path: 'host.notes.save: argument 1.text', received: '1' },
    })
    expect(error.stack).toMatch(/at saveNote [\s\S]*--- in the test ---\n.*bind\.test\.ts:\d+/)
    expect(error.stack).not.toContain('guard')
    expect(save).not.toHaveBeenCalled()
    const failures = pageFailures(page)
    expect(failures.map(({ kind }) => kind)).toEqual(['contract'])
    const text = await formatFailures(failures)
    expect(text).toContain('Contract violated: host.notes.save() failed: argument 1.text is 1')
    expect(text).toContain('    path: host.notes.save: argument 1.text\n')
    expect(text).toMatch(/ {4}expected: .*string.*\n {4}received: 1\n/)
    expect(text).toMatch(/at saveNote \(.*\n[\s\S]* {4}--- in the test ---\n.*bind\.test\.ts:\d+/)
    expect(text).not.toContain('cefrig:bindings')
  })

  test.each([
    [
      'a wrong result',
      { save: async () => ({ id: 1.5 }) },
      'host.notes.save({ text: "" })',
      'save: result.id',
    ],
    [
      'an error that it does not name',
      { save: () => Promise.reject(Object.assign(new Error('No'), { code: 'PAPER' })) },
      'host.notes.save({ text: "" })',
      'save: error.code',
    ],
    [
      'a wrong result of a synchronous method',
      { count: () => 'many' },
      'host.notes.count()',
      'count: result',
    ],
    ['an argument too many', {}, 'host.notes.clear(1)', 'clear: argument 1'],
  ])('%s does so too', async (_, broken, call, path) => {
    const page = await cefrig.newPage()
    await page.bind(notes, { ...whole, ...broken } as never)
    expect(await refusal(page, call)).toMatchObject({
      code: 'CONTRACT_VIOLATED',
      facts: { path: `host.notes.${path}` },
    })
    expect(pageFailures(page).map(({ kind }) => kind)).toEqual(['contract'])
  })

  test('an error that the contract names reaches the page as it is, and fails nothing', async () => {
    const page = await cefrig.newPage()
    const full = Object.assign(new Error('No room'), { code: 'FULL' })
    await page.bind(notes, { ...whole, save: () => Promise.reject(full) })
    expect(await refusal(page, 'host.notes.save({ text: "" })')).toMatchObject({
      code: 'FULL',
      message: 'No room',
    })
    expect(pageFailures(page)).toEqual([])
  })

  test('a schema that throws makes the contract invalid', async () => {
    const validate = () => {
      throw new TypeError('my fault')
    }
    const schema = { '~standard': { version: 1, vendor: 'mine', validate } } as const
    const page = await cefrig.newPage()
    await page.bind(defineContract({ name: 'odd', methods: { list: { args: [schema] } } }), {
      list: () => {},
    })
    expect(await refusal(page, 'odd.list(1)')).toMatchObject({ code: 'CONTRACT_INVALID' })
    expect(await formatFailures(pageFailures(page))).toContain(
      'Contract invalid: odd.list: argument 1 cannot be validated: its schema threw TypeError: my fault.',
    )
  })

  test('comes late too, also where a security policy forbids the page to evaluate text', async () => {
    const page = await cefrig.newPage()
    await page.serve('https://strict.test/', () => ({
      headers: { 'content-type': 'text/html', 'content-security-policy': "script-src 'unsafe-inline'" },
      body: '<script>addEventListener("cefrig:bind", async () => { saved = await host.notes.save({ text: "late" }) })</script>',
    }))
    await page.goto('https://strict.test/')
    await page.bind(notes, whole)
    await page.waitForFunction('window.saved')
    expect(await page.evaluate('saved')).toEqual({ id: 4 })
  })

  test("works where the page has made something else of its errors' stacks", async () => {
    const page = await cefrig.newPage()
    await page.bind(notes, whole)
    await page.setContent('<script>Error.prepareStackTrace = () => { throw 1 }</script>')
    expect(await page.evaluate('host.notes.save({ text: "a" })')).toEqual({ id: 1 })
  })

  test('takes the options of other bindings', async () => {
    const page = await cefrig.newPage()
    await page.bind(notes, { ...whole, save: () => new Promise(() => {}) }, { timeout: 50 })
    expect(await refusal(page, 'host.notes.save({ text: "" })')).toMatchObject({
      code: 'TIMEOUT',
      message: expect.stringContaining('host.notes.save() did not settle within 50 ms.'),
    })
    expect(pageFailures(page)).toEqual([])
  })

  test('what the test expects fails nothing, and failOn can be told so', async () => {
    const page = await cefrig.newPage()
    await page.bind(notes, whole)
    await refusal(page, 'host.notes.clear(1)')
    expect(pageFailures(page, { contract: false })).toEqual([])
    page.expectError('argument 1')
    expect(pageFailures(page)).toEqual([])
  })

  test('refuses an implementation without a method, a path that is bound, and options of other bindings', async () => {
    const page = await cefrig.newPage()
    expect(await failure(page.bind(notes, { ...whole, save: undefined } as never))).toMatchObject({
      code: 'BAD_ARGUMENT',
      message: expect.stringContaining(
        'page.bind() failed: the implementation of host.notes has no function "save".',
      ),
    })
    expect((await failure(page.bind(notes, undefined as never))).code).toBe('BAD_ARGUMENT')
    expect((await failure(page.bind(notes, whole, { sync: true } as never))).code).toBe('UNKNOWN_OPTION')
    await page.bind(notes, whole)
    expect((await failure(page.bind(notes, whole))).code).toBe('BINDING_EXISTS')
    expect((await failure(page.rebind('host.notes', whole))).message).toBe(
      'page.rebind() failed: host.notes is bound by a contract or a preset. Use page.unbind() and page.bind().',
    )
    await page.unbind('host.notes')
    expect(await page.evaluate('typeof host')).toBe('undefined')
  })
})

describe('events of a contract', () => {
  test('reach the listeners of every document, until they are taken off', async () => {
    const page = await cefrig.newPage()
    const bound = await page.bind(notes, whole)
    const html = (body: string) => () => ({ headers: { 'content-type': 'text/html' }, body })
    await page.serve(
      'https://notes.test/',
      html(
        '<script>mine = []; listener = (value) => mine.push(value); host.notes.on("changed", listener)</script><iframe src="/inner"></iframe>',
      ),
    )
    await page.serve(
      'https://notes.test/inner',
      html('<script>parent.seen = []; host.notes.on("changed", ({ id }) => parent.seen.push(id))</script>'),
    )
    await page.goto('https://notes.test/')
    await page.waitForFunction('window.seen')
    await bound.emit('changed', { id: 1 })
    expect(await page.evaluate('[mine, seen]')).toEqual([[{ id: 1 }], [1]])
    await page.evaluate('host.notes.off("changed", listener)')
    await Promise.all([bound.emit('changed', { id: 2 }), bound.emit('changed', { id: 3 })])
    expect(await page.evaluate('[mine, seen]')).toEqual([[{ id: 1 }], [1, 2, 3]])
    await page.reload()
    await bound.emit('changed', { id: 4 })
  })

  test('that break the contract reject emit(), and do not reach the page', async () => {
    const page = await cefrig.newPage()
    const bound = await page.bind(notes, whole)
    await page.setContent('<script>mine = []; host.notes.on("changed", (value) => mine.push(value))</script>')
    expect(await failure(bound.emit('changed', { id: 'x' } as never))).toMatchObject({
      code: 'CONTRACT_VIOLATED',
      facts: { path: 'host.notes: event changed.id', received: "'x'" },
    })
    expect((await failure(bound.emit('gone' as never, {} as never))).code).toBe('CONTRACT_INVALID')
    const loose = await page.bind(
      defineContract({ name: 'loose', methods: {}, events: { told: z.any() } }),
      {},
    )
    expect((await failure(loose.emit('told', { run: () => {} }))).message).toBe(
      'contract.emit() failed: the value, value run is a function, which cannot be sent to the page. Send data (numbers, text, arrays, objects, dates, maps, sets, bytes).',
    )
    expect(await page.evaluate('mine')).toEqual([])
    await page.close()
    expect((await failure(bound.emit('changed', { id: 1 }))).code).toBe('PAGE_CLOSED')
  })

  test('that the contract does not have cannot be listened to, and errors of listeners are those of the page', async () => {
    const page = await cefrig.newPage()
    const bound = await page.bind(notes, whole)
    expect(await refusal(page, 'host.notes.on("typo", () => {})')).toMatchObject({
      message: 'The contract has no event typo.',
    })
    await page.setContent('<script>host.notes.on("changed", () => { throw new RangeError("mine") })</script>')
    await bound.emit('changed', { id: 1 })
    await vi.waitFor(() => expect(page.errors.map(({ message }) => message)).toEqual(['mine']), 10_000)
  })
})
