import type { FrameId, PageId, PageLease } from './page.js'

/** Which of the script's dialogs it is; `beforeunload`: the document asks before it is left. */
export type DialogType = 'alert' | 'confirm' | 'prompt' | 'beforeunload'

/** What is to be chosen: one file, any number, a directory with all that is in it, or where to write one. */
export type FileChooserMode = 'one' | 'many' | 'directory' | 'save'

/** What can be granted, in the words of the Permissions API where it has some. */
export const permissionNames = [
  'geolocation',
  'notifications',
  'camera',
  'microphone',
  'midi-sysex',
  'persistent-storage',
  'display-capture',
] as const

/** One of the permissions that can be granted. */
export type PermissionName = (typeof permissionNames)[number]

/** An item of a context menu. */
export interface MenuItem {
  /** CEF's number of the command. */
  id: number
  label: string
  type: 'command' | 'check' | 'radio' | 'separator' | 'submenu'
  enabled: boolean
  checked: boolean
  children: readonly MenuItem[]
}

/** What a context menu is about. */
export interface MenuPlace {
  /** CSS pixels of the viewport. */
  x: number
  y: number
  /** Of a link; otherwise empty. */
  linkUrl: string
  /** Of an image or a video; otherwise empty. */
  sourceUrl: string
  selectionText: string
  isEditable: boolean
}

/** What was found of a text. */
export interface Found {
  count: number
  /** Which of them is selected, from 1; 0: none. */
  active: number
  /** Where that one is, in CSS pixels of the viewport. */
  rect: { x: number; y: number; width: number; height: number }
}

/** A file that is not on disk. */
export interface FilePayload {
  name: string
  buffer: Uint8Array
}

/** A question of the browser that waits for an answer of the test, by its number. */
export type PromptEvent =
  | {
      type: 'dialog'
      question: number
      dialog: DialogType
      message: string
      defaultValue: string
      /** The test itself leaves the document. */
      byTest: boolean
    }
  | {
      type: 'filechooser'
      question: number
      mode: FileChooserMode
      /** As the page accepts them: MIME types, which may end in an asterisk, and endings with their dot. */
      accept: string[]
    }
  | { type: 'permission'; question: number; names: string[]; origin: string }
  | ({ type: 'contextmenu'; question: number; items: readonly MenuItem[] } & MenuPlace)
  /** The page has opened another one, which has these of its bindings. */
  | { type: 'popup'; lease: PageLease; bindings: readonly number[] }
  /** The page wanted to leave for another program, as by mailto:, and was not let go. */
  | { type: 'external'; url: string; byTest: boolean }
  /** The page wanted to open a window with this URL, and got none. */
  | { type: 'blocked'; url: string }
  /** A file is being downloaded to this path. */
  | {
      type: 'download'
      /** Names it within the page. */
      number: number
      url: string
      name: string
      mimeType: string
      /** Bytes; below 1: not known. */
      total: number
      path: string
    }
  /** Bytes so far; when it is over, what went wrong. */
  | {
      type: 'downloading'
      number: number
      received: number
      total: number
      isOver: boolean
      failure: string | null
    }
  /** The question has taken its default: at its deadline of so many milliseconds, or because whoever asked is gone (0). */
  | { type: 'unasked'; question: number; deadline: number }

/** Null is the question's default. */
export type PromptAnswer = {
  accepted: boolean
  /** What was typed. */
  text?: string
  /** What was chosen: paths, and files that the Host writes down until the page ends. */
  files?: readonly (string | FilePayload)[]
  /** The command that was chosen. */
  command?: number
} | null

export interface PromptTopic {
  /** False when the question has had its answer. */
  /** Whether windows that the page opens from now on become pages. */
  'page.adoptPopups'(pageId: PageId, adopt: boolean): void
  /** From now on context menus are asked about. */
  'page.reportMenus'(pageId: PageId): void
  /** Looks for a text; a second time for its next place. @throws TIMEOUT */
  'page.find'(pageId: PageId, text: string, options: { forward: boolean; matchCase: boolean }): Found
  'page.stopFinding'(pageId: PageId): void
  /** Of one origin, or of every one that the page has or gets documents of. */
  'page.grant'(pageId: PageId, names: readonly PermissionName[], origin: string | null): void
  'page.clearGrants'(pageId: PageId): void
  'download.cancel'(pageId: PageId, download: number): void
  'prompt.answer'(pageId: PageId, question: number, answer: PromptAnswer): boolean
  /** Gives a file input these paths. */
  'element.setFiles'(pageId: PageId, frameId: FrameId, objectId: string, paths: readonly string[]): void
}
