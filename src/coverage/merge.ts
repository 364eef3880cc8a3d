// @ts-expect-error: a package without declarations
import v8Coverage from '@bcoe/v8-coverage'
import type { ScriptCoverage } from '../protocol/tools.js'

/** What ran of a script, in V8's form. */
type Counts = Pick<ScriptCoverage, 'scriptId' | 'url' | 'functions'>

/** What ran of one script, from what was counted of it at several times. @internal */
export const mergeCounts: (counts: readonly Counts[]) => Counts | undefined = v8Coverage.mergeScriptCovs
