import { Agent, type IncomingHttpHeaders, request } from 'node:http'
import { CefrigError } from '../../errors.js'
import {
  documentPath,
  MOUNT_VARIABLE,
  type MountPlace,
  mountUrl,
  ofPlanHeader,
  type PlanAnswer,
  type PlanRequest,
  planHeader,
  planPath,
  tokenHeader,
} from '../../protocol/mount.js'
import { keepHeader, type ServedRequest, type ServedResponse } from '../../protocol/network.js'

/** Headers that are about a connection, or that are made anew. */
const ofConnection = ['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'date']

/** Where the runner's main process serves the modules of this worker's project. */
export class ModulesServer {
  readonly strict: boolean
  readonly #socket: string
  readonly #token: string
  readonly #agent = new Agent({ keepAlive: true })

  /** @throws MOUNT_FAILED when nothing serves them. */
  constructor() {
    const text = process.env[MOUNT_VARIABLE]
    if (!text) {
      const message =
        "nothing serves the project's modules. Add cefrig() of cefrig/vitest/plugin to its plugins."
      throw new CefrigError('MOUNT_FAILED', message, { facts: { reason: 'no server' } })
    }
    const place: MountPlace = JSON.parse(text)
    this.#socket = place.socket
    this.#token = place.token
    this.strict = place.strict
  }

  /** @throws MOUNT_FAILED when the server is gone. */
  async plan(asked: PlanRequest): Promise<PlanAnswer> {
    const { body } = await this.#ask('POST', planPath, {}, Buffer.from(JSON.stringify(asked)))
    return JSON.parse(body.toString())
  }

  /** Answers a request of a page that was made by these plans, the oldest first. */
  async serve(
    { url, method, headers, body }: ServedRequest,
    plans: readonly number[],
  ): Promise<ServedResponse> {
    const { pathname, search } = new URL(url)
    const path = url === mountUrl ? `${documentPath}?plan=${plans[0]}` : `${pathname}${search}`
    const given = { ...headers, host: new URL(mountUrl).host, [planHeader]: plans.join() }
    const answer = await this.#ask(method, path, given, body ?? undefined)
    const { [ofPlanHeader]: plan, ...others } = answer.headers
    const kept = Object.entries(others).filter(([name]) => !ofConnection.includes(name))
    if (plan === String(plans[0])) kept.push([keepHeader, plan])
    return {
      status: answer.status,
      headers: Object.fromEntries(kept) as Record<string, string>,
      body: answer.body,
    }
  }

  /** By which the Host keeps what the first plan of a page is made of: nobody else has the token, and no plan is made anew. */
  keepName(firstPlan: number): string {
    return `mount ${this.#token} ${firstPlan}`
  }

  #ask(
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: Uint8Array,
  ): Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }> {
    return new Promise((resolve, reject) => {
      const gone = (cause: Error) => {
        const message = `the server of the project's modules does not answer: ${cause.message}. Start the run anew.`
        reject(new CefrigError('MOUNT_FAILED', message, { facts: { reason: 'no server' }, cause }))
      }
      const asking = request(
        {
          socketPath: this.#socket,
          agent: this.#agent,
          method,
          path,
          headers: { ...headers, [tokenHeader]: this.#token },
        },
        (answer) => {
          const parts: Buffer[] = []
          answer.on('data', (part: Buffer) => void parts.push(part))
          answer.on('error', gone)
          answer.on('end', () =>
            resolve({
              status: answer.statusCode ?? 500,
              headers: answer.headers,
              body: Buffer.concat(parts),
            }),
          )
        },
      )
      asking.on('error', gone)
      asking.end(body)
    })
  }
}
