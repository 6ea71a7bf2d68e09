import { styled } from '@mui/material/styles'
import { useWords } from '../words.tsx'
import { FlagChip, StatusChip } from './chips.tsx'
import { unbroken } from './clinical-text.tsx'
import { fmtLab, fmtRange, type RangeLike } from './clinical-values.ts'
import { toneOfFlag } from './severity.ts'

// An inline-flex box is one object to the bidi algorithm; inside it the flag comes first in the reading direction.
const Isolate = styled('span')({ display: 'inline-flex', alignItems: 'baseline', gap: 5, whiteSpace: 'nowrap' })
const Reported = styled('bdi')({ display: 'inline-flex', alignItems: 'baseline', gap: 5 })

const Figure = styled('span', { shouldForwardProp: (prop) => prop !== 'tone' && prop !== 'large' })<{
  tone: 'crit' | 'warn' | null
  large: boolean
}>(({ theme, tone, large }) => ({
  fontWeight: large ? 700 : 620,
  fontSize: large ? 30 : undefined,
  lineHeight: large ? 1.1 : undefined,
  color: tone ? theme.vars.palette[tone].main : undefined,
}))

const Unit = styled('span')(({ theme }) => ({ color: theme.vars.palette.muted, fontWeight: 450, fontSize: 11.5 }))
const LargeUnit = styled('span')({ fontSize: 15, fontWeight: 620 })
const Absent = styled('span')(({ theme }) => ({ color: theme.vars.palette.faint }))

export interface LabValueProps {
  /** As reported, unchanged; null without a value. */
  value: string | number | null
  comparator?: string | null | undefined
  unit?: string | null | undefined
  flag?: string | null
  /** FHIR status; shown beside the value unless it is `final` (FLG-4). */
  status?: string | null | undefined
  /** Text of the dataAbsentReason. */
  absentReason?: string | null
  /** `cell` omits the unit (it is in the row header), `large` is for the critical dialog. */
  size?: 'cell' | 'row' | 'large'
  /** Whether the flag is shown with the value; false if it has a column of its own. */
  flagBeside?: boolean
}

/** Flag, value and unit as one isolate, so that they are never separated (FLG-2, FMT-9). */
export function LabValue({
  value,
  comparator = null,
  unit,
  flag = null,
  status,
  absentReason,
  size = 'row',
  flagBeside = true,
}: LabValueProps) {
  const words = useWords()
  const tone = toneOfFlag(flag)
  const statusWord = status ? words.resultStatus[status] : undefined
  const isVoided = status === 'cancelled' || status === 'entered-in-error'

  if (value === null) {
    return (
      <Absent>
        {absentReason ?? (
          <span role="img" aria-label={words.noResult}>
            –
          </span>
        )}
        {statusWord && <> {statusWord}</>}
      </Absent>
    )
  }
  const shown = unbroken(fmtLab(value, comparator))
  return (
    <>
      <Isolate>
        {flagBeside && size !== 'large' && <FlagChip flag={flag} />}
        <Reported dir="ltr">
          <Figure tone={tone} large={size === 'large'}>
            {isVoided ? <s>{shown}</s> : shown}
          </Figure>
          {unit && size === 'row' && <Unit>{unbroken(unit)}</Unit>}
          {unit && size === 'large' && <LargeUnit sx={{ color: tone ? `${tone}.main` : 'muted' }}>{unbroken(unit)}</LargeUnit>}
        </Reported>
        {flagBeside && size === 'large' && <FlagChip flag={flag} />}
      </Isolate>
      {statusWord && (
        <>
          {' '}
          <StatusChip tone={isVoided ? 'neutral' : 'warn'}>{statusWord}</StatusChip>
        </>
      )}
    </>
  )
}

export interface RangeTextProps extends RangeLike {
  unit?: string | null
  /** Population of the range: "female, 18 y and older". */
  note?: string | null
}

/** The reference range reported with the value; nothing if none was reported (FLG-5). */
export function RangeText({ unit, note, ...range }: RangeTextProps) {
  const text = fmtRange(range)
  if (!text) return null
  return (
    <Unit title={note ?? undefined}>
      <bdi dir="ltr" style={{ whiteSpace: 'nowrap' }}>
        {unbroken(text)}
        {unit ? `\u00a0${unbroken(unit)}` : ''}
      </bdi>
    </Unit>
  )
}
