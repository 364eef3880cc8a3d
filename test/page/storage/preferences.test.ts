import { type BrowserContext, launch } from 'cefrig'
import { describe, expect, test } from 'vitest'
import { failure, launched } from '../setup.js'

const file = launched()

/** The header that a page of the context sends. */
async function doNotTrack(context: BrowserContext): Promise<string | undefined> {
  const page = await context.newPage()
  let sent: string | undefined
  await page.serve('https://a.test/', ({ headers }) => {
    sent = headers.DNT
    return { body: '' }
  })
  await page.goto('https://a.test/')
  return sent
}

describe('the preferences of a context', () => {
  test('are read and set while its pages live, and are those of this context alone', async () => {
    await using context = await file.cef.newContext()
    await using other = await file.cef.newContext()
    const { preferences } = context
    expect(await preferences.get('enable_do_not_track')).toBe(false)
    await preferences.set('enable_do_not_track', true)
    expect(await preferences.get('enable_do_not_track')).toBe(true)
    expect(await doNotTrack(context)).toBe('1')
    expect(await doNotTrack(other)).toBeUndefined()
    await preferences.set('enable_do_not_track', null)
    expect(await preferences.get('enable_do_not_track')).toBe(false)
  })

  test('reach the pages that are open', async () => {
    const page = await file.show('<p>text')
    const size = () => page.evaluate(`getComputedStyle(document.querySelector('p')).fontSize`)
    expect(await size()).toBe('16px')
    await page.context.preferences.set('webkit.webprefs.default_font_size', 30)
    await expect.poll(size, { timeout: 5000 }).toBe('30px')
  })

  test('are listed with their values', async () => {
    const page = await file.newPage()
    const { webkit, intl } = (await page.context.preferences.all()) as Record<string, Record<string, unknown>>
    expect(webkit!.webprefs).toMatchObject({ default_font_size: 16, javascript_enabled: true })
    expect(intl!.accept_languages).toBe('en-US,en')
  })
})

describe('a preference', () => {
  test('that is unknown is answered with the nearest one', async () => {
    const { preferences } = (await file.newPage()).context
    const expected = {
      code: 'PREFERENCE_UNKNOWN',
      message:
        'preferences.get() failed: no preference is called "enable_do_not_trak". Did you mean "enable_do_not_track"?',
      facts: { name: 'enable_do_not_trak', nearest: 'enable_do_not_track' },
    }
    expect(await failure(preferences.get('enable_do_not_trak'))).toMatchObject(expected)
    expect(await failure(preferences.set('enable_do_not_trak', true))).toMatchObject({ code: expected.code })
  })

  test('that something else holds cannot be set', async () => {
    await using cef = await launch({ switches: { 'proxy-server': 'direct://' } })
    const { preferences } = (await cef.newPage()).context
    expect(await failure(preferences.set('proxy', { mode: 'system' }))).toMatchObject({
      code: 'PREFERENCE_READ_ONLY',
      message:
        'preferences.set() failed: the preference "proxy" cannot be changed here: a switch, or Chromium itself, holds it at {"mode":"fixed_servers","server":"direct://"}. Leave it, or change the switch that sets it.',
      facts: { name: 'proxy' },
    })
  })

  test('takes values of its own type only', async () => {
    const { preferences } = (await file.newPage()).context
    const name = 'webkit.webprefs.default_font_size'
    expect(await failure(preferences.set(name, 'large'))).toMatchObject({
      code: 'BAD_ARGUMENT',
      message: expect.stringContaining(`"${name}" is 16, and "large" is no such value`),
    })
    expect(await failure(preferences.set(name, undefined))).toMatchObject({ code: 'BAD_ARGUMENT' })
    expect(await failure(preferences.get(1 as never))).toMatchObject({ code: 'BAD_ARGUMENT' })
    expect(await preferences.get(name)).toBe(16)
  })

  test('of a context that is closed is an error', async () => {
    const context = await file.cef.newContext()
    await context.close()
    expect(await failure(context.preferences.get('intl'))).toMatchObject({ code: 'CONTEXT_CLOSED' })
  })
})
