import { expect, type Locator } from '@playwright/test'
import { PatientPage } from './patient-page.ts'

export interface OrderInput {
  readonly test: string
  readonly priority?: 'Routine' | 'Urgent' | 'ASAP' | 'STAT'
  readonly indication?: string
}

export class OrdersPage extends PatientPage {
  list(): Locator {
    return this.page.getByRole('grid', { name: 'Orders of this patient' })
  }

  row(order: string): Locator {
    return this.list().getByRole('row').filter({ hasText: order })
  }

  /** Adds an order to the basket with all required fields. */
  async draft({ test, priority, indication = 'Weakness' }: OrderInput): Promise<Locator> {
    await this.page.getByRole('combobox', { name: 'Search tests, imaging, order sets' }).fill(test)
    await this.page.getByRole('option').filter({ hasText: test }).first().click()
    const line = this.page.getByRole('listitem', { name: new RegExp(test) })
    if (priority) await line.getByRole('button', { name: priority, exact: true }).click()
    await line.getByRole('textbox', { name: /^Indication/ }).fill(indication)
    return line
  }

  async review(): Promise<Locator> {
    await this.page.getByRole('button', { name: /^Review and sign/ }).click()
    const sheet = this.page.getByRole('dialog', { name: 'Sign orders' })
    await this.confirmIdentity(sheet)
    return sheet
  }

  async sign(): Promise<void> {
    const sheet = await this.review()
    await sheet.getByRole('button', { name: /^Sign \d/ }).click()
    await expect(sheet).toBeHidden()
    await this.movePointerAway()
  }

  async place(order: OrderInput): Promise<void> {
    await this.draft(order)
    await this.sign()
  }

  async #menu(order: string, item: string): Promise<void> {
    await this.row(order)
      .getByRole('button', { name: /^Actions for/ })
      .click()
    await this.page.getByRole('menuitem', { name: item }).click()
  }

  async openAmendment(order: string): Promise<AmendmentSheet> {
    await this.#menu(order, 'Modify…')
    return new AmendmentSheet(this.page.getByRole('dialog', { name: /^Modify order/ }))
  }

  async revoke(order: string, reason: string): Promise<void> {
    await this.#menu(order, 'Discontinue…')
    const sheet = this.page.getByRole('dialog', { name: /^Discontinue order/ })
    await sheet.getByRole('radio', { name: reason }).check()
    await sheet.getByRole('button', { name: /^Discontinue order for/ }).click()
    await expect(sheet).toBeHidden()
  }
}

/** The form that changes an existing order. */
export class AmendmentSheet {
  readonly sheet: Locator

  constructor(sheet: Locator) {
    this.sheet = sheet
  }

  indication(): Locator {
    return this.sheet.getByRole('textbox', { name: 'Indication' })
  }

  priority(name: string): Locator {
    return this.sheet.getByRole('button', { name, exact: true })
  }

  /** The notice that another user changed the order, with the changed fields. */
  difference(): Locator {
    return this.sheet.getByRole('group').filter({ hasText: /^Changed by/ })
  }

  save(): Locator {
    return this.sheet.getByRole('button', { name: /^Save changes for/ })
  }
}
