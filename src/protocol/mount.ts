/** Environment variable that tells workers where the project's modules are served, as JSON of {@link MountPlace}. */
export const MOUNT_VARIABLE = 'CEFRIG_MOUNT'

/** The document in which components are mounted. */
export const mountUrl = 'https://cefrig.test/'

/** Path of the request for a {@link Plan}: a {@link PlanRequest} as JSON, answered by a {@link PlanAnswer}. */
export const planPath = '/@cefrig/plan'
/** Path of a plan's document. */
export const documentPath = '/@cefrig/document'
/** Header of all requests of a page: the number of its plan. */
export const planHeader = 'x-cefrig-plan'

/** Header of the answer to a request of a page: the number of the plan that it is of, and will be. */
export const ofPlanHeader = 'x-cefrig-of-plan'

/** Header of all requests: who may ask. */
export const tokenHeader = 'x-cefrig-token'

/** Name of the global by which the page's side of `mount` reaches the test. */
export const mountBinding = '__cefrigMount'

/** Where the project's modules are served. */
export interface MountPlace {
  /** Address of the Unix socket of an HTTP server in the runner's main process. */
  socket: string
  /** Header `tokenHeader` of every request. */
  token: string
  /** Whether components are mounted in strict mode where their framework has one. */
  strict: boolean
}

export interface PlanRequest {
  /** Absolute path of the test file, from which the modules are counted. */
  testFile: string
  /** Modules as the test names them: that of the component, then those of components in its slots and props. */
  modules: string[]
  /** Name of an adapter, or its module counted from the project's root. Default: found by the component's module. */
  adapter?: string
}

/** What a page has to load. */
export interface Plan {
  id: number
  /** Path of the module that loads the others; its default export is a {@link PageSide}. */
  entry: string
  /** Files of the modules asked for, in their order. */
  files: string[]
  /** Of the adapter. */
  adapter: string
}

/** What kept a component from being mounted. */
export type MountReason =
  | 'no server'
  | 'no module'
  | 'no export'
  | 'no component'
  | 'no adapter'
  | 'two frameworks'
  | 'not compiled'
  | 'thrown'

/** Why there is no plan. */
export interface PlanFailure {
  reason: MountReason
  /** The fact and what to do, as sentences. */
  message: string
  /** Where it is, as far as that is known: line from 1, column from 1. */
  file?: string
  line?: number
  column?: number
  /** The lines around it, as text. */
  frame?: string
}

export type PlanAnswer = { plan: Plan } | { failure: PlanFailure }

/** A component in a slot or a property, as it travels. */
export interface NestedComponent {
  $cefrig: 'nested'
  /** Its place among the plan's modules. */
  module: number
  name: string
  props: Record<string, unknown>
  slots: Record<string, unknown>
}

/** What the test gives to a mounted component, as the page fetches it. */
export interface GivenComponent {
  name: string
  props: Record<string, unknown>
  /** Texts and {@link NestedComponent}s, alone or in arrays. */
  slots: Record<string, unknown>
  strict: boolean
  /** For the set-up module. */
  setup: unknown
  /** Whether a story's play function is going to run. */
  play: boolean
}

/** What the page's side offers to the test. */
export interface PageSide {
  /** Null when it is mounted, `plays` when its play function is to be called then; otherwise what it lacks. */
  mount(id: number): Promise<MissingExport | 'plays' | null>
  /** Runs the play function of a story. */
  play(id: number): Promise<'gone' | null>
  /** `gone`: its document is not there any more. */
  update(id: number): Promise<MissingExport | 'gone' | null>
  unmount(id: number): Promise<void>
}

export interface MissingExport {
  /** A story and its parts are missing in a file of stories; `adapter`: there is one, which the adapter cannot mount. */
  lack: 'export' | 'story' | 'meta' | 'component' | 'adapter'
  module: number
  name: string
  /** What there is instead. */
  exports: string[]
}
