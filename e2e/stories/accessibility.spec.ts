import AxeBuilder from '@axe-core/playwright'
import { places } from '../fixtures/places.ts'
import { expect, test } from '../fixtures/test.ts'
import { Screen } from '../pages/screen.ts'

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

for (const appearance of ['Light', 'Dark'] as const)
  for (const { role, paths } of places)
    test(`every screen of a ${role} passes WCAG 2.2 AA as axe reads it, ${appearance.toLowerCase()} (A11Y-1, A11Y-6)`, async ({
      ward,
      arrives,
    }) => {
      const { page } = await arrives(role)
      const jane = await ward.jane()
      const screen = new Screen(page)
      await page.goto('/')
      await screen.isLive()
      await screen.switchesTo(appearance)
      for (const path of paths) {
        await page.goto(path.replace(':jane', jane.patientId))
        await screen.isComplete()
        const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze()
        const found = violations.flatMap(({ id, nodes }) =>
          nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary}`),
        )
        expect.soft(found, path).toEqual([])
      }
    })
