import type { NativeDialog } from './dialog.js'
import type { NativeDownload } from './downloads.js'
import type { NativeFileDialog } from './files.js'
import type { NativeFound } from './finding.js'
import type { NativeContextMenu } from './menu.js'
import type { NativePermission } from './permissions.js'

/** What CEF asks; to be answered by {@link Addon.answer}. */
export type NativePrompt =
  | NativeDialog
  | NativeFileDialog
  | NativeDownload
  | NativeContextMenu
  | NativeFound
  | NativePermission
  /** The page is one that another one opened; it will be `created`, or `closed` when that fails. */
  | { type: 'opened'; opener: number; width: number; height: number; url: string }
  /** The page wanted to open a window, and got none. */
  | { type: 'window'; url: string }
  /** The page wanted to leave for another program, and was not let go. */
  | { type: 'external'; url: string }
  /** The question is over: the page was left or closed, or its renderer died. */
  | { type: 'unasked'; question: number }

/** An answer; which of it counts depends on the question. */
export interface PromptReply {
  accepted: boolean
  text?: string
  list?: readonly string[]
  number?: number
}
