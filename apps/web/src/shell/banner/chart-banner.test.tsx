import { screen, waitFor } from '@testing-library/react'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { doors, openWard, renderWorkspace } from '../../testing/render-workspace.tsx'

beforeAll(() => doors.listen())
afterEach(() => doors.resetHandlers())
afterAll(() => doors.close())

const bannerOf = async (patientId: string) => {
  await renderWorkspace(await openWard(), { as: 'dr.amal', at: `/patients/${patientId}/chart` })
  return screen.findByRole('region', { name: /^Patient:/ })
}

test('ID-9: the banner names a patient with a similar name on the user’s wards', async () => {
  const banner = await bannerOf('p-3')
  await waitFor(() => expect(banner).toHaveTextContent('Name alert · MOHAMED, Ahmad'))
})

test('ID-9: a unique name shows no alert', async () => {
  const banner = await bannerOf('p-1')
  await screen.findByText('Live')
  expect(banner).not.toHaveTextContent('Name alert')
})
