import type { PageEvent } from '../../protocol/events.js'
import type { PageOptions } from '../../protocol/options.js'
import type { PermissionName, PromptEvent } from '../../protocol/prompts.js'
import { run } from '../failure.js'
import { checkOptions, text } from '../options.js'
import type { Page } from '../page.js'
import type { PageEvents } from '../page-story.js'
import { ContextMenu } from '../prompts/context-menu.js'
import { Dialog, nameOf } from '../prompts/dialog.js'
import { Download } from '../prompts/download.js'
import { FileChooser } from '../prompts/file-chooser.js'
import { GrantedPermissions, originOf, requirePermissions } from '../prompts/granted.js'
import { PermissionRequest } from '../prompts/permission.js'
import { Question, type QuestionPage } from '../prompts/question.js'
import { PageBindings } from './bindings.js'

export interface PromptEvents {
  /** A dialog of the page's script. Without a listener it is dismissed at once (`beforeunload`: accepted), and fails the test. */
  dialog: [dialog: Dialog]
  /** The page asks for files. Without a listener the chooser is cancelled at once, and fails the test. */
  filechooser: [chooser: FileChooser]
  /** The page asks for camera, microphone or screen, and was not granted them. Without a listener it is denied them, and fails the test. */
  permission: [request: PermissionRequest]
  /** The page wanted to open another program, as by `mailto:`, which is refused in any case. Without a listener it fails the test. */
  externalprotocol: [url: string]
  /** A context menu is open. Without a listener there is none. */
  contextmenu: [menu: ContextMenu]
  /** A download has begun. Without a listener it is cancelled, and fails the test. */
  download: [download: Download]
  /** The page has opened another one, which is there with all its bindings. See the option `popups`. */
  popup: [popup: Page]
}

/** How a page came to be that another one opened. */
export interface Opened {
  opener: Page
  /** Which of the opener's bindings it has. */
  bindings: readonly number[]
}

/** What the browser asks a person. */
export abstract class PagePrompts extends PageBindings {
  readonly #questions = new Map<number, Question>()
  readonly #granted = new GrantedPermissions()
  readonly #downloads = new Map<number, Download>()
  readonly #asking: QuestionPage = {
    failures: this.story.failures,
    url: () => this.url(),
    answer: (question, answer) => this.call('prompt.answer', question, answer),
    leave: (question) => this.connection.send('prompt.answer', this.id, question, null),
  }

  #opener: Page | null = null
  #adoptsPopups = false

  /**
   * Lets the page's documents, of one origin or of all, do what they would have to ask for; documents of that origin in other pages of
   * the context too. @throws BAD_ARGUMENT
   */
  grantPermissions(names: readonly PermissionName[], options: { origin?: string } = {}): Promise<void> {
    return run('page.grantPermissions', async () => {
      checkOptions<{ origin?: string }>('page.grantPermissions()', { origin: text }, options)
      requirePermissions(names)
      const origin = originOf(options.origin)
      await this.call('page.grant', names, origin)
      this.#granted.grant(names, origin)
    })
  }

  /** Takes back what {@link grantPermissions} has granted. */
  clearPermissions(): Promise<void> {
    return run('page.clearPermissions', async () => {
      this.#granted.clear()
      await this.call('page.clearGrants')
    })
  }

  /** The page that opened this one; null for those that the test made. */
  opener(): Page | null {
    return this.#opener
  }

  /** @internal */
  protected openedBy({ opener, bindings }: Opened): void {
    this.#opener = opener
    this.inheritBindings(opener, bindings)
  }

  /** @internal The browser must know beforehand whether a window may be opened. */
  protected override listens(event: keyof PageEvents): void {
    super.listens(event)
    if (event === 'contextmenu') this.call('page.reportMenus').catch(() => {})
    if (event !== 'popup' || this.#adoptsPopups || this.#popupPolicy !== 'auto') return
    this.#adoptsPopups = true
    this.call('page.adoptPopups', true).catch(() => {})
  }

  get #popupPolicy(): NonNullable<PageOptions['popups']> {
    return this.options.popups ?? 'auto'
  }

  /** @internal */
  protected override heard(event: PageEvent): void {
    switch (event.type) {
      case 'dialog':
        this.#dialog(event)
        break
      case 'filechooser':
        this.#fileChooser(event)
        break
      case 'permission':
        this.#permission(event)
        break
      case 'contextmenu':
        this.#contextMenu(event)
        break
      case 'download':
        this.#download(event)
        break
      case 'downloading':
        this.#downloads.get(event.number)?.update(event)
        break
      case 'popup':
        this.#popup(event)
        break
      case 'external':
        this.#external(event)
        break
      case 'blocked':
        if (this.#popupPolicy !== 'block') this.#unhandledPopup(event.url)
        break
      case 'unasked':
        this.#questions.get(event.question)?.over(event.deadline)
        this.#questions.delete(event.question)
        break
      default:
        super.heard(event)
    }
  }

  /** @internal */
  protected override ended(): void {
    for (const download of this.#downloads.values()) download.lost()
    super.ended()
  }

  /** @internal */
  protected override ignored(event: PageEvent): void {
    if ('question' in event && event.type !== 'unasked') this.#asking.leave(event.question)
    super.ignored(event)
  }

  #dialog(event: PromptEvent & { type: 'dialog' }): void {
    const next = `Handle it: page.on('dialog', (dialog) => dialog.accept()) or dialog.dismiss().`
    const question = this.#ask(event.question, nameOf(event), next)
    const { events } = this.story
    if (events.has('dialog')) events.emit('dialog', new Dialog(question, event))
    // Who leaves a document by page.goto() means it.
    else question.leave({ isFailure: !event.byTest })
  }

  #fileChooser(event: PromptEvent & { type: 'filechooser' }): void {
    const what = event.mode === 'one' ? 'file chooser' : `file chooser (${event.mode})`
    const next = `Handle it: page.on('filechooser', (chooser) => chooser.setFiles(path)) or chooser.cancel().`
    const question = this.#ask(event.question, what, next)
    const { events } = this.story
    if (events.has('filechooser'))
      events.emit('filechooser', new FileChooser(this as unknown as Page, question, event))
    else question.leave()
  }

  #permission(event: PromptEvent & { type: 'permission' }): void {
    const what = `request for ${event.names.join(', ')} by ${event.origin}`
    const next = `Handle it: page.grantPermissions(['${event.names[0]}']), or page.on('permission', (request) => request.deny()).`
    const question = this.#ask(event.question, what, next)
    const request = new PermissionRequest(question, event)
    const { events } = this.story
    if (this.#granted.allow(event)) request.grant().catch(() => {})
    else if (events.has('permission')) events.emit('permission', request)
    else question.leave()
  }

  #contextMenu(event: PromptEvent & { type: 'contextmenu' }): void {
    const next = 'Handle it: menu.choose(label) or menu.dismiss().'
    const question = this.#ask(event.question, 'context menu', next)
    const { events } = this.story
    if (events.has('contextmenu')) events.emit('contextmenu', new ContextMenu(question, event))
    else question.leave({ isFailure: false })
  }

  #download(event: PromptEvent & { type: 'download' }): void {
    const cancel = (number: number) => this.call('download.cancel', number)
    const download = new Download({ deadline: (timeout) => this.deadline(timeout), cancel }, event)
    this.#downloads.set(event.number, download)
    const { events } = this.story
    if (events.has('download')) {
      events.emit('download', download)
      return
    }
    const next = `It is from ${event.url}. Handle it: page.on('download', (download) => download.path()) or download.cancel().`
    this.#unhandled(`download of ${JSON.stringify(event.name)}`, next)
    cancel(event.number).catch(() => {})
  }

  #popup({ lease, bindings }: PromptEvent & { type: 'popup' }): void {
    if (this.isClosing) {
      // Nobody would close it any more.
      this.connection.call('page.close', lease.pageId).catch(() => {})
      return
    }
    const opener = this as unknown as Page
    const options = { ...this.options, viewport: lease.viewport, deviceScaleFactor: lease.deviceScaleFactor }
    const popup = this.context.adopt(lease, options, undefined, { opener, bindings })
    if (this.#popupPolicy !== 'auto' || this.story.events.has('popup')) this.story.events.emit('popup', popup)
    else {
      // Whoever listened at first does so no more.
      this.#unhandledPopup(popup.url())
      void popup.close().catch(() => {})
    }
  }

  #external({ url, byTest }: PromptEvent & { type: 'external' }): void {
    const { events } = this.story
    if (events.has('externalprotocol')) events.emit('externalprotocol', url)
    else if (!byTest) {
      const next = `Other programs are not opened. Handle it: page.on('externalprotocol', (url) => …).`
      this.#unhandled(`external protocol ${url}`, next)
    }
  }

  #unhandledPopup(url: string): void {
    const what = `window.open(${JSON.stringify(url)})`
    const next = `Handle it: page.on('popup', (popup) => …), or give the page the option popups: 'adopt' or 'block'.`
    this.#unhandled(what, next)
  }

  #unhandled(what: string, next: string): void {
    this.story.failures.record({ kind: 'unhandled', what, next, url: this.url() })
  }

  #ask(number: number, what: string, next: string): Question {
    const question = new Question(this.#asking, number, what, next)
    this.#questions.set(number, question)
    return question
  }
}
