import Box from '@mui/material/Box'
import Link from '@mui/material/Link'
import { useState } from 'react'
import { type Allergy, type AllergyState, byHarm } from '../patient/patient.ts'
import { useFormats } from '../time/clock.tsx'
import { useWords } from '../words.tsx'

export interface AllergyStripProps {
  allergies: AllergyState
  /** Number of allergies shown before "+n more". */
  shown?: number
}

/** Allergies with their reactions: one of exactly five states, never empty (SHL-3, SHL-4). */
export function AllergyStrip({ allergies, shown = 2 }: AllergyStripProps) {
  const words = useWords()
  const formats = useFormats()
  const alarming = { color: 'crit.main', fontWeight: 640 } as const

  switch (allergies.state) {
    case 'list':
      return <AllergyList allergies={byHarm(allergies.allergies)} shown={shown} />
    case 'none':
      return <span>{words.noKnownAllergies(allergies.confirmedBy, allergies.confirmedAt && formats.date(allergies.confirmedAt))}</span>
    case 'noneOfKind': {
      const { kinds, confirmedBy, confirmedAt } = allergies
      return (
        <span>
          {words.noKnownOfKind(kinds, confirmedBy, confirmedAt && formats.date(confirmedAt))} ·{' '}
          <Box component="b" sx={alarming}>
            {words.othersNotAssessed}
          </Box>
        </span>
      )
    }
    case 'notAssessed':
      return (
        <Box component="b" sx={alarming}>
          {words.allergiesNotAssessed}
        </Box>
      )
    case 'unavailable':
      return (
        <Box component="b" sx={alarming}>
          {words.allergiesUnavailable}
        </Box>
      )
  }
}

function AllergyList({ allergies, shown }: { allergies: readonly Allergy[]; shown: number }) {
  const words = useWords()
  const [open, setOpen] = useState(false)
  const visible = open ? allergies : allergies.slice(0, shown)
  const hidden = allergies.length - shown
  return (
    <Box component="span" sx={{ display: 'inline-flex', flexWrap: 'wrap', alignItems: 'baseline', columnGap: 1.5 }}>
      {visible.map((allergy, index) => (
        <Box component="span" key={`${allergy.agent} ${allergy.reaction}`} sx={{ whiteSpace: 'nowrap' }}>
          {index > 0 && '· '}
          <Box component="bdi" sx={{ fontWeight: 640, color: allergy.severity === 'severe' ? 'crit.main' : undefined }}>
            {allergy.agent}
            {allergy.reaction && (
              <>
                {' — '}
                <bdi>{allergy.reaction}</bdi>
              </>
            )}
          </Box>
        </Box>
      ))}
      {hidden > 0 && (
        <Link component="button" type="button" aria-expanded={open} onClick={() => setOpen(!open)} sx={{ fontSize: 12, minHeight: 24 }}>
          {open ? words.fewer : words.more(hidden)}
        </Link>
      )}
    </Box>
  )
}
