import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { Clin, RawContent, TwoIdentifiers, useFormats } from '@wardline/ui'
import { useState } from 'react'
import { identityOf } from '../../clinical/patient-identity.ts'
import { useTexts } from '../../i18n/define-texts.ts'
import { useLanguage } from '../../i18n/language.ts'
import { QueryState } from '../../lists/query-state.tsx'
import { letterTexts } from './texts.ts'
import { type LetterContentOutput, useLetterContent } from './use-letters.ts'

/** Content of a dead letter, loaded on request only, because each access is audited. */
export function LetterContent({ letterId }: { letterId: string }) {
  const t = useTexts(letterTexts)
  const [isRequested, setRequested] = useState(false)
  const letterQuery = useLetterContent(letterId, isRequested)
  if (!isRequested)
    return (
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 2 }}>
        <Button onClick={() => setRequested(true)}>{t('show')}</Button>
        <Box sx={{ color: 'muted', fontSize: 11.5 }}>{t('showHint')}</Box>
      </Box>
    )
  return (
    <QueryState query={letterQuery} expectedRows={4}>
      {(letter) => <LetterDetails letter={letter} />}
    </QueryState>
  )
}

function LetterDetails({ letter: { event, patient, content, withheld, room, seq } }: { letter: LetterContentOutput }) {
  const t = useTexts(letterTexts)
  const formats = useFormats()
  const { language } = useLanguage()
  return (
    <Box sx={{ display: 'grid', gap: 2.5 }}>
      {patient && <TwoIdentifiers patient={identityOf(patient, language)} />}
      {event && (
        <Box
          component="dl"
          sx={{ margin: 0, display: 'grid', gridTemplateColumns: 'auto minmax(0, 1fr)', columnGap: 3, rowGap: 1, fontSize: 12 }}
        >
          <Fact label={t('recordedAt')} value={formats.dateTime(event.recordedAt, { seconds: true })} />
          <Fact label={t('by')} value={event.by.name} />
          <Fact label={t('source')} value={event.source.service} />
          <Fact label={t('eventId')} value={event.eventId} />
          <Fact label={t('correlation')} value={event.correlationId} />
          {!withheld && room && <Fact label={t('position')} value={`${room} ${seq}`} />}
        </Box>
      )}
      {withheld ? (
        <Alert severity="info">{t('withheld')}</Alert>
      ) : content === null ? (
        <Box sx={{ color: 'muted' }}>{t('noContent')}</Box>
      ) : (
        <RawContent label={t('content')} maxHeight={320}>
          {content}
        </RawContent>
      )}
    </Box>
  )
}

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <>
      <Box component="dt" sx={{ color: 'muted' }}>
        {label}
      </Box>
      <Box component="dd" sx={{ margin: 0, overflowWrap: 'anywhere' }}>
        <Clin>{value}</Clin>
      </Box>
    </>
  )
}
