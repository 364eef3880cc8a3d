import { expect, test } from 'cefrig/vitest'

test('another time zone and locale', async ({ page }) => {
  await page.cdp.send('Emulation.setTimezoneOverride', { timezoneId: 'Asia/Tokyo' })
  await page.cdp.send('Emulation.setLocaleOverride', { locale: 'de-DE' })
  await page.goto('/weather.html')
  await expect(page.locator('#zone')).toHaveText('Asia/Tokyo')
  await expect(page.locator('#locale')).toHaveText('de-DE')
  await expect(page.locator('#noon')).toHaveText('21:00')
})

test('a phone', async ({ page }) => {
  await page.cdp.send('Emulation.setDeviceMetricsOverride', {
    width: 390,
    height: 844,
    deviceScaleFactor: 3,
    mobile: true,
  })
  await page.cdp.send('Emulation.setTouchEmulationEnabled', { enabled: true })
  await page.goto('/weather.html')
  await expect(page.locator('#pointer')).toHaveText('coarse')
  expect(await page.evaluate(() => [innerWidth, devicePixelRatio])).toEqual([390, 3])
  expect(
    await page.locator('dl').evaluate((list) => getComputedStyle(list).gridTemplateColumns),
  ).not.toContain(' ')
})

test('another browser on a machine with three cores', async ({ page }) => {
  await page.cdp.send('Emulation.setUserAgentOverride', { userAgent: 'Lynx/2.9', platform: 'Amiga' })
  await page.cdp.send('Emulation.setHardwareConcurrencyOverride', { hardwareConcurrency: 3 })
  await page.goto('/weather.html')
  const told = await page.evaluate(() => {
    const { userAgent, platform, hardwareConcurrency } = navigator
    return { userAgent, platform, hardwareConcurrency }
  })
  expect(told).toEqual({
    userAgent: 'Lynx/2.9',
    platform: 'Amiga',
    hardwareConcurrency: 3,
  })
})

test('paper: what a printer would get', async ({ page }) => {
  await page.goto('/weather.html')
  await page.cdp.send('Emulation.setEmulatedMedia', { media: 'print' })
  await expect(page.getByRole('button', { name: 'Forget it' })).not.toBeVisible()
  const { data } = await page.cdp.send('Page.printToPDF', { pageRanges: '1' })
  expect(Buffer.from(data, 'base64').subarray(0, 5).toString()).toBe('%PDF-')
})
