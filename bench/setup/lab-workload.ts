import { ApiClient } from '../../scripts/product/api-client.ts'

const POTASSIUM = '2823-3'
/** Maximum number of orders in a basket. */
const BASKET_SIZE = 40

const order = {
  orderableId: `lab:${POTASSIUM}`,
  priority: 'routine',
  indication: null,
  note: '',
  duplicateReason: 'Repeated during treatment',
  limitHours: null,
}

/** Orders for a few patients in turn, and a technician who releases their final results one by one. */
export class LabWorkload {
  readonly #physician: ApiClient
  readonly #technician: ApiClient
  readonly #patientIds: readonly string[]
  #ordered: string[] = []

  private constructor(physician: ApiClient, technician: ApiClient, patientIds: readonly string[]) {
    this.#physician = physician
    this.#technician = technician
    this.#patientIds = patientIds
  }

  static async open(url: string, patientIds: readonly string[]): Promise<LabWorkload> {
    const [physician, technician] = await Promise.all([ApiClient.signIn(url, 'dr.amal'), ApiClient.signIn(url, 'lab.yusuf')])
    return new LabWorkload(physician, technician, patientIds)
  }

  /** Places as many orders as results will be released. */
  async order(results: number): Promise<void> {
    const perPatient = Math.min(BASKET_SIZE, Math.ceil(results / this.#patientIds.length))
    const items = Array.from({ length: perPatient }, () => order)
    const baskets = this.#patientIds.map((patientId) =>
      this.#physician.mutate<{ orderIds: readonly string[] }>('orders.place', { patientId, items }),
    )
    const placed = (await Promise.all(baskets)).map(({ orderIds }) => orderIds)
    this.#ordered = Array.from({ length: perPatient }, (_, turn) => placed.map((orderIds) => orderIds[turn] as string)).flat()
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
