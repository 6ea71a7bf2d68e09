import type { Page } from '@playwright/test'
import type { WardPatient } from '../fixtures/ward.ts'
import { ChartPage } from './chart-page.ts'
import { MedicationsPage } from './medications-page.ts'
import { OrdersPage } from './orders-page.ts'
import { PharmacyProgressPage } from './pharmacy-progress-page.ts'
import { ResultsPage } from './results-page.ts'

/** A patient's workspace, from which a page is opened. */
export class WorkspacePage {
  readonly #page: Promise<Page>
  readonly #patient: WardPatient

  constructor(page: Promise<Page>, patient: WardPatient) {
    this.#page = page
    this.#patient = patient
  }

  async #goTo(tab: string): Promise<Page> {
    const page = await this.#page
    await page.goto(`/patients/${this.#patient.patientId}/${tab}`)
    return page
  }

  async chart(): Promise<ChartPage> {
    return new ChartPage(await this.#goTo('chart'), this.#patient)
  }

  async orders(): Promise<OrdersPage> {
    return new OrdersPage(await this.#goTo('orders'), this.#patient)
  }

  async results(): Promise<ResultsPage> {
    return new ResultsPage(await this.#goTo('results'), this.#patient)
  }

  async medications(): Promise<MedicationsPage> {
    return new MedicationsPage(await this.#goTo('medications'), this.#patient)
  }

  async pharmacy(): Promise<PharmacyProgressPage> {
    return new PharmacyProgressPage(await this.#goTo('pharmacy'), this.#patient)
  }
}
