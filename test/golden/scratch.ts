import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { digestPixels } from '../../src/golden/digest.js'
import type { GoldenEnvironment } from '../../src/golden/environment.js'
import type { Pixels } from '../../src/golden/png.js'
import type { Shoot } from '../../src/golden/shot.js'
import type { GoldenPictures, TestIdentity } from '../../src/golden/test-identity.js'

/** A directory that is gone when the test has finished. */
export function scratch(): string {
  const directory = mkdtempSync(join(tmpdir(), 'cefrig-golden-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

/** Every file below a directory, relative to it. */
export function filesBelow(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .sort()
}

export const environment: GoldenEnvironment = {
  cef: '146.0.10',
  platform: 'linux',
  arch: 'x64',
  cpu: 'x86-64-v3',
  fonts: '0123456789abcdef',
  switches: '',
  scale: 1,
}

/** A picture of one colour. */
export function sheet(
  width: number,
  height: number,
  colour: readonly number[] = [255, 255, 255, 255],
): Pixels {
  return { width, height, data: new Uint8Array(width * height * 4).map((_, index) => colour[index % 4]!) }
}

/** Shots of the pictures in turn; the last one stays. */
export function shotsOf(...pictures: Pixels[]): Shoot & { taken: number } {
  const shoot: Shoot = async (store) => {
    const picture = pictures[Math.min(shots.taken++, pictures.length - 1)]!
    const { width, height, data } = picture
    return { width, height, digest: await digestPixels(data), pixels: store ? picture : null }
  }
  const shots = Object.assign(shoot, { taken: 0 })
  return shots
}

export interface TestRecord extends TestIdentity {
  counted: string[]
  attached: GoldenPictures[]
}

/** A test in `<root>/specs/editor.test.ts`. */
export function testIn(root: string, given: Partial<TestIdentity> = {}): TestRecord {
  const counted: string[] = []
  const attached: GoldenPictures[] = []
  return {
    id: '1_0',
    run: {},
    file: join(root, 'specs', 'editor.test.ts'),
    names: ['editor', 'saves'],
    root,
    retry: 0,
    repeat: 0,
    updateMode: 'new',
    count: (what) => counted.push(what),
    attach: (pictures) => {
      attached.push(pictures)
    },
    ...given,
    counted,
    attached,
  }
}
