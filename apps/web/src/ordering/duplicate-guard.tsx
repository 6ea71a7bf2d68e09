import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import TextField from '@mui/material/TextField'
import { type ReactNode, useState } from 'react'
import { useTexts } from '../i18n/define-texts.ts'
import { translateCoding } from '../i18n/translate-coding.ts'
import { texts } from './texts.ts'

const codes = ['change', 'trend', 'sample', 'dose'] as const
export type DuplicateReason = (typeof codes)[number]

/** Translates the reason for a duplicate order. */
export function useDuplicateReasonText(): (reason: string) => string {
  const t = useTexts(texts)
  return (reason) => translateCoding(reason, texts, codes, t)
}

export interface DuplicateGuardProps {
  /** The existing order or result, with value, user and time. */
  readonly children: ReactNode
  /** Name of the duplicate item, for button labels. */
  readonly about: string
  /** The chosen reason; null while undecided. */
  readonly reason: string | null
  readonly offered: readonly DuplicateReason[]
  readonly onUseExisting: () => void
  readonly onReason: (reason: string | null) => void
}

/**
 * Warns of a duplicate order: use the existing one, or continue with a reason (ORD-7, decision 17). Never a hard block.
 * The reason is stored in English, like every coded word of the record.
 */
export function DuplicateGuard({ children, about, reason, offered, onUseExisting, onReason }: DuplicateGuardProps) {
  const t = useTexts(texts)
  const [isChoosing, setChoosing] = useState(false)
  const [otherReason, setOtherReason] = useState<string | null>(null)
  const reasonText = useDuplicateReasonText()

  return (
    <Box
      role="group"
      aria-label={t('undecided')}
      data-undecided={reason === null || undefined}
      sx={{ display: 'grid', gap: 1.5, padding: 2, borderRadius: 1, border: 1, borderColor: 'warn.line', bgcolor: 'warn.bg', fontSize: 12 }}
    >
      <div>{children}</div>
      {reason !== null && <Box sx={{ fontWeight: 600 }}>{t('again', { reason: reasonText(reason) })} </Box>}
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5 }}>
        {!isChoosing && (
          <>
            <Button onClick={onUseExisting} aria-label={`${t('useExisting')}: ${about}`}>
              {t('useExisting')}
            </Button>
            <Button onClick={() => setChoosing(true)} aria-label={`${t('anyway')} ${about}`}>
              {t('anyway')}
            </Button>
          </>
        )}
        {isChoosing &&
          offered.map((code) => (
            <Button
              key={code}
              onClick={() => {
                onReason(texts.en[code])
                setChoosing(false)
              }}
            >
              {t(code)}
            </Button>
          ))}
        {isChoosing && <Button onClick={() => setOtherReason('')}>{t('other')}</Button>}
      </Box>
      {isChoosing && otherReason !== null && (
        <Box sx={{ display: 'flex', gap: 1.5 }}>
          <TextField
            label={t('reason')}
            value={otherReason}
            onChange={(event) => setOtherReason(event.target.value)}
            slotProps={{ htmlInput: { dir: 'auto', maxLength: 500 } }}
            autoFocus
          />
          <Button
            disabled={otherReason.trim() === ''}
            onClick={() => {
              onReason(otherReason.trim())
              setChoosing(false)
              setOtherReason(null)
            }}
          >
            {t('takeReason')}
          </Button>
        </Box>
      )}
    </Box>
  )
}
