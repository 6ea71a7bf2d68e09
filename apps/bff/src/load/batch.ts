interface Waiting<Key, Value> {
  readonly key: Key
  readonly resolve: (value: Value | PromiseLike<Value>) => void
  readonly reject: (error: unknown) => void
}

/**
 * Batches concurrent loads: a single key is loaded at once; keys that arrive during a load are loaded together after it.
 * A value is therefore never older than its request.
 * @param loadAll returns one value for each key, in their order
 * @param maxSize keys per batch: the callers of one batch continue in the same turn of the event loop
 */
export function batched<Key, Value>(
  loadAll: (keys: readonly Key[]) => Promise<readonly Value[]>,
  maxSize: number,
): (key: Key) => Promise<Value> {
  const waiting: Waiting<Key, Value>[] = []
  let isLoading = false

  const loadOne = async (key: Key) => (await loadAll([key]))[0] as Value

  async function load(batch: readonly Waiting<Key, Value>[]): Promise<void> {
    try {
      const values = await loadAll(batch.map(({ key }) => key))
      for (const [index, { resolve }] of batch.entries()) resolve(values[index] as Value)
    } catch (error) {
      // One bad key must not fail the others: each is loaded alone.
      for (const { key, resolve, reject } of batch) batch.length > 1 ? resolve(loadOne(key)) : reject(error)
    }
  }
  async function drain(): Promise<void> {
    isLoading = true
    while (waiting.length > 0) await load(waiting.splice(0, maxSize))
    isLoading = false
  }

  return (key) =>
    new Promise((resolve, reject) => {
      waiting.push({ key, resolve, reject })
      if (!isLoading) void drain()
    })
}
