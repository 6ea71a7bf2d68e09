import Box from '@mui/material/Box'
import { styled } from '@mui/material/styles'
import type { MedicationRow } from '@wardline/events'
import { AgeTimer, ClaimBadge, Clin } from '@wardline/ui'
import { Check, Minus } from 'lucide-react'
import { useTexts } from '../../i18n/define-texts.ts'
import { useFormatTime } from '../../time/use-format-time.ts'
import { type Milestone, milestonesOf, waitingSince } from './milestones.ts'
import { texts } from './texts.ts'

const Steps = styled('ol')({
  display: 'grid',
  gridTemplateColumns: 'repeat(4, minmax(0, 1fr))',
  margin: 0,
  padding: 0,
  listStyle: 'none',
})

const Step = styled('li')(({ theme }) => ({
  position: 'relative',
  paddingInlineEnd: 8,
  // Connector to the next step; logical properties, so that it follows the writing direction.
  '&:not(:last-child)::before': {
    content: '""',
    position: 'absolute',
    insetBlockStart: 9,
    insetInlineStart: 20,
    insetInlineEnd: 0,
    borderBlockStart: `2px solid ${theme.vars.palette.line2}`,
  },
  '&[data-passed]::before': { borderColor: `${theme.vars.palette.ok.main} !important` },
  '& small': { display: 'block', color: theme.vars.palette.muted, fontSize: 11.5 },
}))

const Dot = styled('span')(({ theme }) => ({
  position: 'relative',
  display: 'grid',
  placeItems: 'center',
  width: 20,
  height: 20,
  marginBlockEnd: 4,
  borderRadius: '50%',
  border: `2px solid ${theme.vars.palette.line2}`,
  backgroundColor: theme.vars.palette.background.paper,
  color: theme.vars.palette.muted,
  '[data-state=done] > &': {
    borderColor: theme.vars.palette.ok.main,
    backgroundColor: theme.vars.palette.ok.bg,
    color: theme.vars.palette.ok.main,
  },
  '[data-state=now] > &': { borderColor: theme.vars.palette.primary.main, backgroundColor: theme.vars.palette.primary.bg },
}))

export interface StepperProps {
  readonly row: MedicationRow
  readonly userId: string
}

/** Milestones of one prescription with user and time; the current one shows its claim and waiting time. */
export function Stepper({ row, userId }: StepperProps) {
  const t = useTexts(texts)
  const milestones = milestonesOf(row)
  return (
    <Steps aria-label={t('title')}>
      {milestones.map((milestone, index) => {
        const next = milestones[index + 1]
        const passed = next && (next.state === 'done' || next.state === 'skipped')
        return (
          <Step
            key={milestone.name}
            data-state={milestone.state}
            data-passed={passed || undefined}
            aria-current={milestone.state === 'now' ? 'step' : undefined}
          >
            <Dot aria-hidden>
              {milestone.state === 'done' && <Check size={13} strokeWidth={3} />}
              {(milestone.state === 'skipped' || milestone.state === 'never') && <Minus size={12} />}
            </Dot>
            <StepLabel milestone={milestone} row={row} userId={userId} />
          </Step>
        )
      })}
    </Steps>
  )
}

function StepLabel({ milestone: { name, state, step }, row, userId }: { milestone: Milestone } & StepperProps) {
  const t = useTexts(texts)
  const formatTime = useFormatTime()
  if (step) {
    return (
      <>
        <b>{t(name)}</b> <Clin>{formatTime(step.at)}</Clin>
        <small>
          <bdi>{step.by.name}</bdi>
        </small>
      </>
    )
  }
  if (state === 'now' && name !== 'prescribed') {
    return (
      <>
        <b>{t(`waiting_${name}`)}</b> <AgeTimer since={waitingSince(row)} />
        {row.claim && (
          <Box sx={{ marginBlockStart: 0.5 }}>
            <ClaimBadge
              by={row.claim.by.name}
              mine={row.claim.by.userId === userId}
              claimedAt={row.claim.at}
              expiresAt={row.claim.leaseUntil}
            />
          </Box>
        )}
      </>
    )
  }
  return (
    <Box sx={{ color: 'muted' }}>
      {t(name)}
      <small>{t(state === 'skipped' ? 'skipped' : state === 'never' ? 'never' : 'ahead')}</small>
    </Box>
  )
}
