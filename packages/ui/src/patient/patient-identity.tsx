import Avatar from '@mui/material/Avatar'
import Box from '@mui/material/Box'
import { Clin } from '../clinical/clinical-text.tsx'
import { fmtMrn } from '../clinical/clinical-values.ts'
import { useFormats } from '../time/clock.tsx'
import { useWords } from '../words.tsx'
import { initialsOf, type PatientIdentity } from './patient.ts'

export interface PatientAvatarProps {
  name: string
  photoUrl?: string | null | undefined
  size?: number
}

/** Photo if there is one, otherwise initials; never the only identifier (decision D1). */
export function PatientAvatar({ name, photoUrl, size = 36 }: PatientAvatarProps) {
  return (
    <Avatar
      alt=""
      src={photoUrl ?? undefined}
      sx={{ width: size, height: size, fontSize: size * 0.4, fontWeight: 650, bgcolor: 'primary.bg', color: 'primary.main' }}
    >
      {initialsOf(name)}
    </Avatar>
  )
}

/** `14-Mar-1959 (67y)`, with the age at death if deceased, or "Not known". */
export function BornAndAge({ birthDate, deceasedAt }: Pick<PatientIdentity, 'birthDate' | 'deceasedAt'>) {
  const words = useWords()
  const formats = useFormats()
  if (!birthDate) return words.notKnown
  const age = formats.age(birthDate, deceasedAt ?? undefined)
  return <Clin>{`${formats.date(birthDate)}${age ? ` (${age})` : ''}`}</Clin>
}

export function Mrn({ mrn }: { mrn: string | null }) {
  const words = useWords()
  return mrn ? <Clin>{fmtMrn(mrn)}</Clin> : words.notKnown
}

export interface TwoIdentifiersProps {
  patient: PatientIdentity
  /** Bed or ward; does not count as an identifier (ID-8). */
  place?: string | null | undefined
}

/** Patient cell of a list: name above age, sex, MRN and location (ID-8). */
export function TwoIdentifiers({ patient, place }: TwoIdentifiersProps) {
  const words = useWords()
  const formats = useFormats()
  const age = patient.birthDate && formats.age(patient.birthDate, patient.deceasedAt ?? undefined)
  return (
    <Box component="span" sx={{ display: 'block', minWidth: 0 }}>
      {/* A block around the name: otherwise a Latin name would start at the wrong side of an Arabic cell. */}
      <Box component="span" sx={{ display: 'block', fontWeight: 620 }}>
        <bdi>{patient.name}</bdi>
      </Box>
      <Box component="small" sx={{ display: 'block', color: 'muted', fontSize: 11.5 }}>
        {age ? <Clin>{age}</Clin> : words.notKnown} {patient.sex && <bdi>{words.sexLetters[patient.sex]}</bdi>} · {words.mrn}{' '}
        <Mrn mrn={patient.mrn} />
        {place && (
          <>
            {' '}
            · <bdi>{place}</bdi>
          </>
        )}
      </Box>
    </Box>
  )
}

/** Patient header of every dialog and panel that acts on one patient. */
export function PatientHead({ patient, place }: TwoIdentifiersProps) {
  const words = useWords()
  return (
    <Box sx={{ bgcolor: 'sunk', borderBlock: '1px solid', borderColor: 'line', padding: '8px 16px' }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', columnGap: 1.5 }}>
        <Box component="bdi" sx={{ fontSize: 16, fontWeight: 680 }}>
          {patient.name}
        </Box>
        <span>·</span>
        <span>
          <BornAndAge birthDate={patient.birthDate} deceasedAt={patient.deceasedAt} />
        </span>
        <span>·</span>
        <bdi>{patient.sex ? words.sexes[patient.sex] : words.notKnown}</bdi>
      </Box>
      <Box sx={{ color: 'muted', fontSize: 12 }}>
        {words.mrn} <Mrn mrn={patient.mrn} />
        {place && (
          <>
            {' '}
            · <bdi>{place}</bdi>
          </>
        )}
      </Box>
    </Box>
  )
}
