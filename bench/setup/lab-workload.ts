import { ApiClient } from '../../scripts/product/api-client.ts'

const POTASSIUM = '2823-3'
/** A basket holds no more. */
const BASKET = 40

const order = {
  orderableId: `lab:${POTASSIUM}`,
  priority: 'routine',
  indication: null,
  note: '',
  duplicateReason: 'Repeated during treatment',
  limitHours: null,
}

/** Orders of a few patients who take turns, and a technician who releases the final result of one after the other. */
export class Laboratory {
  readonly #physician: ApiClient
  readonly #technician: ApiClient
  readonly #patientIds: readonly string[]
  #ordered: string[] = []

  private constructor(physician: ApiClient, technician: ApiClient, patientIds: readonly string[]) {
    this.#physician = physician
    this.#technician = technician
    this.#patientIds = patientIds
  }

  static async open(url: string, patientIds: readonly string[]): Promise<Laboratory> {
    const [physician, technician] = await Promise.all([ApiClient.signIn(url, 'dr.amal'), ApiClient.signIn(url, 'lab.yusuf')])
    return new Laboratory(physician, technician, patientIds)
  }

  /** As many orders as there will be results. */
  async order(results: number): Promise<void> {
    const each = Math.min(BASKET, Math.ceil(results / this.#patientIds.length))
    const items = Array.from({ length: each }, () => order)
    const baskets = this.#patientIds.map((patientId) =>
      this.#physician.mutate<{ orderIds: readonly string[] }>('orders.place', { patientId, items }),
    )
    const placed = (await Promise.all(baskets)).map(({ orderIds }) => orderIds)
    this.#ordered = Array.from({ length: each }, (_, turn) => placed.map((orderIds) => orderIds[turn] as string)).flat()
  }

  release(): Promise<unknown> {
    return this.#technician.mutate('lab.release', {
      orderId: this.#ordered.pop(),
      collectedAt: new Date().toISOString(),
      status: 'final',
      values: [{ code: POTASSIUM, value: '4.2', note: '' }],
      confirmedCritical: [],
      confirmedDelta: [POTASSIUM],
    })
  }
}
