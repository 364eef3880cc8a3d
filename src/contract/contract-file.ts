import { CefrigError } from '../errors.js'
import type { JsonSchema } from './json-schema.js'

/** A contract as data: what `contract.describe()` answers and a contract file holds. Its schemas are JSON Schema, draft 2020-12. */
export interface ContractFile {
  /** Version of this format. */
  readonly cefrigContract: 1
  /** Where the page finds it, as `host.notes`. */
  readonly name: string
  readonly methods: Readonly<Record<string, MethodShape>>
  readonly events: Readonly<Record<string, JsonSchema>>
}

/** A method in a {@link ContractFile}. */
export interface MethodShape {
  readonly args: readonly ArgumentShape[]
  /** What further arguments are. Default: there are none. */
  readonly rest?: JsonSchema
  /** What the method answers. Default: undefined. */
  readonly returns?: JsonSchema
  /** What it may throw. Default: nothing is said. */
  readonly errors?: JsonSchema
  readonly sync?: true
}

/** An argument in a {@link ContractFile}. */
export interface ArgumentShape {
  readonly schema: JsonSchema
  readonly optional?: true
}

/**
 * Reads the text of a contract file. `file` is for the error.
 * @throws CONTRACT_INVALID when it is no contract file.
 */
export function parseContractFile(text: string, file: string): ContractFile {
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch (cause) {
    throw invalid(file, `is no JSON (${(cause as Error).message})`, cause)
  }
  if (!isRecord(data) || !('cefrigContract' in data)) throw invalid(file, 'is no contract file')
  if (data.cefrigContract !== 1)
    throw invalid(file, `has format ${JSON.stringify(data.cefrigContract)}, and this cefrig reads format 1`)
  const { name, methods, events } = data
  if (typeof name !== 'string' || name === '') throw invalid(file, 'has no "name"')
  if (!isRecord(methods)) throw invalid(file, 'has no "methods"')
  if (!isRecord(events)) throw invalid(file, 'has no "events"')
  for (const [method, shape] of Object.entries(methods))
    if (!isMethod(shape)) throw invalid(file, `has no whole method "${method}"`)
  for (const [event, schema] of Object.entries(events))
    if (!isSchema(schema)) throw invalid(file, `has no schema for event "${event}"`)
  return data as unknown as ContractFile
}

function isMethod(shape: unknown): boolean {
  if (!isRecord(shape) || !Array.isArray(shape.args)) return false
  return (
    shape.args.every((argument) => isRecord(argument) && isSchema(argument.schema)) &&
    [shape.rest, shape.returns, shape.errors].every((schema) => schema === undefined || isSchema(schema))
  )
}

function isSchema(schema: unknown): boolean {
  return typeof schema === 'boolean' || isRecord(schema)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function invalid(file: string, fact: string, cause?: unknown): CefrigError {
  return new CefrigError(
    'CONTRACT_INVALID',
    `${file} ${fact}. Write it with JSON.stringify(contract.describe()).`,
    { facts: { path: file }, ...(cause !== undefined && { cause }) },
  )
}
