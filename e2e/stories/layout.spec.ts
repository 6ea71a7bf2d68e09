import { places } from '../fixtures/screen-paths.ts'
import { expect, test } from '../fixtures/test.ts'
import { Screen } from '../pages/base-page.ts'

for (const { role, paths } of places)
  for (const language of ['English', 'Arabic'] as const)
    test(`every screen of a ${role} fits 1366 × 768 without scrolling sideways, in ${language} (A11Y-8)`, async ({ ward, arrives }) => {
      const { page } = await arrives(role)
      const jane = await ward.jane()
      const screen = new Screen(page)
      await page.goto('/')
      await screen.isLive()
      if (language === 'Arabic') await screen.switchesToArabic()
      for (const path of paths) {
        await page.goto(path.replace(':jane', jane.patientId))
        await screen.isComplete()
        const { wide, high } = await page.evaluate(() => ({
          wide: document.documentElement.scrollWidth - window.innerWidth,
          high: document.documentElement.scrollHeight - window.innerHeight,
        }))
        expect.soft(wide, `${path}: sideways`).toBeLessThanOrEqual(0)
        expect.soft(high, `${path}: the frame stays, its panels scroll`).toBeLessThanOrEqual(0)
      }
    })
