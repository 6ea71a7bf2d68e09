import { expect, test } from '../fixtures/test.ts'

test('an administrator pauses the read models, sees them fall behind and catch up, and rebuilds a view', async ({
  administrator,
  physician,
  ward,
}) => {
  const jane = await ward.jane()
  const chart = await physician.open(jane).chart()
  await chart.expectLoaded()
  const { page } = administrator
  await page.goto('/admin/operations')
  await expect(page.getByText('All systems operational')).toBeVisible()
  await page.getByRole('button', { name: 'Pause Read models' }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Pause Read models/ })
    .click()
  await expect(page.getByText(/^Paused by /)).toBeVisible()

  await chart.recordVitals({ Pulse: '88' })
  await expect(
    page
      .getByRole('region', { name: 'Consumers' })
      .getByText(/^[1-9]\d* events? behind$/)
      .first(),
  ).toBeVisible()
  await page.getByRole('button', { name: 'Resume Read models' }).click()
  await expect(page.getByRole('region', { name: 'Consumers' }).getByText('0 events behind').first()).toBeVisible()

  await page.getByRole('button', { name: 'Rebuild vitals' }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Rebuild vitals/ })
    .click()
  await expect(page.getByText(/^Rebuilt .+ rooms$/)).toBeVisible()
})

test('an administrator opens all events of a command from the newest one; other roles have no link to the administration', async ({
  administrator,
  physician,
}) => {
  const { page } = administrator
  await page.goto('/admin/log')
  const events = page.getByRole('region', { name: 'Events', exact: true })
  await events.getByRole('gridcell').first().click()
  await page.getByRole('button', { name: 'All correlated events' }).click()
  await expect(events.getByText('Correlated events, in order')).toBeVisible()

  await physician.page.goto('/patients')
  const rail = physician.page.getByRole('navigation', { name: 'Main navigation' })
  await expect(rail.getByRole('link').first()).toBeVisible()
  for (const name of ['Operations', 'Event log', 'Dead letters']) await expect(rail.getByRole('link', { name })).toHaveCount(0)
})
