import { describe, expect, test } from 'vitest'
import { adviseOn, describeChanges, environmentChanges, isOtherCpu } from '../../src/golden/environment.js'
import { cpuName } from '../../src/host/fingerprint.js'
import { environment } from './scratch.js'

const changesOf = (change: Partial<typeof environment>) =>
  environmentChanges({ ...environment, ...change }, environment)

describe('the environment of a golden', () => {
  test.each([
    [
      { cef: '145.0.1' },
      'CEF 145.0.1 → 146.0.10',
      "with the boot option cef: '145.0.1' after `npx cefrig install --cef 145.0.1`",
    ],
    [{ platform: 'darwin' }, 'platform darwin → linux', 'on darwin'],
    [{ arch: 'arm64' }, 'architecture arm64 → x64', 'on arm64'],
    [{ cpu: 'x86-64-v2' }, 'CPU x86-64-v2 → x86-64-v3', 'on a CPU of x86-64-v2'],
    [{ fonts: 'system' }, 'fonts system → 0123456789abcdef', "with fonts: 'system' on that machine"],
    [{ fonts: '1' }, 'fonts 1 → 0123456789abcdef', 'with the sealed fonts of that version of cefrig'],
    [{ switches: 'x=1' }, 'switches x=1 → (none)', 'with the switches x=1'],
    [{ scale: 2 }, 'scale 2 → 1', 'with deviceScaleFactor: 2'],
  ])('%o: what differs, and what to do', (change, words, remedy) => {
    const changes = changesOf(change)
    expect(describeChanges(changes)).toBe(words)
    expect(adviseOn(changes)).toBe(`Run where the goldens are made: ${remedy}`)
    expect(isOtherCpu(changes)).toBe('cpu' in change)
  })

  test('with another CPU and more is not only that', () => {
    const changes = changesOf({ cpu: 'x86-64', scale: 2 })
    expect(changes.map(({ what }) => what)).toEqual(['cpu', 'scale'])
    expect(isOtherCpu(changes)).toBe(false)
  })

  test.each([
    ['x86-64-v4 amd', 'x86-64-v3 amd', true],
    ['x86-64-v2 intel', 'x86-64 intel', true],
    ['x86-64-v3 amd', 'x86-64-v3 intel', false],
    ['x86-64-v3 amd', 'x86-64-v2 amd', false],
    ['x86-64-v4', 'x86-64-v3 intel', true],
    ['arm64', 'arm64', true],
  ])('%s and %s draw the same: %s', (golden, here, same) => {
    const changes = environmentChanges({ ...environment, cpu: golden }, { ...environment, cpu: here })
    expect(changes).toHaveLength(same ? 0 : 1)
  })
})

describe.runIf(process.arch === 'x64')('the name of a CPU', () => {
  const v2 = 'cx16 lahf_lm popcnt sse4_1 sse4_2 ssse3'
  const v3 = `${v2} avx avx2 bmi1 bmi2 f16c fma abm movbe`
  test.each([
    ['GenuineIntel', `${v3} avx512f avx512bw avx512cd avx512dq avx512vl`, 'x86-64-v4 intel'],
    ['AuthenticAMD', v3, 'x86-64-v3 amd'],
    ['AuthenticAMD', v3.replace('fma ', ''), 'x86-64-v2 amd'],
    ['Shanghai', 'sse2', 'x86-64 shanghai'],
  ])('%s with %s', (maker, flags, name) => {
    expect(cpuName(`processor\t: 0\nvendor_id\t: ${maker}\nflags\t\t: fpu ${flags}\nprocessor\t: 1\n`)).toBe(
      name,
    )
  })

  test('where the kernel tells nothing', () => {
    expect(cpuName('')).toBe('x86-64')
  })
})
