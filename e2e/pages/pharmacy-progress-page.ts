import type { Locator } from '@playwright/test'
import { PatientPage } from './patient-page.ts'

/** The progress of a patient's prescriptions through the pharmacy. */
export class PharmacyProgressPage extends PatientPage {
  /** A medication with its completed steps, their users and times. */
  progressOf(generic: string): Locator {
    return this.page
      .getByRole('main')
      .getByRole('listitem')
      .filter({ hasText: new RegExp(generic, 'i') })
      .first()
  }
}
