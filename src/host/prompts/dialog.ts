import type { DialogType, PromptEvent } from '../../protocol/prompts.js'

/** A dialog as CEF tells of it. `kind` is cef_jsdialog_type_t, or -1 for a document that asks before it is left. */
export interface NativeDialog {
  type: 'dialog'
  question: number
  kind: number
  message: string
  /** What stands in the field of a prompt. */
  text: string
}

const types: Record<number, DialogType> = { [-1]: 'beforeunload', 0: 'alert', 1: 'confirm', 2: 'prompt' }

export function dialogEvent(
  { question, kind, message, text }: NativeDialog,
  byTest: boolean,
): PromptEvent & { type: 'dialog' } {
  const dialog = types[kind] ?? 'alert'
  return { type: 'dialog', question, dialog, message, defaultValue: text, byTest }
}
