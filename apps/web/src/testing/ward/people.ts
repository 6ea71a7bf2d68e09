import { patientIdSchema, type Role, type SignedInUser, type UnitId, type UserId } from '@wardline/events'
import { aSubject } from '@wardline/events/testing'

export const PASSWORD = 'wardline-demo'

export const units = [
  { unitId: 'ward-3' as UnitId, name: 'Ward 3 · Medicine', nameAr: 'عنبر 3 · الباطنة' },
  { unitId: 'ward-5' as UnitId, name: 'Ward 5 · Surgery', nameAr: 'عنبر 5 · الجراحة' },
] as const

const person = (username: string, name: string, nameAr: string, role: Role): SignedInUser => ({
  userId: `u-${username.split('.').at(-1)}` as UserId,
  username,
  name,
  nameAr,
  role,
  units,
})

/** Who works on the ward of the web tests. */
export const staff: readonly SignedInUser[] = [
  person('dr.amal', 'Dr Amal Hassan', 'د. أمل حسن', 'physician'),
  person('dr.sami', 'Dr Sami Idris', 'د. سامي إدريس', 'physician'),
  person('nurse.huda', 'Nurse Huda Ali', 'الممرضة هدى علي', 'nurse'),
  person('pharm.omar', 'Omar Farouk', 'عمر فاروق', 'pharmacist'),
  person('pharm.lina', 'Lina Kamal', 'لينا كمال', 'pharmacist'),
  person('lab.yusuf', 'Yusuf Abbas', 'يوسف عباس', 'labTechnician'),
  person('admin', 'Nadia Administrator', 'نادية المديرة', 'administrator'),
]

/** @throws Error for a user name that is not of this ward. */
export function staffNamed(username: string): SignedInUser {
  const found = staff.find((user) => user.username === username)
  if (!found) throw new Error(`Unknown user: ${username}`)
  return found
}

const surgery = { unitId: 'ward-5' as UnitId, unitName: 'Ward 5 · Surgery' }

/** Patients p-1 to p-6; two of them have nearly the same name, one is a child. */
export const patients = [
  { mrn: '1297287652', name: 'SMITH, Jane (Mrs)', birthDate: '1959-03-14', sex: 'female' as const, bed: 'Bed 12' },
  { mrn: '3031140021', name: 'IDRIS, Musa', nameAr: 'موسى إدريس', birthDate: '1972-02-08', sex: 'male' as const, bed: 'Bed 04' },
  { mrn: '2256018847', name: 'MOHAMED, Ahmed (Mr)', nameAr: 'أحمد محمد', birthDate: '1950-12-19', sex: 'male' as const, bed: 'Bed 01' },
  { mrn: '8830142975', name: 'MOHAMED, Ahmad', nameAr: 'أحمد محمد', birthDate: '1978-07-07', sex: 'male' as const, bed: 'Bed 08' },
  { mrn: '5512098833', name: 'OSMAN, Ali', nameAr: 'علي عثمان', birthDate: '1985-05-21', sex: 'male' as const, bed: 'Bed 02', ...surgery },
  { mrn: '6617745520', name: 'TAHA, Amna', nameAr: 'آمنة طه', birthDate: '2024-03-02', sex: 'female' as const, bed: 'Bed 06', ...surgery },
].map((known, index) => aSubject({ patientId: patientIdSchema.parse(`p-${index + 1}`), ...known }))
