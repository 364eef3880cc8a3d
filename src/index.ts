import './supported-node.js'

export type { BindContractOptions, BoundContract } from './client/bindings/bind-contract.js'
export type { BindingCall, BindOptions } from './client/bindings/bindings.js'
export { PageState, type StateChange, type StateListenOptions } from './client/bindings/state.js'
export type { BindingStats, BindingStatsOptions } from './client/bindings/stats.js'
export type { Pixels } from './client/capture.js'
export type { PageCdp } from './client/cdp.js'
export { Cef, type CefEvents, type NewPageOptions } from './client/cef.js'
export { ConsoleMessage } from './client/console-message.js'
export { BrowserContext, type ContextOptions } from './client/context.js'
export { Clock, type Moment } from './client/emulation/clock.js'
export type { PageFunction, PageFunctionOn } from './client/evaluation.js'
export { Audio, type AudioPacket } from './client/facts/audio.js'
export { AudioRecording } from './client/facts/recording.js'
export { Frame } from './client/frame.js'
export { ElementHandle, JSHandle } from './client/handle.js'
export { Clipboard } from './client/input/clipboard.js'
export { type ComposeOptions, Ime } from './client/input/ime.js'
export { Keyboard, type KeyOptions } from './client/input/keyboard.js'
export { Mouse, type MouseOptions } from './client/input/mouse.js'
export { Pen } from './client/input/pen.js'
export { RawInput } from './client/input/raw.js'
export { Touchscreen } from './client/input/touchscreen.js'
export { type LaunchOptions, launch } from './client/launch.js'
export { type FilterOptions, Locator } from './client/locator.js'
export type {
  ClickOptions,
  DragOptions,
  FillOptions,
  GotoOptions,
  Modifier,
  PageScreenshotOptions,
  PixelsOptions,
  PointerOptions,
  ScreenshotOptions,
  TimeoutOptions,
  TypeOptions,
} from './client/method-options.js'
export { Component } from './client/mount/component.js'
export type { Mount } from './client/mount/mount.js'
export { Nested, nested } from './client/mount/nested.js'
export type { MountDefaults, MountOptions, UpdateOptions } from './client/mount/options.js'
export type { PropsOf, SlotGiven } from './client/mount/types.js'
export { HarRecording, type RecordHarOptions } from './client/network/har-record.js'
export type { RouteFromHarOptions } from './client/network/har-replay.js'
export { Request } from './client/network/http-request.js'
export type { NetErrorName } from './client/network/net-errors.js'
export { AnyRequest, RoutedRequest } from './client/network/request.js'
export { type ContinueOptions, type FulfillOptions, Route } from './client/network/route.js'
export type { RouteHandler, RouteOptions } from './client/network/routes.js'
export type { TrafficEvents } from './client/network/traffic.js'
export type { UrlMatch } from './client/network/url-match.js'
export type { Wanted } from './client/network/waits.js'
export { WebSocket, type WebSocketEvents, type WebSocketFrame } from './client/network/web-socket.js'
export type { FindOptions } from './client/page/commands.js'
export { Page } from './client/page.js'
export { PageError } from './client/page-error.js'
export type { PageEvents } from './client/page-story.js'
export type { TagOptions } from './client/page-tags.js'
export type { EventOptions, EventPredicate } from './client/page-waits.js'
export type { Preset } from './client/presets/preset.js'
export { ContextMenu } from './client/prompts/context-menu.js'
export { Dialog } from './client/prompts/dialog.js'
export { Download, type DownloadEvents } from './client/prompts/download.js'
export { FileChooser } from './client/prompts/file-chooser.js'
export type { FilePayload, Files } from './client/prompts/file-payload.js'
export type { Length, PdfOptions } from './client/prompts/pdf.js'
export { PermissionRequest } from './client/prompts/permission.js'
export { Rendering, type StepOptions } from './client/rendering.js'
export { Response } from './client/response.js'
export type { RoleOptions, TextOptions } from './client/selector.js'
export type { ServeHandler } from './client/serving.js'
export { Preferences } from './client/storage/preferences.js'
export { Accessibility } from './client/tools/accessibility.js'
export { Coverage } from './client/tools/coverage.js'
export type { IstanbulCoverage } from './client/tools/istanbul.js'
export type { IstanbulFile } from './client/tools/istanbul-file.js'
export { Tracing, type TracingOptions } from './client/tools/tracing.js'
export { defineContract } from './contract/contract.js'
export type { ArgumentShape, ContractFile, MethodShape } from './contract/contract-file.js'
export type { JsonSchema } from './contract/json-schema.js'
export type { Mock, MockRecord, MockResult, MockSettledResult } from './contract/mock.js'
export type { SchemaIssue, SchemaResult, StandardSchema } from './contract/standard-schema.js'
export type {
  Contract,
  ContractArguments,
  ContractEvents,
  ContractFunction,
  ContractMethod,
  ContractMethods,
  ContractMock,
  ContractResult,
  Implementation,
} from './contract/types.js'
export { CefrigError, type ErrorCode, type ErrorFacts, isCefrigError } from './errors.js'
export type {
  EmulatedPage,
  EmulateOptions,
  Geolocation,
  NetworkConditions,
  PageEmulation,
  UserAgentMetadata,
} from './protocol/emulation.js'
export type { ConsoleLevel, StackFrame } from './protocol/events.js'
export type { PageHistory } from './protocol/facts.js'
export type {
  ClipboardContent,
  DropData,
  MouseButton,
  PenPoint,
  RawEvent,
  TouchPoint,
} from './protocol/input.js'
export type {
  BodyStream,
  HttpCredentials,
  RequestTiming,
  ResourceType,
  ServedRequest,
  ServedResponse,
} from './protocol/network.js'
export type { Box, OptionChoice, Point, TextMatch } from './protocol/operation.js'
export type {
  BootOptions,
  Clip,
  FailOn,
  FontSettings,
  PageOptions,
  SchemeOptions,
  Viewport,
  WaitUntil,
} from './protocol/options.js'
export type { DialogType, Found, MenuItem, MenuPlace, PermissionName } from './protocol/prompts.js'
export type { Readiness } from './protocol/ready.js'
export type { Cookie, CookieFilter, NewCookie, StorageState } from './protocol/storage.js'
export type { AccessibilityNode, ScriptCoverage, StyleCoverage } from './protocol/tools.js'
