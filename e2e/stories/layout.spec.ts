import { screenPaths } from '../fixtures/screen-paths.ts'
import { expect, test } from '../fixtures/test.ts'
import { BasePage } from '../pages/base-page.ts'

for (const { role, paths } of screenPaths)
  for (const language of ['English', 'Arabic'] as const)
    test(`all screens of a ${role} fit 1366 × 768 without horizontal scrolling, in ${language} (A11Y-8)`, async ({ ward, signInAs }) => {
      const { page } = await signInAs(role)
      const jane = await ward.jane()
      const screen = new BasePage(page)
      await page.goto('/')
      await screen.expectLive()
      if (language === 'Arabic') await screen.switchToArabic()
      for (const path of paths) {
        await page.goto(path.replace(':jane', jane.patientId))
        await screen.expectLoaded()
        const { overflowX, overflowY } = await page.evaluate(() => ({
          overflowX: document.documentElement.scrollWidth - window.innerWidth,
          overflowY: document.documentElement.scrollHeight - window.innerHeight,
        }))
        expect.soft(overflowX, `${path}: horizontal overflow`).toBeLessThanOrEqual(0)
        expect.soft(overflowY, `${path}: vertical overflow; only the panels scroll`).toBeLessThanOrEqual(0)
      }
    })
