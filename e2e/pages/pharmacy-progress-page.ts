import type { Locator } from '@playwright/test'
import { PatientScreen } from './patient-page.ts'

/** The way of each prescription of one patient through the pharmacy. */
export class PharmacyProgressPage extends PatientScreen {
  /** A medicine with the steps it has taken, who took them and when. */
  way(generic: string): Locator {
    return this.page
      .getByRole('main')
      .getByRole('listitem')
      .filter({ hasText: new RegExp(generic, 'i') })
      .first()
  }
}
