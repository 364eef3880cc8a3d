import type { MenuItem, PromptEvent } from '../../protocol/prompts.js'

/** A context menu as CEF tells of it. */
export interface NativeContextMenu {
  type: 'contextmenu'
  question: number
  /** JSON; `type` is cef_menu_item_type_t. */
  items: string
  x: number
  y: number
  link: string
  source: string
  selection: string
  editable: boolean
}

interface NativeItem extends Omit<MenuItem, 'type' | 'children'> {
  type: number
  children: NativeItem[]
}

const types: readonly MenuItem['type'][] = ['command', 'command', 'check', 'radio', 'separator', 'submenu']

export function contextMenuEvent({
  type,
  question,
  items,
  x,
  y,
  link: linkUrl,
  source: sourceUrl,
  selection: selectionText,
  editable: isEditable,
}: NativeContextMenu): PromptEvent & { type: 'contextmenu' } {
  const place = { x, y, linkUrl, sourceUrl, selectionText, isEditable }
  return { type, question, items: (JSON.parse(items) as NativeItem[]).map(itemOf), ...place }
}

/** Labels are as a person reads them: without the mark of the key that chooses them. */
function itemOf({ type, label, children, ...item }: NativeItem): MenuItem {
  const shown = label.replace(/&(.)/g, '$1')
  return { ...item, label: shown, type: types[type] ?? 'command', children: children.map(itemOf) }
}
