import { launch } from 'cefrig'
import type { Page as PuppeteerPage } from 'puppeteer-core'
import { expect, test } from 'vitest'

test('page.puppeteer() drives the page, sees no other, and can be there beside Playwright', async () => {
  await using cef = await launch({ automation: true, viewport: { width: 400, height: 300 } })
  const [page, other] = [await cef.newPage(), await cef.newPage()]
  await other.setContent('<title>other</title>')
  await page.setContent(`<title>mine</title><button onclick="document.title += '!'">press</button>`)
  const driven = await page.puppeteer<PuppeteerPage>()
  expect(await driven.browser().pages()).toEqual([driven])
  await driven.click('button')
  expect(await page.title()).toBe('mine!')
  const beside = await page.playwright()
  await beside.locator('button').click()
  expect(await driven.title()).toBe('mine!!')
  await driven.goto('data:text/html,<title>next</title>')
  expect(await page.title()).toBe('next')
  expect(await other.title()).toBe('other')
  await page.close()
  expect(driven.browser().connected).toBe(false)
})
