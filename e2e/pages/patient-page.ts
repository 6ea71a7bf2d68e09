import type { Locator, Page } from '@playwright/test'
import type { WardPatient } from '../fixtures/ward.ts'
import { BasePage } from './base-page.ts'

/** A page of a patient's workspace, with the patient banner above it. */
export class PatientPage extends BasePage {
  readonly patient: WardPatient

  constructor(page: Page, patient: WardPatient) {
    super(page)
    this.patient = patient
  }

  banner(): Locator {
    return this.page.getByRole('region', { name: /patient/i }).filter({ hasText: this.patient.family.toUpperCase() })
  }

  alerts(): Locator {
    return this.page.getByRole('region', { name: 'Patient alerts' })
  }

  /** A tab of the workspace, with its counts. */
  tab(name: string): Locator {
    return this.page.getByRole('tab', { name: new RegExp(`^${name}`) })
  }

  /** Confirms the patient's identity, which signing requires when the chart was opened recently (ID-13). */
  protected async confirmIdentity(next: Locator): Promise<void> {
    const confirm = this.page.getByRole('button', { name: `Yes, ${this.patient.name}` })
    await next.or(confirm).first().waitFor()
    if (await confirm.isVisible()) await confirm.click()
  }
}
