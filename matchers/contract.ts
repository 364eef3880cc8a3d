import { isContract } from '../src/client/bindings/bind-contract.js'
import type { Page } from '../src/client/page.js'
import type { Contract } from '../src/contract/types.js'
import { CefrigError } from '../src/errors.js'
import type { MatcherContext, MatcherResult } from './report.js'

/** What `expect(page)` gains about contracts. */
export interface ContractMatchers<Result = Promise<void>> {
  /**
   * Every method of the contract was bound in the page, its documents have called and asked for nothing else of it so far, and nothing
   * has broken it.
   */
  // biome-ignore lint/suspicious/noExplicitAny: any contract, whatever its methods take
  toHonor(contract: Contract<any, any>): Result
}

/** The matcher {@link ContractMatchers.toHonor}, for any `expect` with `extend`. */
export async function toHonor(
  this: MatcherContext,
  received: unknown,
  contract: Contract,
): Promise<MatcherResult> {
  if (!isPage(received)) throw wrong('expect() was given something that is no page. Give it a page.')
  if (!isContract(contract)) throw wrong('it was given no contract. Give it what defineContract() has made.')
  const broken = await received.brokenParts(contract)
  const fact = broken.length > 0 ? broken.join('\n  ') : `the page keeps to ${contract.name}.`
  return {
    pass: broken.length === 0,
    message: () =>
      `expect(page)${this?.isNot ? '.not' : ''}.toHonor(${contract.name}) failed:${broken.length > 0 ? '\n  ' : ' '}${fact}`,
  }
}

function isPage(value: unknown): value is Page {
  return typeof value === 'object' && value !== null && 'brokenParts' in value
}

function wrong(fact: string): CefrigError {
  return new CefrigError('BAD_ARGUMENT', `toHonor() failed: ${fact}`)
}
