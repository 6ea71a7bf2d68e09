import type { Page } from '@playwright/test'
import type { WardPatient } from '../fixtures/ward.ts'
import { ChartPage } from './chart-page.ts'
import { MedicationsPage } from './medications-page.ts'
import { OrdersPage } from './orders-page.ts'
import { PharmacyProgressPage } from './pharmacy-progress-page.ts'
import { ResultsPage } from './results-page.ts'

/** A patient's workspace before one of its pages is chosen. */
export class WorkspacePage {
  readonly #page: Promise<Page>
  readonly #patient: WardPatient

  constructor(page: Promise<Page>, patient: WardPatient) {
    this.#page = page
    this.#patient = patient
  }

  async #at(tab: string): Promise<Page> {
    const page = await this.#page
    await page.goto(`/patients/${this.#patient.patientId}/${tab}`)
    return page
  }

  async chart(): Promise<ChartPage> {
    return new ChartPage(await this.#at('chart'), this.#patient)
  }

  async orders(): Promise<OrdersPage> {
    return new OrdersPage(await this.#at('orders'), this.#patient)
  }

  async results(): Promise<ResultsPage> {
    return new ResultsPage(await this.#at('results'), this.#patient)
  }

  async medications(): Promise<MedicationsPage> {
    return new MedicationsPage(await this.#at('medications'), this.#patient)
  }

  async pharmacy(): Promise<PharmacyProgressPage> {
    return new PharmacyProgressPage(await this.#at('pharmacy'), this.#patient)
  }
}
