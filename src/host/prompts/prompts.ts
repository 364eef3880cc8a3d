import { dirname, join } from 'node:path'
import type { CefrigError } from '../../errors.js'
import type { PageOptions } from '../../protocol/options.js'
import type { PromptAnswer, PromptEvent } from '../../protocol/prompts.js'
import type { Addon, NativeEvent } from '../addon.js'
import type { Session } from '../devtools.js'
import type { HostPage } from '../page.js'
import type { PagePart } from '../page-parts.js'
import type { TargetOrigin } from '../targets.js'
import { dialogEvent } from './dialog.js'
import { downloadEvent, downloadingEvent, type NativeDownload, pathIn } from './downloads.js'
import { fileChooserEvent, PageFiles } from './files.js'
import { Finding } from './finding.js'
import { contextMenuEvent } from './menu.js'
import type { PromptReply } from './native.js'
import { Permissions, permissionEvent } from './permissions.js'

const defaultDeadline = 10_000

/** What the browser asks about one page, until it is answered: by the test, at its deadline, or at once when the page has no owner. */
export class Prompts implements PagePart {
  readonly #page: HostPage
  readonly #addon: Addon
  readonly files: PageFiles
  readonly finding: Finding
  readonly permissions: Permissions
  /** Where each download is written. */
  readonly #downloads = new Map<number, string>()
  readonly #open = new Map<number, NodeJS.Timeout | undefined>()
  /** By question; a page stands still while one is open. */
  readonly #dialogs = new Map<number, string>()

  constructor(page: HostPage, addon: Addon) {
    this.#page = page
    this.#addon = addon
    this.finding = new Finding(page, addon)
    this.permissions = new Permissions(page, addon)
    this.files = new PageFiles(join(dirname(page.renderers.path), 'files', String(page.id)))
  }

  async follow(session: Session, origin: TargetOrigin): Promise<void> {
    if (origin !== 'worker') this.permissions.follow(session)
  }

  onNative(event: NativeEvent): void {
    switch (event.type) {
      case 'dialog':
        this.#ask(dialogEvent(event, this.#page.navigations > 0))
        break
      case 'filedialog':
        this.#ask(fileChooserEvent(event))
        break
      case 'external':
        this.#page.emit({ type: 'external', url: event.url, byTest: this.#page.navigations > 0 })
        break
      case 'window':
        this.#page.emit({ type: 'blocked', url: event.url })
        break
      case 'download':
        this.#download(event)
        break
      case 'downloading':
        this.#page.emit(downloadingEvent(event))
        break
      case 'contextmenu':
        this.#ask(contextMenuEvent(event))
        break
      case 'permission':
        this.#ask(permissionEvent(event))
        break
      case 'found':
        this.finding.receive(event)
        break
      case 'unasked':
        if (this.#close(event.question)) this.#tellOver(event.question, 0)
    }
  }

  /** Whether windows that the page opens from now on become pages. */
  adoptPopups(adopt: boolean): void {
    this.#addon.adoptPopups(this.#page.id, adopt)
  }

  /** The page has an owner, who said what becomes of its popups. */
  async leased({ popups = 'auto' }: PageOptions): Promise<void> {
    this.adoptPopups(popups === 'adopt')
  }

  /** From now on context menus are asked about. */
  reportMenus(): void {
    this.#addon.reportMenus(this.#page.id, true)
  }

  cancelDownload(download: number): void {
    this.#addon.cancelDownload(this.#page.id, download)
  }

  ended({ code }: CefrigError): void {
    // What was downloaded before a crash can still be had.
    if (code === 'PAGE_CLOSED') this.files.remove()
  }

  /** False when the question has had its answer. */
  async answer(question: number, answer: PromptAnswer): Promise<boolean> {
    if (!this.#close(question)) return false
    try {
      this.#addon.answer(question, answer && (await this.#reply(answer)))
    } catch (error) {
      this.#addon.answer(question, null)
      throw error
    }
    return true
  }

  async #reply({ files = [], command = 0, ...answer }: NonNullable<PromptAnswer>): Promise<PromptReply> {
    return { ...answer, list: await this.files.write(files), number: command }
  }

  #download(event: NativeDownload & { type: 'download' }): void {
    if (!this.#page.listener) {
      this.#addon.answer(event.question, null)
      return
    }
    const known = this.#downloads.get(event.number)
    const path = known ?? pathIn(this.files.place(), event)
    this.#addon.answer(event.question, { accepted: true, text: path })
    // Chromium asks again when it tries again what was broken off.
    if (known !== undefined) return
    this.#downloads.set(event.number, path)
    this.#page.emit(downloadEvent(event, path))
  }

  #ask(event: PromptEvent & { type: 'dialog' | 'filechooser' | 'contextmenu' | 'permission' }): void {
    const { question } = event
    const deadline = this.#page.options.timeout ?? defaultDeadline
    const late = () => {
      this.#leave(question)
      this.#tellOver(question, deadline)
    }
    this.#open.set(question, deadline > 0 ? setTimeout(late, deadline) : undefined)
    if (event.type === 'dialog') this.#dialogs.set(question, event.dialog)
    if (this.#page.listener) this.#page.emit(event)
    else this.#leave(question)
  }

  /** That a dialog is open, in words, if one is. */
  get dialog(): string | undefined {
    const [kind] = this.#dialogs.values()
    return kind && `its dialog (${kind}) is not answered`
  }

  #leave(question: number): void {
    this.#close(question)
    this.#addon.answer(question, null)
  }

  #close(question: number): boolean {
    this.#dialogs.delete(question)
    clearTimeout(this.#open.get(question))
    return this.#open.delete(question)
  }

  #tellOver(question: number, deadline: number): void {
    this.#page.emit({ type: 'unasked', question, deadline })
  }
}
