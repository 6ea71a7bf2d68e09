import { styled } from '@mui/material/styles'
import { Fragment, type ReactNode } from 'react'
import { useWords } from '../words.tsx'
import { unbroken } from './clinical-text.tsx'
import { fmtDoseText } from './doses.ts'
import { tallMan } from './tall-man.ts'

const Line = styled('span')({ display: 'inline', lineHeight: 1.4, overflowWrap: 'break-word' })
const Generic = styled('b')({ fontWeight: 650 })
const DoseWord = styled('span')({ letterSpacing: '.02em' })

export interface MedicationLineProps {
  /** Generic name in Latin script, in both languages (AR-5). */
  generic: string
  brand?: string | null
  form?: string | null
  /** `5 mg`, `400 mg/5 mL`; formatted safely here. */
  dose?: string | null
  route?: string | null
  frequency?: string | null
  indication?: string | null
  /** Further parts after the frequency, e.g. "over 10 minutes". */
  more?: readonly string[]
}

/**
 * A medication in the fixed order generic — brand — form — DOSE value — route — frequency — indication, separated by
 * spaced dashes (FMT-11). It wraps between parts and is never truncated (FMT-7).
 */
export function MedicationLine({ generic, brand, form, dose, route, frequency, indication, more = [] }: MedicationLineProps) {
  const words = useWords()
  const parts: [string, ReactNode][] = [
    [
      'generic',
      <Generic key="generic">
        <bdi dir="ltr">{tallMan(generic)}</bdi>
      </Generic>,
    ],
  ]
  if (brand)
    parts.push([
      'brand',
      <bdi key="brand" dir="ltr">
        {brand}
      </bdi>,
    ])
  if (form) parts.push(['form', form])
  if (dose) {
    parts.push([
      'dose',
      <span key="dose" style={{ whiteSpace: 'nowrap' }}>
        <DoseWord>{words.dose}</DoseWord> <bdi dir="ltr">{unbroken(fmtDoseText(dose))}</bdi>
      </span>,
    ])
  }
  if (route) parts.push(['route', <bdi key="route">{route}</bdi>])
  if (frequency) parts.push(['frequency', <bdi key="frequency">{frequency}</bdi>])
  for (const extra of more) parts.push([extra, <bdi key={extra}>{extra}</bdi>])
  if (indication) parts.push(['indication', <bdi key="indication">{indication}</bdi>])

  return (
    <Line>
      {parts.map(([key, part], index) => (
        <Fragment key={key}>
          {index > 0 && ' — '}
          {part}
        </Fragment>
      ))}
    </Line>
  )
}
