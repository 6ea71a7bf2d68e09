import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { Card, Clin, RawContent, TwoIdentifiers, useFormats } from '@wardline/ui'
import { identityOf } from '../../clinical/patient-identity.ts'
import { useTexts } from '../../i18n/define-texts.ts'
import { useLanguage } from '../../i18n/language.ts'
import { logTexts } from './texts.ts'
import type { EventSearch, TracedEvent } from './use-log.ts'

interface EventPanelProps {
  readonly event: TracedEvent
  readonly onSearch: (sought: EventSearch) => void
}

/** One event: its envelope, links to its correlation and causal chain, and its content if the role may read it. */
export function EventPanel({ event, onSearch }: EventPanelProps) {
  const t = useTexts(logTexts)
  const formats = useFormats()
  const { language } = useLanguage()
  const fields = [
    [t('time'), formats.dateTime(event.recordedAt, { seconds: true })],
    [t('occurredAt'), formats.dateTime(event.occurredAt, { seconds: true })],
    [t('by'), event.by.name],
    [t('eventId'), event.eventId],
    [t('correlationId'), event.correlationId],
    [t('causationId'), event.causationId ?? t('root')],
    ...(event.commandId ? [[t('commandId'), event.commandId] as const] : []),
  ] as const
  return (
    <Card
      title={<bdi dir="ltr">{event.type}</bdi>}
      footer={
        <>
          <Button onClick={() => onSearch({ by: 'event', id: event.eventId })}>{t('toChain')}</Button>
          <Button onClick={() => onSearch({ by: 'act', id: event.correlationId })}>{t('toAct')}</Button>
        </>
      }
    >
      <Box sx={{ display: 'grid', gap: 2.5, padding: 3 }}>
        {event.patient && <TwoIdentifiers patient={identityOf(event.patient, language)} />}
        <Box
          component="dl"
          sx={{ margin: 0, display: 'grid', gridTemplateColumns: 'auto minmax(0, 1fr)', columnGap: 3, rowGap: 1, fontSize: 12 }}
        >
          {fields.map(([label, value]) => (
            <Box key={label} sx={{ display: 'contents' }}>
              <Box component="dt" sx={{ color: 'muted' }}>
                {label}
              </Box>
              <Box component="dd" sx={{ margin: 0, overflowWrap: 'anywhere' }}>
                <Clin>{value}</Clin>
              </Box>
            </Box>
          ))}
        </Box>
        {event.content === null ? (
          <Alert severity="info">{t('withheld')}</Alert>
        ) : (
          <RawContent label={t('content')}>{event.content}</RawContent>
        )}
      </Box>
    </Card>
  )
}
