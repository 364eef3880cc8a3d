import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

const isRoot = process.getuid?.() === 0
let home: string

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'small-'))
  chmodSync(home, 0o777)
})
afterEach(() => {
  expect(readdirSync(home)).toEqual([])
  rmSync(home, { recursive: true })
})

// A picture large enough that its pixels and Chromium's buffers need much shared memory.
const script = `
  import { launch } from 'cefrig'
  import { createHash } from 'node:crypto'
  const cef = await launch({ viewport: { width: 1600, height: 1200 } })
  const pages = await Promise.all([cef.newPage(), cef.newPage(), cef.newPage()])
  for (const page of pages) {
    await page.setContent('<canvas width=1600 height=1200></canvas><body style="background:rgb(1,2,3);height:5000px">')
    const { data } = await page.pixels()
    if ([...data.slice(0, 3)].join() !== '1,2,3') throw new Error('wrong pixels')
  }
  const { height } = await pages[0].pixels({ fullPage: true })
  await cef.close()
  console.log('pictures', pages.length, height)`

/** Runs the script by a shell line in which $NODE is the command. */
function run(line: string) {
  const result = spawnSync('sh', ['-c', line], {
    encoding: 'utf8',
    timeout: 25_000,
    env: {
      ...process.env,
      HOME: home,
      TMPDIR: home,
      CEFRIG_CACHE: process.env.CEFRIG_CACHE ?? join(process.env.HOME ?? '', '.cache/cefrig'),
      NODE: process.execPath,
      SCRIPT: script,
    },
  })
  return { status: result.status, output: result.stdout + result.stderr }
}
const node = '"$NODE" --input-type=module -e "$SCRIPT"'

test.runIf(isRoot)('64 MB of /dev/shm, what Docker gives, are enough', () => {
  const result = run(`unshare --mount sh -c 'mount -t tmpfs -o size=64m tmpfs /dev/shm && exec ${node}'`)
  expect(result).toEqual({ status: 0, output: expect.stringMatching(/^pictures 3 50\d\d\n$/) })
})

test.runIf(isRoot)('a user who is not root needs nothing more', () => {
  // What lies in root's home, as its cache does by default, is shown to that user in another place.
  const cache = mkdtempSync(join(tmpdir(), 'cache-'))
  const user = `CEFRIG_CACHE=${cache} exec setpriv --reuid=65534 --regid=65534 --clear-groups ${node}`
  const result = run(`unshare --mount sh -c 'mount --bind "$CEFRIG_CACHE" ${cache} && ${user}'`)
  rmSync(cache, { recursive: true })
  expect(result).toEqual({ status: 0, output: expect.stringMatching(/^pictures 3 50\d\d\n$/) })
})

test.runIf(isRoot)('a user who is not root and may make no user namespaces needs nothing more', () => {
  // The limit counts per user namespace: in one of its own it does not touch the machine's.
  const denied = `echo 0 > /proc/sys/user/max_user_namespaces && exec ${node}`
  const result = run(`unshare --user --map-root-user sh -c '${denied}'`)
  expect(result).toEqual({ status: 0, output: expect.stringMatching(/^pictures 3 50\d\d\n$/) })
})
