import Box from '@mui/material/Box'
import { Clin, tallMan, useFormats } from '@wardline/ui'
import { Fragment } from 'react'
import { dailyTotal, type Sig, sigSentence, type Token } from '../../../clinical/sig.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { texts } from '../texts.ts'

/** Body weight with its time of measurement. */
export interface Weight {
  readonly kilograms: number
  readonly at: string
}

export interface SigPreviewProps {
  readonly sig: Sig
  readonly weight: Weight | null
}

/** Three significant digits: other systems send weights such as 6.604766687497366 kg. */
const significant = (value: number) => Number(value.toPrecision(3))

const Sentence = ({ tokens }: { readonly tokens: readonly Token[] }) =>
  tokens.map((token, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: tokens of one sentence, replaced as a whole
    <Fragment key={index}>
      {index > 0 && ' '}
      {typeof token === 'string' ? token : <Clin>{tallMan(token.clin)}</Clin>}
    </Fragment>
  ))

/** Directions in both languages and the daily dose (MED-2). The minimum height avoids layout shifts while typing. */
export function SigPreview({ sig, weight }: SigPreviewProps) {
  const t = useTexts(texts)
  const formats = useFormats()
  const total = dailyTotal(sig, weight?.kilograms ?? null)
  const english = sigSentence(sig, 'en')
  const arabic = sigSentence(sig, 'ar')
  return (
    <Box
      role="group"
      aria-label={t('inWords')}
      aria-live="polite"
      sx={{
        display: 'flex',
        flexDirection: 'column',
        gap: 1,
        minHeight: 76,
        padding: '8px 10px',
        borderRadius: 1,
        bgcolor: 'sunk',
        border: 1,
        borderColor: 'line',
      }}
    >
      <Box lang="en" dir="ltr" sx={{ minHeight: 19 }}>
        {english ? <Sentence tokens={english} /> : <Box sx={{ color: 'muted' }}>{t('inWords')}</Box>}
      </Box>
      <Box lang="ar" dir="rtl" sx={{ minHeight: 19 }}>
        {arabic && <Sentence tokens={arabic} />}
      </Box>
      <Box component="small" sx={{ color: 'muted', fontSize: 11.5, minHeight: 17 }}>
        {total && (
          <>
            {t(sig.asNeededReason ? 'atMostPerDay' : 'perDay', { amount: total.amount })}
            {' · '}
            {total.perKilogram && weight
              ? t('perKilogram', {
                  amount: total.perKilogram,
                  weight: `${significant(weight.kilograms)} kg`,
                  date: formats.dayMonth(weight.at),
                })
              : !weight && t('weightMissing')}
          </>
        )}
      </Box>
    </Box>
  )
}
