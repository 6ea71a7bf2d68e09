import Box from '@mui/material/Box'
import ToggleButton from '@mui/material/ToggleButton'
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup'
import { type Priority, priorities } from '@wardline/events'
import { useWords } from '@wardline/ui'
import { useTexts } from '../i18n/define-texts.ts'
import { texts } from './texts.ts'

const help = { routine: 'routineHelp', urgent: 'urgentHelp', asap: 'asapHelp', stat: 'statHelp' } as const satisfies Record<
  Priority,
  string
>

export interface PriorityChoiceProps {
  readonly label: string
  readonly value: Priority
  readonly onChange: (priority: Priority) => void
}

/** The four priorities, with a description of the selected one (ORD-5). */
export function PriorityChoice({ label, value, onChange }: PriorityChoiceProps) {
  const t = useTexts(texts)
  const words = useWords()
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 2 }}>
      <ToggleButtonGroup
        exclusive
        size="small"
        value={value}
        aria-label={label}
        onChange={(_, chosen: Priority | null) => chosen && onChange(chosen)}
      >
        {priorities.map((priority) => (
          <ToggleButton
            key={priority}
            value={priority}
            title={t(help[priority])}
            sx={{
              height: 26,
              '&.Mui-selected, &.Mui-selected:hover': priority === 'stat' ? { color: 'crit.main', bgcolor: 'crit.bg' } : {},
            }}
          >
            {words.priorities[priority]}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      <Box component="small" sx={{ flex: '1 1 104px', color: 'muted', fontSize: 11.5, lineHeight: 1.25 }}>
        {t(help[value])}
      </Box>
    </Box>
  )
}
