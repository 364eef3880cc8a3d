import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunReportOptions } from '../../src/client/settings.js'
import { folderOf } from '../../src/coverage/counted.js'
import { writeWhole } from '../../src/golden/golden-file.js'
import type { TestNotes } from '../../src/report/notes.js'
import type { CircusTest } from './circus.js'

/** Environment variable that asks for the notes of test files: the absolute path of the directory for them. */
export const NOTES_VARIABLE = 'CEFRIG_NOTES'

/** What an environment knows of its test file, for the reporter, which is in another process. */
export interface FileNotes {
  /** Absolute path. */
  path: string
  project: string
  /** Absolute path of the project's root. */
  root: string
  /** Of the project's goldens. */
  template: string | null
  /** The option of the project. */
  report: boolean | RunReportOptions
  /** In the file's order, as Jest's results are. */
  tests: TestNotes[]
}

/** Notes of the tests of one run of a test file. */
export class NoteBook {
  readonly #tests = new Map<CircusTest, TestNotes>()

  /** Whether somebody is going to read them. */
  static get isWanted(): boolean {
    return Boolean(process.env[NOTES_VARIABLE])
  }

  /** Notes at once that there is such a file: nothing more is heard of it when its options are wrong, or when its worker is killed. */
  static begin({ path, project, root }: Pick<FileNotes, 'path' | 'project' | 'root'>): void {
    const directory = process.env[NOTES_VARIABLE]
    if (!directory) return
    const notes: FileNotes = { path, project, root, template: null, report: false, tests: [] }
    try {
      writeFileSync(join(directory, notesName(project, path)), JSON.stringify(notes))
    } catch {
      // Its end tells why nothing can be written there.
    }
  }

  of(test: CircusTest): TestNotes {
    const known = this.#tests.get(test)
    if (known) return known
    const notes: TestNotes = { looks: [], pictures: [], console: [], steps: [] }
    this.#tests.set(test, notes)
    return notes
  }

  /** Writes them, with what is known of the file. @throws FILE_FAILED */
  async write(file: Omit<FileNotes, 'tests'>, tests: readonly CircusTest[]): Promise<void> {
    const directory = process.env[NOTES_VARIABLE]
    if (!directory) return
    const notes: FileNotes = { ...file, tests: tests.map((test) => this.of(test)) }
    await writeWhole(join(directory, notesName(file.project, file.path)), Buffer.from(JSON.stringify(notes)))
  }
}

/** The name of a test file's notes. */
export function notesName(project: string, path: string): string {
  return `${folderOf(project, path)}.json`
}
