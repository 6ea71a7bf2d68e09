import type { Actor, Role, UnitId, UserId } from '@wardline/events'

/** Password of all demo users; a hospital with real patients runs without the demo. */
export const DEMO_PASSWORD = 'wardline-demo'

export interface DemoUnit {
  readonly unitId: UnitId
  readonly name: string
  readonly nameAr: string
}

const unit = (unitId: string, name: string, nameAr: string): DemoUnit => ({ unitId: unitId as UnitId, name, nameAr })

export const demoUnits: readonly DemoUnit[] = [
  unit('ward-2', 'Ward 2 · Cardiology', 'الجناح 2 · أمراض القلب'),
  unit('ward-3', 'Ward 3 · Medicine', 'الجناح 3 · الباطنية'),
  unit('ward-5', 'Ward 5 · Women’s health', 'الجناح 5 · صحة المرأة'),
  unit('ward-6', 'Ward 6 · Children', 'الجناح 6 · الأطفال'),
  unit('ed', 'Emergency', 'الطوارئ'),
  unit('registry', 'Registry', 'السجل'),
]

export interface DemoPerson {
  readonly userId: UserId
  readonly username: string
  readonly name: string
  readonly nameAr: string
  readonly role: Role
  readonly units: readonly UnitId[]
}

const person = (username: string, name: string, nameAr: string, role: Role, ...units: readonly string[]): DemoPerson => ({
  userId: `u-${username.split('.').at(-1)}` as UserId,
  username,
  name,
  nameAr,
  role,
  units: units as readonly UnitId[],
})

const everywhere = demoUnits.map((each) => each.unitId)

export const demoStaff = {
  amal: person('dr.amal', 'Dr Amal Hassan', 'د. أمل حسن', 'physician', 'ward-2', 'ward-3', 'ed', 'registry'),
  sami: person('dr.sami', 'Dr Sami Idris', 'د. سامي إدريس', 'physician', 'ward-2', 'ward-3', 'ward-5', 'ed', 'registry'),
  rania: person('dr.rania', 'Dr Rania Mahmoud', 'د. رانيا محمود', 'physician', 'ward-5', 'ward-6', 'registry'),
  huda: person('nurse.huda', 'Nurse Huda Ali', 'الممرضة هدى علي', 'nurse', 'ward-2', 'ward-3', 'ed', 'registry'),
  salma: person('nurse.salma', 'Nurse Salma Osman', 'الممرضة سلمى عثمان', 'nurse', 'ward-5', 'ward-6', 'registry'),
  omar: person('pharm.omar', 'Omar Farouk', 'عمر فاروق', 'pharmacist', ...everywhere),
  lina: person('pharm.lina', 'Lina Kamal', 'لينا كمال', 'pharmacist', ...everywhere),
  yusuf: person('lab.yusuf', 'Yusuf Abbas', 'يوسف عباس', 'labTechnician', ...everywhere),
  mona: person('lab.mona', 'Mona Saleh', 'منى صالح', 'labTechnician', ...everywhere),
  admin: person('admin', 'Nadia Administrator', 'نادية، الإدارة', 'administrator', ...everywhere),
} as const satisfies Record<string, DemoPerson>

/** Users of the ward simulator; not listed on the sign-in page. */
export const simulatorStaff = {
  khalid: person('dr.khalid', 'Dr Khalid Nasser', 'د. خالد ناصر', 'physician', ...everywhere),
  zahra: person('nurse.zahra', 'Nurse Zahra Bilal', 'الممرضة زهراء بلال', 'nurse', ...everywhere),
  tariq: person('pharm.tariq', 'Tariq Nour', 'طارق نور', 'pharmacist', ...everywhere),
} as const satisfies Record<string, DemoPerson>

export const actorOf = ({ userId, name, role }: DemoPerson): Actor => ({ userId, name, role })

export const unitNamed = (unitId: string): DemoUnit => {
  const found = demoUnits.find((each) => each.unitId === unitId)
  if (!found) throw new Error(`Unknown demo unit: ${unitId}`)
  return found
}
