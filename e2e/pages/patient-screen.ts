import type { Locator, Page } from '@playwright/test'
import type { WardPatient } from '../fixtures/ward.ts'
import { Screen } from './screen.ts'

/** A page of one patient's workspace, with the banner above it. */
export class PatientScreen extends Screen {
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

  /** A tab of the workspace with the counts it carries. */
  tab(name: string): Locator {
    return this.page.getByRole('tab', { name: new RegExp(`^${name}`) })
  }

  /** Signing asks who the patient is when the chart was only just opened (ID-13). */
  protected async confirmIdentity(then: Locator): Promise<void> {
    const confirm = this.page.getByRole('button', { name: `Yes, ${this.patient.name}` })
    await then.or(confirm).first().waitFor()
    if (await confirm.isVisible()) await confirm.click()
  }
}
