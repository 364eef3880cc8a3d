import { cefSharp } from 'cefrig/presets'
import { describe, expect, test, vi } from 'vitest'
import { failure, launched } from '../setup.js'

const cefrig = launched()

class Notes {
  Limit = 3
  readonly saved: string[] = []
  SaveAll(...texts: string[]) {
    return this.saved.push(...texts)
  }
}

describe('cefSharp()', () => {
  test('objects appear when the page binds them, with names that begin small', async () => {
    const page = await cefrig.newPage()
    const notes = new Notes()
    await page.bind(cefSharp({ objects: { notes } }))
    await page.setContent('<script>early = [typeof CefSharp, CefSharp === cefSharp, typeof notes]</script>')
    expect(await page.evaluate('early')).toEqual(['object', true, 'undefined'])
    expect(await page.evaluate('CefSharp.BindObjectAsync("notes")')).toMatchObject({
      Count: 1,
      Message: 'OK',
      Success: true,
    })
    expect(await page.evaluate('notes.saveAll("a", "b")')).toBe(2)
    expect(notes.saved).toEqual(['a', 'b'])
    expect(await page.evaluate('[notes.limit, notes.SaveAll]')).toEqual([undefined, undefined])
    await page.reload()
    expect(await page.evaluate('typeof notes')).toBe('undefined')
  })

  test('binding again, by another case, and without names', async () => {
    const page = await cefrig.newPage()
    await page.bind(cefSharp({ objects: { one: { Get: () => 1 }, two: { Get: () => 2 } } }))
    const bind = (args: string) => page.evaluate<Record<string, unknown>>(`cefSharp.bindObjectAsync(${args})`)
    expect(await bind('"one"')).toMatchObject({ count: 1, success: true })
    expect(await bind('{ NotifyIfAlreadyBound: true }, "one"')).toMatchObject({
      Count: 0,
      Message: 'Object(s) already bound',
      Success: false,
    })
    expect(await bind('"none"')).toMatchObject({ Count: 0, Success: false })
    expect(await bind('')).toMatchObject({ Count: 1, Success: true })
    expect(await page.evaluate('Promise.all([one.get(), two.get()])')).toEqual([1, 2])
  })

  test('objects are deleted, and are cached or not', async () => {
    const page = await cefrig.newPage()
    await page.bind(cefSharp({ objects: { one: { Get: () => 1 } } }))
    const script = `(async () => {
      const steps = [CefSharp.IsObjectCached('one')]
      await CefSharp.BindObjectAsync('one')
      steps.push(CefSharp.IsObjectCached('one'), CefSharp.DeleteBoundObject('one'), CefSharp.DeleteBoundObject('one'), typeof window.one)
      steps.push(CefSharp.isObjectCached('one'), CefSharp.RemoveObjectFromCache('one'), CefSharp.IsObjectCached('one'))
      return [...steps, (await CefSharp.BindObjectAsync({ IgnoreCache: true }, 'one')).Success, await one.get()]
    })()`
    expect(await page.evaluate(script)).toEqual([
      false,
      true,
      true,
      false,
      'undefined',
      true,
      true,
      false,
      true,
      1,
    ])
  })

  test('objects that are registered as synchronous answer at once and have their values', async () => {
    const page = await cefrig.newPage()
    await page.bind(cefSharp({ syncObjects: { notes: new Notes() }, objects: { later: { Get: () => 1 } } }))
    expect(
      await page.evaluate(
        'CefSharp.BindObjectAsync("notes", "later").then(() => [notes.limit, notes.saveAll("a"), typeof later.get().then])',
      ),
    ).toEqual([3, 1, 'function'])
  })

  test('PostMessage reaches the test, whose errors fail it', async () => {
    const page = await cefrig.newPage()
    const onMessage = vi.fn()
    await page.bind(cefSharp({ onMessage }))
    await page.evaluate('CefSharp.PostMessage({ type: "saved", at: [1] })')
    await vi.waitFor(() => expect(onMessage.mock.calls).toEqual([[{ type: 'saved', at: [1] }]]), 10_000)
    onMessage.mockImplementation(() => {
      throw new Error('mine')
    })
    await page.evaluate('CefSharp.PostMessage(1)')
    await vi.waitFor(
      () => expect(page.failures({})).toMatchObject([{ kind: 'handler', request: 'CefSharp.PostMessage()' }]),
      10_000,
    )
  })

  test('names stay as they are without camelCase, objects are there with the legacy binding, and the global has another name', async () => {
    const page = await cefrig.newPage()
    await page.bind(
      cefSharp({
        objects: { Notes: { Save: () => 1 } },
        camelCase: false,
        legacyBinding: true,
        globalName: 'host',
      }),
    )
    await page.setContent(
      '<script>early = [typeof Notes.Save, typeof host.PostMessage, typeof window.CefSharp]</script>',
    )
    expect(await page.evaluate('early')).toEqual(['function', 'function', 'undefined'])
    await page.unbind('host')
    expect(await page.evaluate('[typeof window.Notes, typeof window.host]')).toEqual([
      'undefined',
      'undefined',
    ])
  })

  test('wrong options are refused', async () => {
    const said = (options: unknown) => failure((async () => cefSharp(options as never))())
    expect((await said({ objects: { notes: 1 } })).message).toBe(
      'cefSharp() failed: option "objects" is {"notes":1}. Give objects by name: { notes: new Notes() }.',
    )
    expect((await said({ object: {} })).code).toBe('UNKNOWN_OPTION')
  })
})
