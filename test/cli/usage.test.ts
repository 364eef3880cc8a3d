import { expect, test } from 'vitest'
import { cefrig } from './run.js'

const env = { PATH: process.env.PATH, HOME: '/nonexistent' }

test('without a command prints the help', async () => {
  const { code, stdout } = await cefrig([], env)
  expect(code).toBe(0)
  expect(stdout).toMatch(/^ +install +Find CEF, or fetch, check and unpack it$/m)
  expect(stdout).toMatch(/^ +doctor +List what this machine has and what it lacks$/m)
  expect(await cefrig(['--help'], env)).toEqual({ code, stdout, stderr: '' })
})

test('prints its version', async () => {
  const { stdout } = await cefrig(['--version'], env)
  expect(stdout).toMatch(/^cefrig\/\d+\.\d+\.\d+ /)
})

test('an unknown command is refused with the nearest name and exit code 2', async () => {
  expect(await cefrig(['instal'], env)).toEqual({
    code: 2,
    stdout: '',
    stderr:
      'cefrig instal failed: there is no such command. Did you mean `cefrig install`? The commands are install, doctor, contract, open, shoot, prune, report, review.\n',
  })
})

test('an unknown option is refused with the nearest name', async () => {
  expect(await cefrig(['install', '--form', 'x'], env)).toEqual({
    code: 2,
    stdout: '',
    stderr: 'cefrig install failed: unknown option `--form`. Did you mean `--from`?\n',
  })
  expect((await cefrig(['install', '--with-dep'], env)).stderr).toContain('Did you mean `--with-deps`?')
  expect((await cefrig(['doctor', '--jsno'], env)).stderr).toContain('Did you mean `--json`?')
})

test('an argument too much, and an option without its value, are refused', async () => {
  expect(await cefrig(['doctor', 'all'], env)).toEqual({
    code: 2,
    stdout: '',
    stderr: 'cefrig doctor failed: it takes no argument `all`. `cefrig doctor --help` lists what it takes.\n',
  })
  expect(await cefrig(['install', '--cef'], env)).toEqual({
    code: 2,
    stdout: '',
    stderr: 'cefrig install failed: `--cef <version>` has no value. Write one behind it.\n',
  })
})
