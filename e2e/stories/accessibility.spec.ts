import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { screenPaths } from '../fixtures/screen-paths.ts'
import { expect, test } from '../fixtures/test.ts'
import { BasePage } from '../pages/base-page.ts'
import { HistoryPage } from '../pages/history-page.ts'

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

async function violationsOn(page: Page, ...disabledRules: readonly string[]): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(rules)
    .disableRules([...disabledRules])
    .analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary}`))
}

for (const appearance of ['Light', 'Dark'] as const) {
  for (const { role, paths } of screenPaths)
    test(`all screens of a ${role} pass the axe rules of WCAG 2.2 AA, ${appearance.toLowerCase()} (A11Y-1, A11Y-6)`, async ({
      ward,
      signInAs,
    }) => {
      const { page } = await signInAs(role)
      const jane = await ward.jane()
      const screen = new BasePage(page)
      await page.goto('/')
      await screen.expectLive()
      await screen.setAppearance(appearance)
      for (const path of paths) {
        await page.goto(path.replace(':jane', jane.patientId))
        await screen.expectLoaded()
        expect.soft(await violationsOn(page), path).toEqual([])
      }
    })

  test(`a chart at an earlier time passes the axe rules of WCAG 2.2 AA, ${appearance.toLowerCase()} (A11Y-1, A11Y-6, T2)`, async ({
    physician,
    ward,
  }) => {
    const jane = await ward.jane()
    const chart = await physician.open(jane).chart()
    await chart.expectLoaded()
    await chart.setAppearance(appearance)
    const history = new HistoryPage(physician.page, jane)
    await history.open()
    await history.showPreviousEvent()
    await expect(history.notice()).toContainText('not current')
    // axe considers everything in a disabled fieldset disabled; the history story shows that its scrolling regions can be focused.
    expect(await violationsOn(physician.page, 'scrollable-region-focusable')).toEqual([])
  })
}
