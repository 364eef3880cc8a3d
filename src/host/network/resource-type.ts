import type { Protocol } from 'devtools-protocol'
import type { ResourceType } from '../../protocol/network.js'

/** By cef_resource_type_t. CEF does not tell `XMLHttpRequest` from `fetch()`. */
const byKind: readonly ResourceType[] = [
  'document',
  'document',
  'stylesheet',
  'script',
  'image',
  'font',
  'other',
  'other',
  'media',
  'script',
  'script',
  'other',
  'image',
  'fetch',
  'ping',
  'script',
]

export function resourceType(kind: number): ResourceType {
  return byKind[kind] ?? 'other'
}

const byType: Partial<Record<Protocol.Network.ResourceType, ResourceType>> = {
  Document: 'document',
  Stylesheet: 'stylesheet',
  Image: 'image',
  Media: 'media',
  Font: 'font',
  Script: 'script',
  TextTrack: 'texttrack',
  XHR: 'xhr',
  Fetch: 'fetch',
  EventSource: 'eventsource',
  WebSocket: 'websocket',
  Manifest: 'manifest',
  Ping: 'ping',
}

/** As DevTools name it. */
export function typeOfEvent(type: Protocol.Network.ResourceType | undefined): ResourceType {
  return (type && byType[type]) ?? 'other'
}
