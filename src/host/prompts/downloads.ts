import { join } from 'node:path'
import type { PromptEvent } from '../../protocol/prompts.js'

/** A download as CEF tells of it: first with a question, where it is to be written, then as it goes on. */
export type NativeDownload =
  | {
      type: 'download'
      question: number
      /** Names it within its context. */
      number: number
      url: string
      name: string
      mimeType: string
      /** Bytes; below 1: not known. */
      total: number
    }
  | {
      type: 'downloading'
      number: number
      /** 0 running, 1 complete, 2 cancelled, 3 interrupted. */
      state: number
      /** cef_download_interrupt_reason_t. */
      reason: number
      received: number
      total: number
    }

/** Where it is written: a directory of its own keeps the name. */
export function pathIn(directory: string, { name }: { name: string }): string {
  return join(directory, name.replaceAll('/', '_') || 'download')
}

export function downloadEvent(
  { number, url, name, mimeType, total }: NativeDownload & { type: 'download' },
  path: string,
): PromptEvent {
  return { type: 'download', number, url, name, mimeType, total, path }
}

export function downloadingEvent({
  number,
  state,
  reason,
  received,
  total,
}: NativeDownload & { type: 'downloading' }): PromptEvent {
  const failure = state === 2 ? 'canceled' : state === 3 ? (reasons[reason] ?? `reason ${reason}`) : null
  return { type: 'downloading', number, received, total, isOver: state !== 0, failure }
}

/** Of cef_download_interrupt_reason_t, in Chromium's words. */
const reasons: Record<number, string> = {
  1: 'FILE_FAILED',
  2: 'FILE_ACCESS_DENIED',
  3: 'FILE_NO_SPACE',
  5: 'FILE_NAME_TOO_LONG',
  6: 'FILE_TOO_LARGE',
  7: 'FILE_VIRUS_INFECTED',
  10: 'FILE_TRANSIENT_ERROR',
  11: 'FILE_BLOCKED',
  12: 'FILE_SECURITY_CHECK_FAILED',
  13: 'FILE_TOO_SHORT',
  14: 'FILE_HASH_MISMATCH',
  15: 'FILE_SAME_AS_SOURCE',
  20: 'NETWORK_FAILED',
  21: 'NETWORK_TIMEOUT',
  22: 'NETWORK_DISCONNECTED',
  23: 'NETWORK_SERVER_DOWN',
  24: 'NETWORK_INVALID_REQUEST',
  30: 'SERVER_FAILED',
  31: 'SERVER_NO_RANGE',
  33: 'SERVER_BAD_CONTENT',
  34: 'SERVER_UNAUTHORIZED',
  35: 'SERVER_CERT_PROBLEM',
  36: 'SERVER_FORBIDDEN',
  37: 'SERVER_UNREACHABLE',
  38: 'SERVER_CONTENT_LENGTH_MISMATCH',
  39: 'SERVER_CROSS_ORIGIN_REDIRECT',
  40: 'USER_CANCELED',
  41: 'USER_SHUTDOWN',
  50: 'CRASH',
}
