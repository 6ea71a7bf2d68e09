import Box from '@mui/material/Box'
import { styled } from '@mui/material/styles'
import type { ReactNode } from 'react'
import { AllergyStrip } from '../clinical/allergy-strip.tsx'
import { StatusChip } from '../clinical/chips.tsx'
import { Clin } from '../clinical/clinical-text.tsx'
import { fmtDose } from '../clinical/doses.ts'
import { useDensity } from '../theme/theme-provider.tsx'
import { useFormats } from '../time/clock.tsx'
import { useWords } from '../words.tsx'
import type { AllergyState, BannerFact, PatientIdentity } from './patient.ts'
import { BornAndAge, Mrn } from './patient-identity.tsx'

export interface PatientBannerProps {
  patient: PatientIdentity & { title?: string | null }
  allergies: AllergyState
  unit?: string | null
  bed?: string | null
  /** With the measurement date: an undated weight must not be used for dosing. */
  weight?: { value: number | string; unit: string; at: string } | null | undefined
  /** Creatinine clearance, code status, isolation, pregnancy. */
  facts?: readonly BannerFact[]
  /** Colour stripe of this chart, see `chartStripe` (ID-11). */
  stripe?: string
  /** Patients with the same or a similar name on the user's wards (ID-9). */
  namesakes?: readonly string[]
  /** Other users in this chart, at the end of the first line (RT-11). */
  presence?: ReactNode
}

/** Patient banner of two lines, always visible; the region is named after the patient (ID-1…7). */
export function PatientBanner({ patient, allergies, unit, bed, weight, facts = [], stripe, namesakes = [], presence }: PatientBannerProps) {
  const words = useWords()
  const formats = useFormats()
  const compact = useDensity() !== 'comfortable'
  const isDeceased = Boolean(patient.deceasedAt)

  return (
    <Frame
      aria-label={`${words.patient}: ${patient.name}`}
      role="region"
      compact={compact}
      isDeceased={isDeceased}
      style={{ borderInlineStartColor: stripe }}
    >
      <Line>
        {/* Tab focuses name, birth date, sex and identifier in this order (ID-4). */}
        <Name tabIndex={0}>
          <bdi>{patient.name}</bdi>
          {patient.title && <bdi> ({patient.title})</bdi>}
        </Name>
        {namesakes[0] && (
          <StatusChip tone="warn">
            {words.nameAlert} · <bdi>{namesakes[0]}</bdi>
            {namesakes.length > 1 && ` · ${words.more(namesakes.length - 1)}`}
          </StatusChip>
        )}
        <Fact label={words.born} isTabStop>
          <BornAndAge birthDate={patient.birthDate} deceasedAt={patient.deceasedAt} />
        </Fact>
        {patient.deceasedAt && (
          <StatusChip tone="neutral">
            {words.died} <Clin>{formats.date(patient.deceasedAt)}</Clin>
            {patient.birthDate && <>, {words.aged(formats.age(patient.birthDate, patient.deceasedAt) ?? words.notKnown)}</>}
          </StatusChip>
        )}
        <Fact label={words.sex} isTabStop>
          {patient.sex ? words.sexes[patient.sex] : words.notKnown}
        </Fact>
        <Fact label={words.mrn} isTabStop>
          <Mrn mrn={patient.mrn} />
        </Fact>
        {(unit || bed) && <Fact label={unit ?? ''}>{bed && (/^\d/.test(bed) ? `${words.bed} ${bed}` : bed)}</Fact>}
        <Box sx={{ flex: 1 }} />
        {presence}
      </Line>
      <Line>
        <Fact label={words.allergies}>
          <AllergyStrip allergies={allergies} />
        </Fact>
        {weight !== undefined && (
          <Fact label={words.weight} note={weight && <Clin>{formats.dayMonth(weight.at)}</Clin>}>
            {weight ? <Clin>{fmtDose(weight.value, weight.unit)}</Clin> : words.notRecorded}
          </Fact>
        )}
        {facts.map((fact) => (
          <Fact key={fact.label} label={fact.label} note={fact.note} tone={fact.tone}>
            {fact.value}
          </Fact>
        ))}
      </Line>
    </Frame>
  )
}

interface FactProps {
  label: string
  children: ReactNode
  note?: ReactNode
  tone?: 'crit' | 'warn' | undefined
  isTabStop?: boolean
}

function Fact({ label, children, note, tone, isTabStop = false }: FactProps) {
  return (
    // Rule ID-4 makes the identity fields tab stops. Gaps are set on the line, because its parts may have a different
    // direction.
    <Box
      component="span"
      tabIndex={isTabStop ? 0 : undefined}
      sx={{ display: 'inline-flex', alignItems: 'baseline', gap: 1.25, whiteSpace: 'nowrap' }}
    >
      <Box component="bdi" sx={{ color: 'muted', fontSize: 11.5 }}>
        {label}
      </Box>
      <Box component="bdi" sx={{ fontWeight: 600, color: tone && `${tone}.main` }}>
        {children}
      </Box>
      {note && (
        <Box component="small" sx={{ color: 'muted', fontSize: 11.5 }}>
          {note}
        </Box>
      )}
    </Box>
  )
}

const Frame = styled('section', { shouldForwardProp: (prop) => prop !== 'compact' && prop !== 'isDeceased' })<{
  compact: boolean
  isDeceased: boolean
}>(({ theme, compact, isDeceased }) => ({
  display: 'grid',
  alignContent: 'center',
  gap: compact ? 0 : 2,
  flex: 'none',
  minHeight: compact ? 48 : 64,
  padding: compact ? '2px 14px' : '5px 14px',
  backgroundColor: theme.vars.palette.background.paper,
  borderBlock: `1px solid ${theme.vars.palette.line}`,
  borderInlineStart: `4px solid ${theme.vars.palette.line2}`,
  // A pattern besides the text: colour is never the only mark of a deceased patient (ID-7).
  ...(isDeceased && {
    backgroundImage: `repeating-linear-gradient(135deg, ${theme.vars.palette.line} 0 2px, transparent 2px 12px)`,
  }),
}))

const Line = styled('div')({ display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', columnGap: 18, minWidth: 0 })
const Name = styled('h1')({ margin: 0, fontSize: 16, fontWeight: 680, letterSpacing: '-.01em', whiteSpace: 'nowrap' })
