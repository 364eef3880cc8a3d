import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readCefVersion } from '../../src/install/elf.js'
import { findCef } from '../../src/install/find.js'
import { packagesFor } from '../../src/install/libraries.js'
import { pinnedCef } from '../../src/install/pin.js'
import { currentPlatform } from '../../src/install/platform.js'
import { checkVersion, compareVersions, shortVersion, versionMatches } from '../../src/install/version.js'
import { flatLayout } from './archives.js'
import { failureOf, machinesCef, scratch, sealedEnv } from './scratch.js'

const { version, directory } = machinesCef

describe('findCef()', () => {
  test('takes CEFRIG_CEF_DIR as it is, and reads its version in a moment', async () => {
    const start = performance.now()
    const found = await findCef(undefined, { CEFRIG_CEF_DIR: directory })
    expect(found).toEqual({ version, directory })
    expect(performance.now() - start).toBeLessThan(500)
  })

  test('says what a CEFRIG_CEF_DIR lacks', async () => {
    const part = await flatLayout(join(await scratch(), 'part'), ['resources.pak'])
    expect(await failureOf(findCef(undefined, { CEFRIG_CEF_DIR: part }))).toMatchObject({
      code: 'NOT_INSTALLED',
      message:
        `CEFRIG_CEF_DIR is ${part}, which lacks resources.pak. ` +
        'Let it name the directory of a whole unpacked CEF, or unset it and run `npx cefrig install`.',
    })
  })

  test('says when CEFRIG_CEF_DIR has another version than was asked for', async () => {
    expect(await failureOf(findCef('150', { CEFRIG_CEF_DIR: directory }))).toMatchObject({
      code: 'NOT_INSTALLED',
      message:
        `CEFRIG_CEF_DIR is ${directory}, which holds CEF ${shortVersion(version)} and not 150. ` +
        'Unset it and run `npx cefrig install --cef 150`, or ask for the version that it holds.',
    })
  })

  test('names the command that installs what is not there', async () => {
    const cache = await scratch()
    expect(await failureOf(findCef(undefined, sealedEnv(cache)))).toMatchObject({
      code: 'NOT_INSTALLED',
      message: `CEF ${shortVersion(pinnedCef)} is not installed in ${cache}. Run \`npx cefrig install\`.`,
    })
    expect((await failureOf(findCef('150.0.1', sealedEnv(cache)))).message).toBe(
      `CEF 150.0.1 is not installed in ${cache}. Run \`npx cefrig install --cef 150.0.1\`.`,
    )
  })

  test('does not take a directory that was never finished', async () => {
    const cache = await scratch()
    await flatLayout(join(cache, version, currentPlatform().name))
    expect(await failureOf(findCef(version, sealedEnv(cache)))).toMatchObject({ code: 'NOT_INSTALLED' })
    await writeFile(join(cache, version, currentPlatform().name, 'cefrig.json'), '{"version":')
    expect(await failureOf(findCef(version, sealedEnv(cache)))).toMatchObject({ code: 'NOT_INSTALLED' })
  })

  test('refuses what is no version, and one older than 133', async () => {
    for (const wrong of ['', 'latest', '146.', 'v146', '../146', '146.0.10.1']) {
      expect(await failureOf(findCef(wrong, {}))).toMatchObject({
        code: 'BAD_ARGUMENT',
        message: expect.stringContaining(
          `${JSON.stringify(wrong)} is no CEF version. Write it as 146, 146.0.10 or `,
        ),
      })
    }
    expect(await failureOf(findCef('132.3.2', {}))).toMatchObject({
      code: 'UNSUPPORTED_CEF',
      message: expect.stringContaining('CEF 132.3.2 was asked for, and cefrig needs 133 or newer'),
    })
  })
})

describe('a CEF version', () => {
  test('is read out of libcef.so, and of nothing else', async () => {
    expect(await readCefVersion(join(directory, 'libcef.so'))).toBe(version)
    expect(await readCefVersion(join(directory, 'libGLESv2.so'))).toBeUndefined()
    expect(await readCefVersion(join(directory, 'icudtl.dat'))).toBeUndefined()
    const empty = join(await scratch(), 'libcef.so')
    await writeFile(empty, '')
    expect(await readCefVersion(empty)).toBeUndefined()
  })

  test('is meant by its beginning in whole numbers', () => {
    expect(
      ['146', '146.0', '146.0.10', '146.0.10+g8219561', pinnedCef].map((text) =>
        versionMatches(pinnedCef, text),
      ),
    ).toEqual([true, true, true, true, true])
    expect(['14', '146.0.1', '146.0.10+g82', '147'].some((text) => versionMatches(pinnedCef, text))).toBe(
      false,
    )
    expect(checkVersion('146.0.10')).toBe('146.0.10')
  })

  test('is ordered by numbers, not by letters', () => {
    const ordered = ['133.4.2+gaa', '146.0.9+gbb', '146.0.10+gaa', '1460.0.0+gaa']
    expect([...ordered].reverse().sort(compareVersions)).toEqual(ordered)
  })
})

describe('the platform', () => {
  test('is Linux on x64 or arm64', () => {
    expect(currentPlatform('linux', 'x64')).toMatchObject({ name: 'linux64', maven: 'linux-amd64' })
    expect(currentPlatform('linux', 'arm64')).toMatchObject({ name: 'linuxarm64', maven: 'linux-arm64' })
  })

  test('is otherwise told to take a remote Host', async () => {
    for (const [system, arch] of [
      ['darwin', 'arm64'],
      ['win32', 'x64'],
      ['linux', 'ia32'],
    ] as const) {
      expect(await failureOf(Promise.resolve().then(() => currentPlatform(system, arch)))).toMatchObject({
        code: 'UNSUPPORTED_PLATFORM',
        message: expect.stringMatching(
          new RegExp(
            `this is ${system} ${arch}\\. Run the tests against a remote Host on Linux \\(a container will do\\)`,
          ),
        ),
      })
    }
  })
})

test('Debian packages are named as this release of Debian names them', () => {
  const libraries = ['libnss3.so', 'libnssutil3.so', 'libasound.so.2']
  expect(packagesFor(libraries, '2.36')).toEqual(['libasound2', 'libnss3'])
  expect(packagesFor(libraries, '2.39')).toEqual(['libasound2t64', 'libnss3'])
})

test('an empty cache directory is no CEF', async () => {
  const cache = await scratch()
  await mkdir(join(cache, pinnedCef))
  expect(await failureOf(findCef(undefined, sealedEnv(cache)))).toMatchObject({ code: 'NOT_INSTALLED' })
})
