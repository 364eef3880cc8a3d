import { spawn } from 'node:child_process'

/** Opens an address in the user's browser. Answers why that failed, else null. */
export function openInBrowser(url: string): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn('xdg-open', [url], { stdio: 'ignore' })
    child.once('error', ({ code, message }: NodeJS.ErrnoException) =>
      resolve(code === 'ENOENT' ? 'xdg-open is not installed' : message),
    )
    // A browser that it starts itself may hold it until its window is closed.
    child.once('spawn', () => child.unref())
    child.once('exit', (code) => resolve(code === 0 ? null : `xdg-open ended with exit code ${code}`))
  })
}
