/** What a page can be told to do, each with one promise or two of its own. */
export const pageActs = [
  'value',
  'late',
  'throw',
  'bytes',
  'callback',
  'failing',
  'kept',
  'function',
  'sync',
] as const

export type PageAct = (typeof pageActs)[number]

/** What a document says about its promises; each has a number within the document. */
export interface PageReport {
  document: string
  /** How many have not settled. */
  open: number
  /** Number and outcome of those that have since the last report. */
  settled: [number: number, outcome: string][]
}

/** The document of the storm: `storm.act(acts)` begins promises, `storm.report()` tells of them. */
export const stormPage = `<!doctype html><title>Storm</title><script>
const storm = {
  document: location.origin + ' ' + Math.random(),
  last: 0,
  open: 0,
  settled: [],
  act(acts) {
    for (const act of acts) this.watch(act, this[act])
    return this.document
  },
  report() {
    return { document: this.document, open: this.open, settled: this.settled.splice(0) }
  },
  /** Begins a promise that must give what it is expected to. */
  watch(act, begin) {
    const number = ++this.last
    this.open++
    const end = (outcome) => {
      this.open--
      this.settled.push([number, outcome])
    }
    const ask = (how, ...args) => host.work(this.document, number, how, ...args)
    const begun = async () => begin.call(this, ask, number)
    begun().then((wrong) => end(wrong === undefined ? 'page: ' + act : wrong), (error) => end('wrong: ' + act + ': ' + error))
  },
  async value(ask, number) {
    return same(await ask('value'), number)
  },
  async late(ask, number) {
    return same(await ask('late'), number)
  },
  async throw(ask, number) {
    return same(await ask('throw').catch((error) => error.message), 'no ' + number)
  },
  async bytes(ask, number) {
    const bytes = new Uint8Array((number * 37) % 2000).fill(number)
    const back = await ask('value', bytes)
    return same(back.length, bytes.length) ?? (back.length > 0 ? same(back.at(-1), bytes.at(-1)) : undefined)
  },
  async callback(ask, number) {
    return same(await ask('callback', (n) => n + number), 1 + number)
  },
  async failing(ask, number) {
    return same(await ask('failing', () => { throw new RangeError('page ' + number) }), 'page ' + number)
  },
  async kept(ask, number) {
    return same(await ask('kept', () => new Promise(() => {})), number)
  },
  async function(ask, number) {
    const given = await ask('function')
    this.watch('given', async (_, inner) => same(await given(this.document, inner), number + inner))
  },
  async sync(ask, number) {
    return same(host.now(this.document, number), number)
  },
}
const same = (value, expected) =>
  value === expected ? undefined : 'wrong: ' + value + ' in place of ' + expected
</script>`
