import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { places } from '../fixtures/places.ts'
import { expect, test } from '../fixtures/test.ts'
import { HistoryPage } from '../pages/history-page.ts'
import { Screen } from '../pages/screen.ts'

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

async function violationsOn(page: Page, ...otherwise: readonly string[]): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(rules)
    .disableRules([...otherwise])
    .analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary}`))
}

for (const appearance of ['Light', 'Dark'] as const) {
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
        expect.soft(await violationsOn(page), path).toEqual([])
      }
    })

  test(`a chart as it was passes WCAG 2.2 AA as axe reads it, ${appearance.toLowerCase()} (A11Y-1, A11Y-6, T2)`, async ({
    physician,
    ward,
  }) => {
    const jane = await ward.jane()
    const chart = await physician.opens(jane).chart()
    await chart.isComplete()
    await chart.switchesTo(appearance)
    const history = new HistoryPage(physician.page, jane)
    await history.open()
    await history.earlier()
    await expect(history.band()).toContainText('not current')
    // What scrolls can be focused, as the story of the history shows; axe takes all that a disabled fieldset holds for disabled.
    expect(await violationsOn(physician.page, 'scrollable-region-focusable')).toEqual([])
  })
}
