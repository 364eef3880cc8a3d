import { readFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { CefrigError } from '../errors.js'
import { badArgument } from './failure.js'
import type { Frame } from './frame.js'
import type { ElementHandle } from './handle.js'
import { checkOptions, text } from './options.js'

/** One of three sources of a style or a script. */
export interface TagOptions {
  /** The source itself. */
  content?: string
  /** A file, read by the test. */
  path?: string
  /** An address, loaded by the page. */
  url?: string
  /** Of a script: its `type`, as `module`. */
  type?: string
}

/** @throws BAD_ARGUMENT, EVALUATION_FAILED when the address cannot be loaded */
export async function injectStyle(frame: Frame, options: TagOptions): Promise<ElementHandle> {
  const { content, url } = await source(
    'page.addStyleTag()',
    options,
    (text, name) => `${text}\n/*# sourceURL=${name} */`,
  )
  return element(
    frame,
    `async ({ content, url }) => {
      const tag = document.createElement(url === undefined ? 'style' : 'link')
      if (url === undefined) tag.textContent = content
      else { tag.rel = 'stylesheet'; tag.href = url }
      await new Promise((resolve, reject) => {
        tag.onload = resolve
        tag.onerror = () => reject(new Error('the style cannot be loaded' + (url === undefined ? '' : ' from ' + tag.href)))
        document.head.append(tag)
      })
      return tag
    }`,
    { content, url },
  )
}

/** @throws BAD_ARGUMENT, EVALUATION_FAILED when the address cannot be loaded */
export async function injectScript(frame: Frame, options: TagOptions): Promise<ElementHandle> {
  const { content, url } = await source(
    'page.addScriptTag()',
    options,
    (text, name) => `${text}\n//# sourceURL=${name}`,
  )
  return element(
    frame,
    `async ({ content, url, type }) => {
      const tag = document.createElement('script')
      if (type) tag.type = type
      const ended = new Promise((resolve, reject) => {
        // No event tells the end of a module without an address.
        if (url === undefined) return resolve()
        tag.onload = resolve
        tag.onerror = () => reject(new Error('the script cannot be loaded' + (url === undefined ? '' : ' from ' + tag.src)))
      })
      if (url === undefined) tag.text = content
      else tag.src = url
      document.head.append(tag)
      await ended
      return tag
    }`,
    { content, url, type: options.type },
  )
}

async function source(
  where: string,
  options: TagOptions,
  named: (text: string, name: string) => string,
): Promise<{ content?: string; url?: string }> {
  checkOptions<TagOptions>(where, { content: text, path: text, url: text, type: text }, options)
  const { content, path, url } = options ?? {}
  const given = [content, path, url].filter((value) => value !== undefined)
  if (given.length !== 1) {
    throw badArgument(`${given.length} of content, path and url are given`, 'Give one of the three')
  }
  if (url !== undefined) return { url }
  if (content !== undefined) return { content }
  try {
    return { content: named(await readFile(path!, 'utf8'), pathToFileURL(path!).href) }
  } catch (error) {
    throw badArgument(`${path} cannot be read: ${(error as Error).message}`, 'Check the path')
  }
}

async function element(frame: Frame, fn: string, arg: unknown): Promise<ElementHandle> {
  const deadline = frame.page().deadline()
  const added = frame.evaluateHandleNow(fn, [arg])
  added.catch(() => {})
  const handle = await deadline.guard(added, () => {
    const message = `the tag was not loaded after ${deadline.timeout} ms. Check its address, or raise \`timeout\`.`
    throw new CefrigError('TIMEOUT', message, { facts: { timeout: deadline.timeout } })
  })
  return handle.asElement()!
}
