import { styled } from '@mui/material/styles'
import { Clin, useFormats } from '@wardline/ui'
import { useMemo } from 'react'
import { dayPositions, type Mark, withoutOverlaps } from './timeline-marks.ts'

/** Half the thumb's width: the track ends at the thumb's centre. */
const THUMB_PX = 16
/** Smallest distance between two labels, as a share of the track. */
const MIN_LABEL_GAP = 0.09
/** Above this number the ticks merge into a bar, so only every nth one is drawn. */
const MAX_TICKS = 400

interface TimeSliderProps {
  readonly marks: readonly Mark[]
  readonly index: number
  readonly label: string
  readonly valueText: string
  readonly onChange: (index: number) => void
}

/** All events of the patient on a track, oldest first; time runs left to right in both languages (AR-8). */
export function TimeSlider({ marks, index, label, valueText, onChange }: TimeSliderProps) {
  const formats = useFormats()
  const days = useMemo(() => dayPositions(marks, formats.date), [marks, formats])
  const last = Math.max(1, marks.length - 1)
  const step = Math.ceil(marks.length / MAX_TICKS)
  const ticks = marks.flatMap((mark, at) => (at % step === 0 ? [{ seq: mark.seq, share: at / last }] : []))
  return (
    <Root dir="ltr">
      <Track aria-hidden>
        {ticks.map(({ seq, share }) => (
          <Tick key={seq} style={{ left: `${share * 100}%` }} />
        ))}
        {days.map(({ at, share }) => (
          <Day key={at} style={{ left: `${share * 100}%` }} />
        ))}
        {withoutOverlaps(days, MIN_LABEL_GAP).map(({ at, share }) => (
          <DayLabel key={at} style={{ left: `${share * 100}%`, transform: `translateX(-${share * 100}%)` }}>
            <Clin>{formats.dayMonth(at)}</Clin>
          </DayLabel>
        ))}
      </Track>
      <Range
        type="range"
        min={0}
        max={marks.length - 1}
        step={1}
        value={index}
        aria-label={label}
        aria-valuetext={valueText}
        onChange={(event) => onChange(Number(event.target.value))}
      />
    </Root>
  )
}

const Root = styled('div')({ position: 'relative', flex: 1, minWidth: 240, height: 40 })
const Track = styled('div')({ position: 'absolute', insetInline: THUMB_PX / 2, top: 0, height: 22 })
const Tick = styled('i')(({ theme }) => ({
  position: 'absolute',
  top: 15,
  width: 1,
  height: 7,
  backgroundColor: theme.vars.palette.warn.main,
  opacity: 0.55,
}))
const Day = styled('i')(({ theme }) => ({
  position: 'absolute',
  top: 11,
  width: 1,
  height: 11,
  backgroundColor: theme.vars.palette.warn.main,
}))
const DayLabel = styled('span')(({ theme }) => ({
  position: 'absolute',
  top: -3,
  fontSize: 11.5,
  lineHeight: '14px',
  whiteSpace: 'nowrap',
  color: theme.vars.palette.muted,
}))
const Range = styled('input')(({ theme }) => ({
  position: 'absolute',
  insetInline: 0,
  bottom: 0,
  width: '100%',
  height: 24,
  margin: 0,
  appearance: 'none',
  background: 'transparent',
  cursor: 'pointer',
  '&::-webkit-slider-runnable-track': { height: 4, borderRadius: 2, backgroundColor: theme.vars.palette.warn.line },
  '&::-moz-range-track': { height: 4, borderRadius: 2, backgroundColor: theme.vars.palette.warn.line },
  '&::-webkit-slider-thumb': {
    appearance: 'none',
    width: THUMB_PX,
    height: THUMB_PX,
    marginTop: -6,
    borderRadius: '50%',
    border: `2px solid ${theme.vars.palette.background.paper}`,
    backgroundColor: theme.vars.palette.warn.main,
    boxShadow: `0 0 0 1px ${theme.vars.palette.warn.main}`,
  },
  '&::-moz-range-thumb': { width: 12, height: 12, borderRadius: '50%', backgroundColor: theme.vars.palette.warn.main },
  '&:focus-visible': { outline: `2px solid ${theme.vars.palette.primary.main}`, outlineOffset: 1, borderRadius: 4 },
}))
