import type { SignedInUser, UnitId, UserId } from '@wardline/events'

const units = [
  { unitId: 'ward-3' as UnitId, name: 'Ward 3 · Medicine', nameAr: 'عنبر 3 · الباطنة' },
  { unitId: 'ward-5' as UnitId, name: 'Ward 5 · Surgery', nameAr: 'عنبر 5 · الجراحة' },
] as const

const person = (username: string, name: string, nameAr: string, role: SignedInUser['role']): SignedInUser => ({
  userId: `u-${username.split('.').at(-1)}` as UserId,
  username,
  name,
  nameAr,
  role,
  units,
})

/** Who may sign in to the ward in the browser; the same people as in the demo hospital. */
export const wardStaff: readonly SignedInUser[] = [
  person('dr.amal', 'Dr Amal Hassan', 'د. أمل حسن', 'physician'),
  person('dr.sami', 'Dr Sami Idris', 'د. سامي إدريس', 'physician'),
  person('nurse.huda', 'Nurse Huda Ali', 'الممرضة هدى علي', 'nurse'),
  person('pharm.omar', 'Omar Farouk', 'عمر فاروق', 'pharmacist'),
  person('pharm.lina', 'Lina Kamal', 'لينا كمال', 'pharmacist'),
  person('lab.yusuf', 'Yusuf Abbas', 'يوسف عباس', 'labTechnician'),
  person('admin', 'Nadia Administrator', 'نادية المديرة', 'administrator'),
]

export const staffNamed = (username: string): SignedInUser => {
  const found = wardStaff.find((user) => user.username === username)
  if (!found) throw new Error(`Nobody is called ${username}`)
  return found
}
