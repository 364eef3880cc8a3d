// `cefrig` as test files of Jest get it, by the export condition `cefrig-jest`: the package itself is loaded once per worker, outside of
// their realm, and they need no way to load ECMAScript modules. Written out, because importers read the names from this text.
const own = (globalThis as unknown as Record<symbol, Record<string, Record<string, unknown>>>)[
  Symbol.for('cefrig.jest')
]!.cefrig!

exports.Accessibility = own.Accessibility
exports.AnyRequest = own.AnyRequest
exports.Audio = own.Audio
exports.AudioRecording = own.AudioRecording
exports.BrowserContext = own.BrowserContext
exports.Cef = own.Cef
exports.CefrigError = own.CefrigError
exports.Clipboard = own.Clipboard
exports.Clock = own.Clock
exports.Component = own.Component
exports.ConsoleMessage = own.ConsoleMessage
exports.ContextMenu = own.ContextMenu
exports.Coverage = own.Coverage
exports.Dialog = own.Dialog
exports.Download = own.Download
exports.ElementHandle = own.ElementHandle
exports.FileChooser = own.FileChooser
exports.Frame = own.Frame
exports.HarRecording = own.HarRecording
exports.Ime = own.Ime
exports.JSHandle = own.JSHandle
exports.Keyboard = own.Keyboard
exports.Locator = own.Locator
exports.Mouse = own.Mouse
exports.Nested = own.Nested
exports.Page = own.Page
exports.PageError = own.PageError
exports.PageState = own.PageState
exports.Pen = own.Pen
exports.PermissionRequest = own.PermissionRequest
exports.Preferences = own.Preferences
exports.RawInput = own.RawInput
exports.Rendering = own.Rendering
exports.Request = own.Request
exports.Response = own.Response
exports.Route = own.Route
exports.RoutedRequest = own.RoutedRequest
exports.Touchscreen = own.Touchscreen
exports.Tracing = own.Tracing
exports.WebSocket = own.WebSocket
exports.defineContract = own.defineContract
exports.isCefrigError = own.isCefrigError
exports.launch = own.launch
exports.nested = own.nested
