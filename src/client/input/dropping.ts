import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { DropData } from '../../protocol/input.js'
import { badArgument, kindOf } from '../failure.js'
import { checkOptions, type OptionSchema, text } from '../options.js'

const schema: OptionSchema<DropData> = {
  text,
  html: text,
  url: { give: 'an absolute URL', accepts: (value) => typeof value === 'string' && URL.canParse(value) },
  files: {
    give: 'an array of paths',
    accepts: (value) => Array.isArray(value) && value.every((path) => typeof path === 'string'),
  },
}

/** What is dropped, with the files' absolute paths. @throws BAD_ARGUMENT, UNKNOWN_OPTION */
export async function dropData(where: string, data: DropData): Promise<DropData> {
  checkOptions(where, schema, data)
  if (typeof data !== 'object' || data === null || Object.keys(data).length === 0)
    throw badArgument(
      `the data is ${kindOf(data)}`,
      'Give { text, html, url, files }, one of them or several',
    )
  const files = (data.files ?? []).map((path) => resolve(path))
  for (const path of files) {
    const exists = await stat(path).then(
      () => true,
      () => false,
    )
    if (!exists) throw badArgument(`there is no file ${path}`, 'Give paths of files or directories', { path })
  }
  return { ...data, files }
}
