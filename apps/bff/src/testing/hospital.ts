import type { Role, UnitId, UserId } from '@wardline/events'
import type { StaffMember } from '../auth/sessions.ts'

const unit = (unitId: string, name: string) => ({ unitId: unitId as UnitId, name, nameAr: null })
const member = (username: string, name: string, role: Role, ...unitIds: string[]): StaffMember => ({
  userId: `u-${username.replace(/^.*\./, '')}` as UserId,
  username,
  name,
  nameAr: null,
  role,
  password: 'wardline-test',
  unitIds: unitIds as UnitId[],
})

/** Staff of the tests: two users in the roles that compete for work, and one physician of another ward. */
export const hospital = {
  password: 'wardline-test',
  units: [unit('ward-3', 'Ward 3 · Medicine'), unit('ward-5', 'Ward 5 · Surgery'), unit('registry', 'Registry')],
  staff: [
    member('dr.amal', 'Dr Amal Hassan', 'physician', 'ward-3'),
    member('dr.sami', 'Dr Sami Idris', 'physician', 'ward-3', 'ward-5'),
    member('dr.rana', 'Dr Rana Nour', 'physician', 'ward-5'),
    member('nurse.huda', 'Huda Osman', 'nurse', 'ward-3'),
    member('pharm.omar', 'Omar Farouk', 'pharmacist'),
    member('pharm.lina', 'Lina Saleh', 'pharmacist'),
    member('lab.yusuf', 'Yusuf Ali', 'labTechnician'),
    member('admin', 'Site administrator', 'administrator'),
  ],
} as const

export type Username = 'dr.amal' | 'dr.sami' | 'dr.rana' | 'nurse.huda' | 'pharm.omar' | 'pharm.lina' | 'lab.yusuf' | 'admin'
