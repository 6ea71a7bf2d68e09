import { extensions, patientIdSchema, unitIdSchema } from '@wardline/events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestWard, refusalOf, type TestWard } from '../../testing/ward.ts'

let ward: TestWard
beforeAll(async () => {
  ward = await openTestWard()
  await ward.admit({
    patient: {
      name: [{ use: 'official', family: 'Osman', given: ['Ali'], extension: [{ url: extensions.nameArabic, valueString: 'علي عثمان' }] }],
      birthDate: '1985-05-21',
    },
  })
  await ward.admit({
    unitId: 'ward-5',
    patient: { name: [{ use: 'official', family: 'Khalil', given: ['Sara'] }], birthDate: '1991-06-25' },
  })
})
afterAll(() => ward.close())

const found = async (query: string) => (await ward.amal.patients.search({ query })).rows.map(({ patient }) => patient.name)

describe('search (BRD-1)', () => {
  it.each([['osman'], ['ALI OSM'], ['Osman, Ali'], ['علي'], ['على عثمان'], ['21-May-1985'], ['21/5/1985']])(
    'finds Ali Osman by %s',
    async (query) => {
      expect(await found(query)).toEqual(['OSMAN, Ali'])
    },
  )

  it('finds by medical record number, whatever its grouping', async () => {
    const [row] = (await ward.amal.patients.search({ query: 'osman' })).rows
    const { mrn } = row?.patient ?? { mrn: '' }
    expect(await found(`${mrn.slice(0, 3)} ${mrn.slice(3, 6)} ${mrn.slice(6)}`)).toEqual(['OSMAN, Ali'])
  })

  it('returns the best match first, whatever the bed', async () => {
    for (const [family, given] of [
      ['Haroun', 'Idriss'],
      ['Idrissa', 'Awa'],
      ['Idris', 'Musa'],
    ] as const)
      await ward.admit({ patient: { name: [{ use: 'official', family, given: [given] }] } })
    expect(await found('idris')).toEqual(['IDRIS, Musa', 'IDRISSA, Awa', 'HAROUN, Idriss'])
    expect((await ward.amal.patients.search({ query: 'idris', limit: 1 })).rows.map(({ patient }) => patient.name)).toEqual(['IDRIS, Musa'])
  })

  it('finds no patient for an unknown name, and all patients of the user’s units without a query', async () => {
    expect(await found('zzz')).toEqual([])
    expect(await found('')).toContain('OSMAN, Ali')
  })

  it('is limited to the user’s units', async () => {
    expect(await found('khalil')).toEqual([])
    expect((await ward.sami.patients.search({ query: 'khalil' })).rows).toHaveLength(1)
    expect((await ward.omar.patients.search({ query: 'khalil' })).rows).toHaveLength(1)
    expect((await refusalOf(ward.amal.patients.search({ unitId: unitIdSchema.parse('ward-5') }))).code).toBe('NOT_ALLOWED')
  })

  it('returns the position of each unit’s room (RT4)', async () => {
    const { asOf, positions } = await ward.sami.patients.search({})
    expect(Object.keys(positions).sort()).toEqual(['unit:ward-3', 'unit:ward-5'])
    expect(asOf.epoch).not.toBe('')
  })
})

describe('the summary', () => {
  it('contains what the reader’s audience may see', async () => {
    const patient = await ward.admit()
    const physicianSummary = await ward.amal.patients.summary({ patientId: patient.patientId })
    expect(physicianSummary.patient).toMatchObject({ mrn: patient.mrn, unitName: 'Ward 3 · Medicine' })
    expect(Object.keys(physicianSummary.views)).toContain('problems')
    const labSummary = await ward.yusuf.patients.summary({ patientId: patient.patientId })
    expect(Object.keys(labSummary.views)).not.toContain('problems')
    expect(Object.keys(labSummary.views)).toContain('results')
  })

  it('is refused without access, with the same refusal as for an unknown patient', async () => {
    const patient = await ward.admit()
    for (const patientId of [patient.patientId, patientIdSchema.parse('p-unknown')])
      expect(await refusalOf(ward.rana.patients.summary({ patientId }))).toEqual({ code: 'NO_ACCESS_TO_PATIENT', detail: {} })
  })

  it('is available to the care team on any unit', async () => {
    const patient = await ward.admit({ careTeam: ['dr.rana'] })
    expect((await ward.rana.patients.summary({ patientId: patient.patientId })).patient?.mrn).toBe(patient.mrn)
  })
})
